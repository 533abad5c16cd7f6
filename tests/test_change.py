"""What a better rating might be worth: by hand, with others held, and its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from drivers_data import survey

from npsanalysis import DriverError, NPSError, driver_notes, nps, simulate_change


@pytest.fixture
def hand() -> pd.DataFrame:
    # 20 rate 1 (all detractors), 30 rate 2 (10 promoters, 20 passives), 50 rate 4 (30 promoters, 20 detractors).
    scores = [2] * 20 + [9] * 10 + [7] * 20 + [10] * 30 + [5] * 20
    return pd.DataFrame({"score": scores, "delivery": [1] * 20 + [2] * 30 + [4] * 50})


def test_change_by_hand(hand: pd.DataFrame) -> None:
    # NPS 40 − 40 = 0. Those at 4 have +20; the 20 at 1 rise from −100, the 30 at 2 fall from +33.3.
    row = simulate_change(hand, "delivery", at_most=1, to=4).iloc[0]
    assert (row["share"], row["nps"], row["change"]) == pytest.approx((20, 0, 0.2 * 120))
    both = simulate_change(hand, "delivery", at_most=2, to=4, bootstrap=0).iloc[0]
    assert both["change"] == pytest.approx(0.2 * 120 - 0.3 * (100 / 3 - 20))
    assert np.isnan(both["low"])


def test_interval_holds_its_estimate_and_is_reproducible(hand: pd.DataFrame) -> None:
    once, again = (simulate_change(hand, "delivery", at_most=1, to=4, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)
    row = once.iloc[0]
    assert row["change_low"] < row["change"] < row["change_high"]
    assert row["low"] < row["nps_after"] < row["high"]


def test_interval_is_about_as_wide_as_refits_say() -> None:
    frame = survey()
    row = simulate_change(frame, "ease", at_most=5, to=8, given=["quality"]).iloc[0]
    resampled = [frame.sample(frac=1, replace=True, random_state=seed) for seed in range(100)]
    changes = [
        simulate_change(each, "ease", at_most=5, to=8, given=["quality"], bootstrap=0)["change"].iloc[0]
        for each in resampled
    ]
    assert (row["change_high"] - row["change_low"]) / (2 * 1.96) == pytest.approx(np.std(changes), rel=0.3)


def test_other_drivers_may_be_held() -> None:
    alone = simulate_change(survey(), "ease", at_most=5, to=8, bootstrap=0)
    held = simulate_change(survey(), "ease", at_most=5, to=8, given=["quality", "service"], bootstrap=0)
    assert 0 < held["change"].iloc[0] < alone["change"].iloc[0]
    assert "rate the rest alike" in driver_notes(held)[0]
    assert alone["nps"].iloc[0] == pytest.approx(nps(survey()["score"]).nps)


def test_the_sentence_says_that_it_is_association(hand: pd.DataFrame) -> None:
    told = driver_notes(simulate_change(hand, "delivery", at_most=1, to=4, bootstrap=0))
    assert told[0].startswith("If the 20% of the answers that rate “delivery” 1 or less rated it 4, and scored like")
    assert told[0].endswith("the NPS would be +24.0 instead of 0.0.")
    assert told[1].startswith("This is association, not cause")
    french = driver_notes(simulate_change(hand, "delivery", at_most=1, to=4), lang="fr")
    assert french[0].endswith("le NPS serait de +24,0 au lieu de 0,0.")
    assert len(french) == 3


def test_weights_enter_and_their_scale_does_not() -> None:
    frame = survey(weighted=True)
    once, scaled = (
        simulate_change(frame.assign(weight=frame["weight"] * k), "ease", at_most=5, to=8, bootstrap=60)
        for k in (1, 50)
    )
    pd.testing.assert_frame_equal(once, scaled)


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        ({"at_most": 4, "to": 2}, DriverError, "a better rating lies above"),
        ({"at_most": 0}, DriverError, "no answer rates 'delivery' 0 or less; the lowest rating is 1"),
        ({"to": 5}, DriverError, "at least 10 answers must rate 'delivery' 5 .* got 0; .* enough answers are 2, 4"),
        ({"given": ["delivery"]}, DriverError, "'delivery' twice"),
        ({"bootstrap": 3}, NPSError, "at least 50 resamples"),
        ({"level": 0}, NPSError, "confidence level"),
    ],
)
def test_bad_inputs_are_named(hand: pd.DataFrame, arguments: dict[str, Any], error: type[NPSError], told: str) -> None:
    with pytest.raises(error, match=told):
        simulate_change(hand, "delivery", **({"at_most": 1, "to": 4} | arguments))
