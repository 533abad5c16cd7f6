"""Importance against performance: where the quadrants meet, which side is sure."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from drivers_data import RATINGS, noise, survey

from npsanalysis import NPSError, UnknownColumnError, UnknownNameError, importance_performance, rank_drivers

SCALES = {"a": (1, 5), "c": (1, 5)}


def hand() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a survey of four drivers and a ranking made by hand, one driver for each quadrant."""
    responses = pd.DataFrame({"score": [3, 9, 10, 7] * 25, "a": [1, 2] * 50, "b": [4, 5] * 50})
    responses = responses.assign(c=[2, 1] * 50, d=[5, 4] * 50)
    ranking = pd.DataFrame({"driver": ["a", "b", "c", "d"], "importance": [40.0, 35.0, 15.0, 10.0]})
    return responses, ranking.assign(low=ranking["importance"] - 6, high=ranking["importance"] + 6)


def test_quadrants_by_hand() -> None:
    # On 1-5 the mean 1.5 is 12.5 % of the way up, 4.5 is 87.5 %; the means are 25 % and 50 %.
    quadrants = importance_performance(*hand(), scales=SCALES)
    assert quadrants["performance"].tolist() == [12.5, 87.5, 12.5, 87.5]
    assert quadrants["quadrant"].tolist() == ["concentrate", "keep", "low_priority", "overkill"]
    assert quadrants["importance_at"].tolist() == [25.0] * 4
    assert quadrants["performance_at"].tolist() == [50.0] * 4
    assert quadrants["sure"].all()
    # s = 12.5 with n = 100: 1.96 · 12.5 / 10
    assert quadrants["performance_high"].iloc[0] == pytest.approx(12.5 + 1.96 * 1.25, abs=1e-3)


@pytest.mark.parametrize(
    ("thresholds", "met"),
    [
        ({"importance_at": "median", "performance_at": "median"}, (25.0, 50.0)),
        ({"importance_at": "midpoint", "performance_at": "midpoint"}, (25.0, 50.0)),
        ({"importance_at": 37, "performance_at": 90}, (37.0, 90.0)),
    ],
)
def test_thresholds_are_explicit(thresholds: dict[str, Any], met: tuple[float, float]) -> None:
    quadrants = importance_performance(*hand(), scales=SCALES, **thresholds)
    assert tuple(quadrants[["importance_at", "performance_at"]].iloc[0]) == met
    if met == (37.0, 90.0):
        assert quadrants["quadrant"].tolist() == ["concentrate", "low_priority", "low_priority", "low_priority"]
        assert quadrants["sure"].tolist() == [False, False, True, True]


def test_a_ranking_and_its_groups() -> None:
    groups = {"product": ["quality", "ease"]}
    ranking = rank_drivers(survey(), RATINGS, driver_groups=groups, bootstrap=50)
    quadrants = importance_performance(survey(), ranking, driver_groups=groups)
    assert quadrants["driver"].tolist() == ranking["driver"].tolist()
    expected = 10 * survey()[["quality", "ease"]].mean(axis=1).mean()
    assert quadrants.set_index("driver").loc["product", "performance"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        ({"importance_at": "middle"}, UnknownNameError, "there is no threshold 'middle'"),
        ({"scales": {"z": (1, 5)}}, UnknownColumnError, "no column 'z'"),
        ({"performance_at": 120}, NPSError, "between 0 and 100 percent, got 120"),
        ({"ranking": pd.DataFrame({"driver": ["a"]})}, UnknownColumnError, "'importance'"),
        (
            {"ranking": pd.DataFrame({"driver": ["z"], "importance": 1.0, "low": 1.0, "high": 1.0})},
            UnknownColumnError,
            "'z'",
        ),
        ({"ranking": rank_drivers(noise(0), ["d0", "d1"], bootstrap=0)}, NPSError, "nothing is known to drive"),
    ],
)
def test_bad_inputs_are_named(arguments: dict[str, Any], error: type[NPSError], told: str) -> None:
    responses, ranking = hand()
    with pytest.raises(error, match=told):
        importance_performance(responses, **({"ranking": ranking} | arguments))
