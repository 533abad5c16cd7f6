"""The series itself: pooling, missing periods, windows, dates of every kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trends_data import golden, make_days, reference_days

from npsanalysis import (
    DateWarning,
    NPSError,
    SmallGroupWarning,
    UnknownColumnError,
    UnknownNameError,
    nps,
    nps_over_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_estimate_pools_the_answers_of_its_period() -> None:
    # Monday: 10 promoters of 10; Tuesday: 90 detractors of 90. Pooled (10 - 90) / 100, the mean of days would be 0.
    days = make_days([(0, 0, 10), (90, 0, 0)], start="2026-03-02")
    week = nps_over_time(days, "W").iloc[0]
    assert week["nps"] == pytest.approx(-80)
    assert week["n"] == 100
    assert (week["start"], week["end"]) == (pd.Timestamp("2026-03-02"), pd.Timestamp("2026-03-08"))


def test_a_period_without_answers_is_missing_and_not_zero() -> None:
    days = make_days([(1, 3, 8), (0, 0, 0), (2, 2, 8)])
    empty = nps_over_time(days, "D").iloc[1]
    assert empty["n"] == 0
    assert empty["n_effective"] == 0
    assert np.isnan(empty[["nps", "low", "high", "promoters"]].astype(float)).all()


def test_trailing_week_equals_the_reference() -> None:
    case = golden("trend_rolling7")
    rolling = nps_over_time(reference_days(), "D", window=7)
    assert rolling["nps"].head(10).to_numpy() / 100 == pytest.approx(case["pooled_first10"], abs=1e-12)
    assert rolling["nps"].iloc[-1] / 100 == pytest.approx(case["pooled_last"], abs=1e-12)
    assert rolling["n"].head(10).tolist() == case["pooled_n_first10"]
    assert rolling["end"].iloc[0] == pd.Timestamp("2024-01-07")
    assert rolling["start"].iloc[0] == pd.Timestamp("2024-01-01")


def test_weeks_equal_the_reference() -> None:
    # 2024-01-01 is a Monday, so that day // 7 of the reference is the calendar week.
    case = golden("trend_weekly")
    weekly = nps_over_time(reference_days(), "W")
    assert weekly["nps"].to_numpy() / 100 == pytest.approx(case["weekly_nps"], abs=1e-9)
    assert weekly["n"].tolist() == case["weekly_n"]


@pytest.mark.parametrize(
    ("freq", "starts"),
    [("M", ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]), ("Q", ["2026-01-01", "2026-04-01"])],
)
def test_months_and_quarters_are_those_of_the_calendar(freq: str, starts: list[str]) -> None:
    days = pd.DataFrame({"score": [9] * 40, "date": pd.date_range("2026-01-15", "2026-04-02", periods=40)})
    assert nps_over_time(days, freq)["start"].tolist() == [pd.Timestamp(start) for start in starts]


def test_groups_have_a_series_each_over_the_same_periods() -> None:
    days = make_days([(1, 1, 9)] * 21).assign(site="a")
    later = make_days([(9, 1, 1)] * 7, start="2026-03-16").assign(site="b")
    weekly = nps_over_time(pd.concat([days, later]), "W", by="site")
    assert weekly["site"].tolist() == ["a", "a", "a", "b", "b", "b"]
    assert weekly["n"].tolist() == [77, 77, 77, 0, 0, 77]


def test_every_engine_gives_the_same_series() -> None:
    days = reference_days()
    expected = nps_over_time(days, "W")
    for responses in (pl.from_pandas(days), pl.from_pandas(days).lazy(), duckdb.sql("select * from days")):
        pd.testing.assert_frame_equal(nps_over_time(responses, "W"), expected)


def test_weights_are_used_and_can_be_switched_off() -> None:
    days = make_days([(20, 20, 40)]).assign(weight=lambda frame: np.where(frame["score"] > 8, 3.0, 1.0))
    assert nps_over_time(days, "D")["nps"].iloc[0] == pytest.approx(100 * (120 - 20) / 160)
    assert nps_over_time(days, "D", weight=False)["nps"].iloc[0] == pytest.approx(25)
    assert nps_over_time(days, "D")["n_effective"].iloc[0] < 80


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York"])
def test_an_answer_counts_for_the_local_day(zone: str) -> None:
    late = pd.DataFrame({"score": [9] * 10, "date": pd.to_datetime(["2026-03-01 23:30"] * 10).tz_localize(zone)})
    assert nps_over_time(late, "D")["start"].tolist() == [pd.Timestamp("2026-03-01")]


def test_date_objects_will_do() -> None:
    days = pd.DataFrame({"score": [9] * 20, "date": [dt.date(2026, 3, 1)] * 10 + [dt.date(2026, 3, 2)] * 10})
    assert nps_over_time(days, "D")["n"].tolist() == [10, 10]


def test_response_rate_goes_along() -> None:
    days = make_days([(5, 5, 10), (5, 5, 20)])
    asked = pd.DataFrame({"date": pd.date_range("2026-03-02", periods=2), "asked": [100, 60]})
    series = nps_over_time(days, "D", asked=asked)
    assert series["response_rate"].tolist() == [20, 50]
    pooled = nps_over_time(days, "D", window=2, asked=asked)
    assert pooled["response_rate"].tolist() == [100 * 50 / 160]
    with pytest.raises(UnknownColumnError, match="asked"):
        nps_over_time(days, "D", asked=asked.drop(columns="asked"))


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=9).filter(lambda days: sum(days[0]) > 9))
def test_a_window_over_everything_is_the_whole(days: list[tuple[int, int, int]]) -> None:
    frame = make_days([*days, days[0]])
    only = nps_over_time(frame, "D", window=len(days) + 1)
    whole = nps(frame["score"])
    assert only[["nps", "low", "high"]].iloc[0].tolist() == pytest.approx([whole.nps, whole.low, whole.high])
    assert only["n"].tolist() == [whole.n]


def test_answers_without_a_date_are_counted_and_said() -> None:
    days = pd.concat([make_days([(5, 5, 5)]), pd.DataFrame({"score": [10, 10], "date": [pd.NaT, pd.NaT]})])
    with pytest.warns(DateWarning, match="2 answers have no date"):
        assert nps_over_time(days, "D")["n"].sum() == 15


def test_the_future_is_warned_about() -> None:
    with pytest.warns(DateWarning, match="15 answers lie in the future, up to 2999-03-02"):
        nps_over_time(make_days([(5, 5, 5)], start="2999-03-02"), "D")


def test_a_gap_of_months_is_warned_about() -> None:
    days = pd.concat([make_days([(5, 5, 5)] * 3), make_days([(5, 5, 5)] * 3, start="2026-09-01")])
    with pytest.warns(DateWarning, match="no answer between 2026-03-04 and 2026-09-01"):
        nps_over_time(days, "Q")


def test_thin_periods_are_warned_about() -> None:
    with pytest.warns(SmallGroupWarning, match="3 of 3 periods have fewer than 10 answers"):
        nps_over_time(make_days([(1, 1, 1)] * 3), "D")


def _texts(days: pd.DataFrame) -> pd.DataFrame:
    return days.assign(date=days["date"].dt.strftime("%d/%m/%Y"))


def _mixed(days: pd.DataFrame) -> pd.DataFrame:
    dates = days["date"].dt.date.astype(object)
    dates.iloc[3] = "hier"
    return days.assign(date=dates)


def _zones(days: pd.DataFrame) -> pd.DataFrame:
    zones = [pd.Timestamp("2026-03-01", tz="UTC"), pd.Timestamp("2026-03-01", tz="Europe/Paris")]
    return days.head(2).assign(date=pd.Series(zones, dtype=object))


@pytest.mark.parametrize(
    ("spoil", "arguments", "error", "message"),
    [
        (_texts, {}, NPSError, "column 'date' holds String, dates are needed"),
        (_mixed, {}, NPSError, "column 'date' mixes dates with other things, such as 'hier'"),
        (_zones, {}, NPSError, "mixes time zones"),
        (lambda days: days.rename(columns={"date": "dates"}), {}, UnknownColumnError, "did you mean 'dates'"),
        (lambda days: days.assign(date=pd.NaT), {}, NPSError, "no usable score has a date"),
        (lambda days: days.assign(score=np.nan), {}, NPSError, "no usable score has a date"),
        (lambda days: days.assign(start="a"), {"by": "start"}, NPSError, "cannot be called 'start'"),
        (lambda days: days, {"freq": "Y"}, UnknownNameError, "there is no frequency 'Y'"),
        (lambda days: days, {"freq": "D", "window": 0}, NPSError, "whole number of periods from 1 to the 3"),
        (lambda days: days, {"freq": "D", "window": 4}, NPSError, "got 4"),
        (lambda days: days, {"weight": "poids"}, UnknownColumnError, "no column 'poids'"),
    ],
)
def test_what_is_refused(
    spoil: Callable[[pd.DataFrame], pd.DataFrame], arguments: dict[str, Any], error: type[NPSError], message: str
) -> None:
    with pytest.raises(error, match=message):
        nps_over_time(spoil(make_days([(5, 5, 5)] * 3)), **{"freq": "D", **arguments})
