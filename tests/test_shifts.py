"""Unknown shifts: dates found, dates allowed for, nothing found where nothing is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from trends_data import draw_days, industry, make_days, reference_days

from npsanalysis import NPSError, find_shifts, nps_over_time
from npsanalysis.trends.shifts import SHIFT_COLUMNS, gains

USUAL, HURT = (0.15, 0.25, 0.60), (0.35, 0.25, 0.40)


def test_the_release_of_the_reference_is_found() -> None:
    # Released after day 84 (2024-03-24); other tools cut after day 82.
    (found,) = find_shifts(nps_over_time(reference_days(), "D")).itertuples()
    assert abs((found.date - pd.Timestamp("2024-03-25")).days) <= 3
    assert found.date_low <= pd.Timestamp("2024-03-25") <= found.date_high
    assert found.low > 0


def test_a_release_that_costs_forty_points_is_found_within_days() -> None:
    year = draw_days(np.array([USUAL] * 200 + [HURT] * 165), 14, seed=1, start="2025-01-01")
    (found,) = find_shifts(nps_over_time(year, "D")).itertuples()
    assert abs((found.date - pd.Timestamp("2025-07-20")).days) <= 3
    assert found.date_low <= pd.Timestamp("2025-07-20") <= found.date_high
    assert found.low < -40 < found.high
    assert found.n + found.n_reference == len(year)


def test_the_release_of_the_industrial_sample() -> None:
    (found,) = find_shifts(nps_over_time(industry(), "D")).itertuples()
    assert abs((found.date - pd.Timestamp("2025-09-16")).days) <= 3
    assert found.date_low <= pd.Timestamp("2025-09-16") <= found.date_high
    assert found.low < -40 < found.high


def test_two_shifts_are_told_apart() -> None:
    year = draw_days(np.array([USUAL] * 100 + [HURT] * 60 + [USUAL] * 100), 30, seed=4, start="2025-01-01")
    found = find_shifts(nps_over_time(year, "D"))
    assert np.sign(found["difference"]).tolist() == [-1, 1]
    assert abs((found["date"] - pd.to_datetime(["2025-04-11", "2025-06-10"])).dt.days).max() <= 3


def test_a_quiet_year_is_quiet() -> None:
    found = [
        len(find_shifts(nps_over_time(draw_days(np.array([USUAL] * 120), 20, seed=seed), "D"))) for seed in range(20)
    ]
    assert sum(count > 0 for count in found) <= 4  # one in twenty by design


def test_a_cut_by_hand() -> None:
    # Values 0, 0, 6, weights 1, 1, 2: mean 3, one level leaves 36; cut before the last, nothing: gain 36.
    # Cut before the second: levels 0 and (0 + 12) / 3 = 4 leave 16 + 2·4 = 24: gain 12.
    assert gains(np.array([0.0, 0.0, 6.0]), np.array([1.0, 1.0, 2.0])) == pytest.approx([12, 36])


def test_days_without_answers_do_not_shift() -> None:
    days = make_days([(5, 5, 10)] * 20 + [(0, 0, 0)] * 10 + [(5, 5, 10)] * 20)
    found = find_shifts(nps_over_time(days, "D"))
    assert found.empty
    assert tuple(found.columns) == SHIFT_COLUMNS


def test_the_search_repeats_itself() -> None:
    estimates = nps_over_time(reference_days(), "D")
    pd.testing.assert_frame_equal(find_shifts(estimates), find_shifts(estimates))


def test_groups_are_searched_apart() -> None:
    quiet = make_days([(2, 3, 9)] * 40).assign(site="quiet")
    hurt = make_days([(2, 3, 9)] * 20 + [(9, 3, 2)] * 20).assign(site="hurt")
    found = find_shifts(nps_over_time(pd.concat([quiet, hurt]), "D", by="site"))
    assert found["site"].tolist() == ["hurt"]
    assert found["date"].tolist() == [pd.Timestamp("2026-03-22")]
    assert found["difference"].tolist() == pytest.approx([-100])


def test_the_group_that_cannot_be_searched_is_named() -> None:
    days = pd.concat([make_days([(2, 3, 9)] * 40).assign(site="long"), make_days([(2, 3, 9)] * 5).assign(site="short")])
    with pytest.raises(NPSError, match="in the series of short: to find a shift at least 14 periods"):
        find_shifts(nps_over_time(days, "D", by="site"))


@pytest.mark.parametrize(
    ("days", "arguments", "message"),
    [
        ([(5, 5, 5)], {}, "at least 14 periods with answers are needed .* got 1"),
        ([(5, 5, 5)] * 20, {"at_least": 1}, "a level needs at least 2 periods, got at_least=1"),
        ([(5, 5, 5)] * 20, {"level": 95}, "the confidence level must lie between 0 and 1"),
    ],
)
def test_what_is_refused(days: list[tuple[int, int, int]], arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(NPSError, match=message):
        find_shifts(nps_over_time(make_days(days), "D"), **arguments)
