"""Penalty and reward: the reference, planted kinds of factors, cuts, Tétraclasse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from drivers_data import RATINGS, golden, survey
from scipy import stats

from npsanalysis import DriverError, NPSError, UnknownColumnError, driver_notes, penalty_reward
from npsanalysis.drivers.penalty import COLUMNS, default_cuts


def kano(n: int = 2000, seed: int = 1) -> pd.DataFrame:
    """Return a survey with a must-be, a linear, a delighting and an idle driver, rated 1 to 5."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(1, 6, (n, 4)), columns=["must", "linear", "delight", "idle"])
    low, high = frame <= 3, frame == 5
    score = 7 - 1.5 * low["must"] - 1.2 * low["linear"] + 1.2 * high["linear"] + 1.5 * high["delight"]
    return frame.assign(score=np.clip(np.round(score + rng.normal(0, 1, n)), 0, 10))


def test_estimates_equal_the_reference() -> None:
    expected = golden("kda_prca_synth")
    contrasts = penalty_reward(survey(), RATINGS).set_index("driver")
    assert (contrasts["n"] == 912).all()
    assert (contrasts["low_most"] == 6).all()
    assert (contrasts["high_least"] == 9).all()
    for name in ("penalty", "reward"):
        assert contrasts[name].to_dict() == pytest.approx(expected[name], abs=1e-9, rel=1e-7)
        # The interval is a t interval with n − 13 degrees of freedom: its width gives the p-value back.
        se = (contrasts[f"{name}_high"] - contrasts[name]) / stats.t.ppf(0.975, 899)
        p_values = pd.Series(2 * stats.t.sf(np.abs(contrasts[name] / se), 899), index=contrasts.index)
        assert p_values.to_dict() == pytest.approx(expected[f"{name}_p"], rel=1e-7)
    assert contrasts["asymmetry"].to_dict() == pytest.approx(expected["impact_asymmetry"], abs=1e-9, rel=1e-7)
    assert contrasts.loc["ease", ["factor", "tetraclasse"]].tolist() == ["basic", "basic"]


def test_planted_factors_are_recognised() -> None:
    contrasts = penalty_reward(kano(), ["must", "linear", "delight", "idle"])
    assert tuple(contrasts.columns) == COLUMNS
    assert contrasts["factor"].tolist() == ["basic", "performance", "excitement", "unclear"]
    assert contrasts["tetraclasse"].tolist() == ["basic", "key", "plus", "secondary"]
    assert contrasts["balance"].to_numpy() == pytest.approx((contrasts["penalty"] + contrasts["reward"]).to_numpy())
    assert driver_notes(contrasts, lang="fr")[-1].startswith("C’est une association")


def test_weights_enter_and_their_scale_does_not() -> None:
    frame = survey(weighted=True)
    once, scaled = (penalty_reward(frame.assign(weight=frame["weight"] * k), RATINGS) for k in (1, 1000))
    pd.testing.assert_frame_equal(once, scaled)
    even = penalty_reward(frame.assign(weight=2.0), RATINGS)
    plain = penalty_reward(frame, RATINGS, weight=False)
    assert even["penalty"].to_numpy() == pytest.approx(plain["penalty"].to_numpy())
    assert (once["penalty"] != plain["penalty"]).all()


@pytest.mark.parametrize(
    ("ratings", "cuts"),
    [
        ([0, 5, 10], (6, 9)),
        ([1, 3, 5], (3, 5)),
        ([1, 2, 3], (1, 3)),
        ([1, 2, 4], (2, 4)),
        ([1, 6, 7], (4, 7)),
        ([np.nan, 8, 10], (6, 9)),
    ],
)
def test_default_cuts(ratings: list[float], cuts: tuple[float, float]) -> None:
    assert default_cuts(np.array(ratings, dtype=float)) == cuts


def test_cuts_may_be_set() -> None:
    contrasts = penalty_reward(kano(), ["must", "idle"], cuts={"idle": (1, 4)})
    assert contrasts[["low_most", "high_least"]].to_numpy().tolist() == [[3, 5], [1, 4]]


def test_a_touchpoint_of_some_is_measured_among_its_users() -> None:
    frame = kano()
    frame["delight"] = frame["delight"].astype(object).where(frame.index % 2 == 0, "N/A")
    contrasts = penalty_reward(frame, ["must", "delight"])
    assert contrasts["n"].tolist() == [2000, 1000]
    assert contrasts["factor"].tolist() == ["basic", "excitement"]
    empty = frame.replace({"delight": {"N/A": None}}).astype({"delight": float})
    pd.testing.assert_frame_equal(penalty_reward(empty, ["must", "delight"], routed=["delight"]), contrasts)


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        ({"drivers": ["must", "said"]}, DriverError, "driver 'said' needs low, middle and high ratings"),
        ({"cuts": {"idle": (0, 5)}}, DriverError, "'idle' needs .* got none that is low"),
        ({"cuts": {"idel": (1, 5)}}, UnknownColumnError, "did you mean 'idle'"),
        ({"level": 1.5}, NPSError, "confidence level"),
        ({"drivers": ["must", "must"]}, DriverError, "'must' twice"),
    ],
)
def test_bad_inputs_are_named(arguments: dict[str, Any], error: type[NPSError], told: str) -> None:
    frame = kano().assign(said=lambda f: np.where(f["must"] > 2, "oui", "non"))
    with pytest.raises(error, match=told):
        penalty_reward(frame, **({"drivers": ["must", "idle"]} | arguments))


def test_too_few_answers_for_so_many_dummies() -> None:
    frame = pd.DataFrame({"score": [2, 5, 9, 10, 7], "a": [1, 3, 5, 4, 3], "b": [5, 1, 4, 3, 3]})
    with pytest.raises(DriverError, match="5 answers do not suffice to tell 4 effects apart"):
        penalty_reward(frame, ["a", "b"], cuts={"a": (2, 4), "b": (2, 4)})
