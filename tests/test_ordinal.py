"""Proportional odds: MASS and ordinal on the housing data, and Brant's test."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drivers_data import RATINGS, REFERENCE, golden, survey

from npsanalysis import DriverError, driver_notes, proportional_odds


def housing() -> pd.DataFrame:
    """Return the housing data an answer a row: Low, Medium and High as detractor, passive and promoter."""
    table = pd.read_csv(REFERENCE / "housing.csv")
    table = table.loc[table.index.repeat(table["Freq"])].reset_index(drop=True)
    dummies = {
        f"{column}{level}": table[column] == level
        for column, levels in {"Infl": ["Medium", "High"], "Type": ["Apartment", "Atrium", "Terrace"]}.items()
        for level in levels
    }
    dummies["ContHigh"] = table["Cont"] == "High"
    return pd.DataFrame(dummies).assign(score=table["Sat"].map({"Low": 3, "Medium": 7, "High": 10}))


def test_model_equals_the_reference() -> None:
    expected = golden("kda_polr_housing")
    odds = proportional_odds(housing(), list(expected["coef"])).set_index("driver")
    assert odds["log_odds"].to_dict() == pytest.approx(expected["coef"], abs=1e-5, rel=1e-5)
    assert odds["se"].to_dict() == pytest.approx(
        {name: expected["se"][name] for name in odds.index}, abs=1e-5, rel=1e-5
    )
    assert odds.attrs["thresholds"] == pytest.approx(list(expected["thresholds"].values()), abs=1e-5, rel=1e-5)
    assert odds.attrs["log_likelihood"] == pytest.approx(expected["loglik"], abs=1e-5)
    assert -2 * odds.attrs["log_likelihood"] == pytest.approx(3479.149, abs=1e-3)  # Venables & Ripley 2002, 7.3
    assert odds["odds_ratio"].to_numpy() == pytest.approx(np.exp(odds["log_odds"]).to_numpy())


def test_the_cut_of_promoters_equals_the_logistic_reference() -> None:
    expected = golden("kda_logit_shapley_pro")["coef"]
    odds = proportional_odds(survey(), RATINGS).set_index("driver")
    assert odds["log_odds_promoter"].to_dict() == pytest.approx({name: expected[name] for name in RATINGS}, abs=1e-6)


def one_ladder(n: int, seed: int, *, bent: float = 0.0) -> pd.DataFrame:
    """Return answers from a proportional odds model; `bent` adds to the effect on being a promoter only."""
    rng = np.random.default_rng(seed)
    x, z = rng.integers(1, 6, (2, n))
    chance = rng.random(n)
    low = 1 / (1 + np.exp(0.8 + 0.5 * (x - 3)))
    high = 1 / (1 + np.exp(-0.6 + (0.5 + bent) * (x - 3)))
    return pd.DataFrame(
        {"score": np.where(chance < low, 3, np.where(chance < np.maximum(high, low), 7, 10)), "x": x, "z": z}
    )


def test_brants_test_keeps_its_level_and_sees_a_bend() -> None:
    # 60 surveys of 400 answers where the odds are proportional: about 5 % of 120 tests should say otherwise.
    straight = [proportional_odds(one_ladder(400, seed), ["x", "z"])["p_proportional"] for seed in range(60)]
    assert 0.01 <= np.mean(np.array(straight) < 0.05) <= 0.1
    bent = proportional_odds(one_ladder(1500, 1, bent=-0.4), ["x", "z"])
    assert bent["p_proportional"].iloc[0] < 1e-6
    assert bent["p_proportional"].iloc[1] > 0.05
    assert bent.attrs["notes"][0]["note"] == "not_proportional"
    assert driver_notes(bent)[0].startswith("The effects differ between the two cuts")


def test_unused_weights_are_said() -> None:
    codes = [note["note"] for note in proportional_odds(survey(weighted=True), RATINGS).attrs["notes"]]
    assert "unweighted" in codes


def test_all_three_categories_are_needed() -> None:
    frame = survey()
    with pytest.raises(DriverError, match="need detractors, passives and promoters"):
        proportional_odds(frame[frame["score"] > 6], RATINGS)


def test_a_driver_that_separates_is_named() -> None:
    frame = pd.DataFrame({"score": [3, 7, 9, 10] * 20, "x": [1, 2, 4, 5] * 20, "y": [1, 3, 2] * 26 + [1, 3]})
    with pytest.raises(DriverError, match="driver 'x' tells some categories apart without exception"):
        proportional_odds(frame, ["x", "y"])
    never_detractor = frame.assign(x=[0, 1, 1, 1] * 20).replace({"score": {7: 8}})
    never_detractor.loc[::7, "x"] = 1
    with pytest.raises(DriverError, match="driver 'x' tells some categories apart"):
        proportional_odds(never_detractor, ["x", "y"])
