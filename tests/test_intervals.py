from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from golden import assert_near, case_id, cases, cases_of, counts_of
from hypothesis import given
from hypothesis import strategies as st

from npsanalysis import INTERVALS
from npsanalysis.errors import NPSError, UnknownNameError
from npsanalysis.intervals import PSEUDO_COUNTS, adjusted_wald, get_interval, normal_quantile, score, wald

COVERAGE = runpy.run_path(str(Path(__file__).parents[1] / "measurements" / "coverage.py"))

SKIPPED = {
    "ci_exact": "the exact unconditional interval takes seconds a call and is not built",
    "ci_bootstrap_percentile": "the percentile bootstrap covers badly and is not built",
    "bayes_dirichlet": "the posterior of one score is not built (groups are shrunken instead)",
}

counts = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)).filter(lambda each: sum(each) > 0)
methods = st.sampled_from(sorted(INTERVALS))


@pytest.mark.parametrize("case", cases_of("01_nps_point_and_intervals", "wald_ci_counts"), ids=case_id)
def test_wald_equals_r_nps(case: dict[str, Any]) -> None:
    low, high = wald(*counts_of(case["inputs"]), level=case["inputs"]["conf"])
    expected = np.clip([case["expected"]["low"], case["expected"]["high"]], -1, 1)
    assert_near([low, high], expected, case)


@pytest.mark.parametrize("case", cases_of("01_nps_point_and_intervals", "adjusted_wald_ci"), ids=case_id)
def test_adjusted_wald_equals_r_nps(case: dict[str, Any]) -> None:
    assert case["inputs"]["pseudo"]["tri3"] == list(PSEUDO_COUNTS)
    bounds = adjusted_wald(*counts_of(case["inputs"]), level=case["inputs"]["conf"])
    tri3 = case["expected"]["tri3"]
    expected = [tri3["low"], tri3["high"]] if isinstance(tri3, dict) else tri3[-2:]
    assert_near(bounds, np.clip(expected, -1, 1), case)


@pytest.mark.parametrize("case", cases_of("01_nps_point_and_intervals", "score_ci"), ids=case_id)
def test_score_equals_propcis(case: dict[str, Any]) -> None:
    bounds = score(*counts_of(case["inputs"]), level=case["inputs"]["conf"])
    assert_near(bounds, [case["expected"]["low"], case["expected"]["high"]], case)


@pytest.mark.parametrize("case", cases_of("02_other_intervals", "ci_other"), ids=case_id)
def test_score_equals_ratesci(case: dict[str, Any]) -> None:
    # Of the five methods of these cases (Agresti-Min, Bonett-Price, Tango, SCAS, t) Tango's is built here;
    # the t interval is tested with `nps(method="linearised")`.
    assert_near(score(*counts_of(case["inputs"]), level=0.95), case["expected"]["tango"], case)


def test_every_reference_case_is_built_or_skipped_for_a_reason() -> None:
    built = {"nps/variance/se/wald_ci", "wald_ci_counts", "adjusted_wald_ci", "score_ci", "ci_other"}
    every = {case["method"] for name in ("01_nps_point_and_intervals", "02_other_intervals") for case in cases(name)}
    assert every - built == set(SKIPPED)


@pytest.mark.parametrize(
    ("method", "n", "least"),
    [
        ("adjusted_wald", 10, 0.91),
        ("adjusted_wald", 30, 0.94),
        ("adjusted_wald", 100, 0.945),
        ("adjusted_wald", 1000, 0.948),
        *(("score", n, 0.945) for n in (10, 30, 100, 1000)),
    ],
)
def test_coverage_by_enumeration(method: str, n: int, least: float) -> None:
    covered = COVERAGE["coverage"](method, n)
    assert len(covered) >= 12
    assert covered.min() >= least
    if method == "adjusted_wald":
        assert 0.945 <= covered.mean() <= 0.965


def test_table_in_the_docstring_is_the_measured_one() -> None:
    from npsanalysis import intervals

    for method in INTERVALS:
        row = next(line for line in intervals.__doc__.splitlines() if line.split()[:1] == [method])
        for n, cell in zip((10, 30, 100), row.split(maxsplit=1)[1].split("  "), strict=False):
            covered = COVERAGE["coverage"](method, n)
            assert cell.strip() == f"{covered.min():.3f} / {covered.mean():.3f}"


@given(counts, methods, st.floats(0.5, 0.999))
def test_swapping_promoters_and_detractors_negates(each: tuple[int, int, int], method: str, level: float) -> None:
    d, s, p = each
    low, high = INTERVALS[method](d, s, p, level)
    swapped_low, swapped_high = INTERVALS[method](p, s, d, level)
    assert np.allclose([low, high], [-swapped_high, -swapped_low], atol=1e-9)


@given(counts, methods, st.floats(0.5, 0.99), st.floats(0.001, 0.009))
def test_intervals_are_nested_in_the_level(each: tuple[int, int, int], method: str, level: float, more: float) -> None:
    low, high = INTERVALS[method](*each, level)
    wider_low, wider_high = INTERVALS[method](*each, level + more)
    assert wider_low <= low + 1e-12
    assert high <= wider_high + 1e-12


@given(counts, methods)
def test_bounds_stay_on_the_scale_and_in_order(each: tuple[int, int, int], method: str) -> None:
    low, high = INTERVALS[method](*each, 0.95)
    assert -1 <= low <= high <= 1


@given(counts, methods)
def test_arrays_give_what_single_counts_give(each: tuple[int, int, int], method: str) -> None:
    one = INTERVALS[method](*each, 0.95)
    many = INTERVALS[method](*(np.array([count, count + 1]) for count in each), 0.95)
    assert np.allclose([one[0], one[1]], [many[0][0], many[1][0]])


def test_all_alike_is_not_certain() -> None:
    # Score: lower bound of n promoters is (n − z²) / (n + z²), with z² = 3.8415 and n = 10: 6.1585 / 13.8415.
    assert score(0, 0, 10, 0.95)[0] == pytest.approx(0.44493, abs=1e-5)
    # n passives: ± z² / (n + z²) = 3.8415 / 13.8415.
    assert np.allclose(score(0, 10, 0, 0.95), [-0.27753, 0.27753], atol=1e-5)
    assert adjusted_wald(0, 0, 10, 0.95)[0] < 0.7
    assert wald(0, 0, 10, 0.95)[0] == 1


def test_names_and_levels_are_checked() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'score'"):
        get_interval("scor")
    for level in (0, 1, 95, -0.1, float("nan")):
        with pytest.raises(NPSError, match="between 0 and 1"):
            normal_quantile(level)
