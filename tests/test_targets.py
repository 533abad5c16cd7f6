"""Slopes and goals: the reference's tests, worked examples, limits of what can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri
from trends_data import golden, make_days, reference_days

from npsanalysis import NPSError, measure_trend, nps_over_time, target, track_target
from npsanalysis.trends.targets import answers_to_prove

if TYPE_CHECKING:
    from collections.abc import Callable


def weekly(weeks: list[tuple[int, int, int]]) -> pd.DataFrame:
    """Make a weekly series of one (detractors, passives, promoters) triple a week, all given on Mondays."""
    days = [day for week in weeks for day in (week, *[(0, 0, 0)] * 6)]
    return nps_over_time(make_days(days), "W")


def test_the_three_trends_equal_the_reference() -> None:
    case = golden("trend_weekly")
    trend = measure_trend(nps_over_time(reference_days(), "W")).set_index("method")
    line = trend.loc["weighted_line"]
    assert line["slope"] == pytest.approx(case["wls_slope"] * 100 * 30 / 7, rel=1e-7)
    assert line["slope"] / line["statistic"] == pytest.approx(case["wls_slope_se"] * 100 * 30 / 7, rel=1e-7)
    assert line["p_value"] == pytest.approx(case["wls_slope_p"], rel=1e-7)
    assert trend.loc["kendall", "statistic"] == pytest.approx(case["kendall_tau"], rel=1e-7)
    assert trend.loc["kendall", "p_value"] == pytest.approx(case["kendall_p"], rel=1e-7)
    assert trend.loc["cochran_armitage", "statistic"] == pytest.approx(
        case["cochran_armitage_promoters_chi2"], rel=1e-7
    )
    assert trend.loc["cochran_armitage", "p_value"] == pytest.approx(case["cochran_armitage_p"], rel=1e-7)


def test_a_level_series_has_no_trend() -> None:
    trend = measure_trend(weekly([(10, 20, 30)] * 6)).set_index("method")
    assert trend.loc["weighted_line", "slope"] == pytest.approx(0, abs=1e-9)


def test_what_a_goal_takes() -> None:
    # 20 %, 30 %, 50 % of 400: +30, and +45 is 15 points off. Promoters 50 + 15 from passives, or detractors 20 - 15.
    goal = target(weekly([(80, 120, 200)] * 5), 45, "2026-06-30").iloc[0]
    assert goal["nps"] == pytest.approx(30)
    assert goal["distance"] == pytest.approx(15)
    assert goal["promoters_needed"] == pytest.approx(65)
    assert goal["detractors_allowed"] == pytest.approx(5)
    assert goal["moves_per_100"] == pytest.approx(15)


def test_a_goal_that_one_side_cannot_reach() -> None:
    # 25 points: only 20 % are detractors; 30 % passives are enough. 35 points: neither is.
    estimates = weekly([(80, 120, 200)] * 5)
    goal = target(estimates, 55, "2026-06-30").iloc[0]
    assert goal["promoters_needed"] == pytest.approx(75)
    assert np.isnan(goal["detractors_allowed"])
    assert target(estimates, 65, "2026-06-30")[["promoters_needed", "detractors_allowed"]].isna().all(axis=None)


def test_a_goal_already_behind_takes_nothing() -> None:
    assert target(weekly([(80, 120, 200)] * 5), 20, "2026-06-30")["moves_per_100"].iloc[0] == 0


def test_answers_to_prove_a_move() -> None:
    # R pwr 1.3.0, pwr.norm.test: one sample, greater, 10 points, power .8, one-sided .05, variance .61: 377.136.
    quantiles = ndtri(0.95) + ndtri(0.8)
    assert answers_to_prove(10, 0.61, 0.61, np.inf, quantiles) == 378
    # R power.t.test's normal counterpart: two groups of 957.563 each at two-sided .05.
    both = ndtri(0.975) + ndtri(0.8)
    assert answers_to_prove(10, 0.61, 0.61, 957.563327590588, both) == 958
    assert np.isnan(answers_to_prove(10, 0.61, 0.61, 300, both))


def test_the_line_and_its_odds() -> None:
    rising = weekly([(50 - 5 * week, 50, 100 + 5 * week) for week in range(6)])
    near, far = (target(rising, value, "2026-05-10").iloc[0] for value in (60, 90))
    assert near["slope"] == pytest.approx(5 * 30 / 7)
    # Weeks are placed at their middle, Thursday; 2026-05-10 is 66 days after that of the first week: 25 + 66 · 5 / 7.
    assert near["projected"] == pytest.approx(25 + 66 * 5 / 7)
    assert near["probability"] > 99
    assert far["probability"] < 1


def test_a_short_series_has_no_projection() -> None:
    goal = target(weekly([(80, 120, 200)] * 3), 45, "2026-06-30")
    assert goal[["slope", "projected", "projected_low", "projected_high", "probability"]].isna().all(axis=None)
    assert goal["distance"].notna().all()


def test_the_plan_runs_straight() -> None:
    plan = track_target(weekly([(200, 300, 500), (150, 250, 600), (300, 400, 300)]), 60, "2026-03-29")
    # From +30 at the end of week one (8 March) to +60 three weeks later: 40 and 50 on the way.
    assert plan["planned"].tolist() == pytest.approx([30, 40, 50])
    assert plan["gap"].tolist() == pytest.approx([0, 5, -50])
    assert plan["status"].tolist() == ["on course", "ahead", "behind"]


def test_the_plan_may_start_later_and_ends_at_the_goal() -> None:
    plan = track_target(weekly([(200, 300, 500)] * 4), 60, "2026-03-22", since="2026-03-11")
    assert plan["start"].iloc[0] == pd.Timestamp("2026-03-09")
    assert plan["planned"].tolist() == pytest.approx([30, 60, 60])


def test_groups_have_a_goal_each() -> None:
    days = pd.concat([make_days([(2, 3, 5)] * 35).assign(site=site) for site in "ab"])
    goals = target(nps_over_time(days, "W", by="site"), 50, "2026-06-30")
    assert goals["site"].tolist() == ["a", "b"]


SERIES = weekly([(80, 120, 200)] * 5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: target(SERIES, 150, "2026-06-30"), "between -100 and 100 points, got a goal of 150"),
        (lambda: target(SERIES, float("nan"), "2026-06-30"), "got a goal of nan"),
        (lambda: target(SERIES, 45, "2026-04-01"), r"\(2026-04-01\) must lie after the last period"),
        (lambda: target(SERIES, 45, "demain"), "the deadline must be a date"),
        (lambda: target(SERIES, 45, "2026-06-30", power=80), "the power must lie between 0 and 1"),
        (lambda: track_target(SERIES, 45, "2026-03-05"), "must lie after the plan's first period"),
        (lambda: track_target(SERIES, 45, "2026-06-30", since="2027-01-01"), "holds the start of the plan, 2027-01-01"),
        (lambda: measure_trend(weekly([(80, 120, 200)] * 3)), "a trend needs at least 4 periods with answers, got 3"),
    ],
)
def test_what_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(NPSError, match=message):
        call()
