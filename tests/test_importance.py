"""Parts of R²: the values of relaimpo, car and domir, and what must hold whatever the numbers."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
import pytest
from drivers_data import cases, correlated, golden, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from npsanalysis.drivers import importance

FUNCTIONS = {
    "lmg": importance.lmg,
    "relimp": importance.lmg,
    "first": importance.first,
    "last": importance.last,
    "genizi": importance.johnson,  # Genizi's decomposition is Johnson's
    "vif": importance.variance_inflation,
}


@pytest.mark.parametrize("case", cases("kda_linear"), ids=lambda case: case["id"])
def test_parts_equal_the_reference(case: dict[str, Any]) -> None:
    drivers, expected, tolerance = case["inputs"]["drivers"], case["expected"], case["tolerance"]
    correlations = np.corrcoef(table_of(case)[[*drivers, "score"]].to_numpy(dtype=float).T)
    checked = [name for name in FUNCTIONS if name in expected]
    assert checked
    for name in checked:
        wanted = [expected[name][driver] for driver in drivers]
        assert FUNCTIONS[name](correlations) == pytest.approx(wanted, abs=tolerance["abs"], rel=tolerance["rel"]), name
    assert importance.r_squared(correlations) == pytest.approx(expected["r2"], abs=1e-6)


def test_dominance_equals_the_reference() -> None:
    case = cases("kda_dominance")[0]
    drivers = case["inputs"]["drivers"]
    correlations = np.corrcoef(table_of(case)[[*drivers, "score"]].to_numpy(dtype=float).T)
    conditional = importance.conditional_dominance(importance.worth_of_subsets(correlations))
    expected = golden("kda_dominance_attitude")
    assert conditional == pytest.approx(np.array([expected["conditional"][driver] for driver in drivers]), abs=1e-9)
    assert conditional.mean(axis=1) == pytest.approx([expected["general"][driver] for driver in drivers], abs=1e-9)


@given(st.integers(2, 9), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_parts_sum_to_r_squared_and_are_never_negative(p: int, seed: int) -> None:
    correlations = correlated(p, seed)
    for method in (importance.lmg, importance.johnson):
        parts = method(correlations)
        assert parts.sum() == pytest.approx(float(importance.r_squared(correlations)), abs=1e-12)
        assert (parts >= -1e-12).all()


@given(st.integers(2, 8), st.integers(0, 10_000), st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_of_drivers_does_not_matter(p: int, seed: int, random: Any) -> None:  # noqa: ANN401 -- Hypothesis' own
    correlations = correlated(p, seed)
    order = random.sample(range(p), p)
    moved = correlations[np.ix_([*order, p], [*order, p])]
    for method in (importance.lmg, importance.johnson, importance.first, importance.last):
        assert method(moved) == pytest.approx(method(correlations)[order], abs=1e-12)


def test_unrelated_drivers_keep_their_squared_correlations() -> None:
    correlations = np.eye(5)
    correlations[-1, :-1] = correlations[:-1, -1] = [0.5, -0.4, 0.3, 0.0]
    for method in (importance.lmg, importance.johnson, importance.first, importance.last):
        assert method(correlations) == pytest.approx([0.25, 0.16, 0.09, 0.0], abs=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_two_drivers_have_the_same_parts_by_lmg_and_by_johnson(seed: int) -> None:
    correlations = correlated(2, seed)
    assert importance.lmg(correlations) == pytest.approx(importance.johnson(correlations), abs=1e-12)


def test_lmg_is_the_mean_over_all_orders() -> None:
    # Four drivers, 24 orders, each worked through by itself.
    from itertools import permutations

    correlations, parts = correlated(4, 3), np.zeros(4)
    for order in permutations(range(4)):
        for place, driver in enumerate(order):
            with_it = importance.r_squared(correlations, order[: place + 1])
            parts[driver] += with_it - importance.r_squared(correlations, order[:place])
    assert importance.lmg(correlations) == pytest.approx(parts / factorial(4), abs=1e-14)


def test_a_stack_of_matrices_gives_what_each_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    stack = np.stack([correlated(6, seed) for seed in range(5)])
    alone = np.stack([importance.lmg(matrix) for matrix in stack])
    assert importance.lmg(stack) == pytest.approx(alone, abs=1e-14)
    monkeypatch.setattr(importance, "AT_ONCE", 16)  # the subsets no longer fit side by side
    assert importance.lmg(stack) == pytest.approx(alone, abs=1e-14)
    assert importance.lmg(stack.reshape(5, 1, 7, 7)).shape == (5, 1, 6)


def test_drivers_that_enter_together_are_one_player() -> None:
    correlations = correlated(6, 1)
    players = [[0, 4], [1], [5, 2, 3]]
    parts = importance.lmg(correlations, players)
    assert parts.sum() == pytest.approx(float(importance.r_squared(correlations)), abs=1e-12)
    worth = [
        importance.r_squared(correlations, [d for k in range(3) if s >> k & 1 for d in players[k]]) for s in range(8)
    ]
    assert parts == pytest.approx(importance.shapley(np.array(worth)), abs=1e-12)
    assert importance.lmg_sampled(correlations, players, pairs=400)[0] == pytest.approx(parts, abs=0.02)


def test_sampled_orders_come_with_an_error_that_holds() -> None:
    correlations = correlated(12, 5)
    exact = importance.lmg(correlations)
    parts, error = importance.lmg_sampled(correlations, pairs=500, seed=1)
    assert parts.sum() == pytest.approx(exact.sum(), abs=1e-12)
    assert (np.abs(parts - exact) < 4 * error).all()
    assert error.max() < 0.01
    again, _ = importance.lmg_sampled(correlations, pairs=500, seed=1)
    assert (parts == again).all()
    other, _ = importance.lmg_sampled(correlations, pairs=500, seed=2)
    assert (parts != other).any()


def test_a_singular_matrix_divides_all_the_same() -> None:
    correlations = correlated(3, 2)
    twin = correlations[np.ix_([0, 0, 1, 2, 3], [0, 0, 1, 2, 3])]  # the first driver twice
    parts = importance.lmg(twin)
    assert parts[0] == pytest.approx(parts[1])
    assert parts.sum() == pytest.approx(float(importance.r_squared(correlations)), abs=1e-9)
