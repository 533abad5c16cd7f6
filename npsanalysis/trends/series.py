"""The score through time: counts pooled by period, and the few things every reader of such a series needs."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.counts import as_keys, count_days, weight_column
from npsanalysis.errors import DateWarning, NPSError, SmallGroupWarning, UnknownColumnError, UnknownNameError
from npsanalysis.estimation import estimate_counts
from npsanalysis.score import ESTIMATE_COLUMNS, SMALL_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from npsanalysis.counts import Weight

FREQUENCIES = {"D": "D", "W": "W-SUN", "M": "M", "Q": "Q-DEC"}
"""Lengths of a period: days, weeks from Monday to Sunday, calendar months and quarters."""

SERIES_COLUMNS = ("start", "end", *ESTIMATE_COLUMNS, "asked", "response_rate")
"""The columns of a series of estimates, after its keys."""

LONG_GAP = 31
"""A stretch of more days than this without an answer is warned about."""


def nps_over_time(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    freq: str = "W",
    *,
    window: int | None = None,
    by: str | Sequence[str] | None = None,
    asked: pd.DataFrame | None = None,
    weight: Weight = None,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Compute the NPS of each day, week, month or quarter, with its interval.

    The answers of a period are pooled, never its daily scores averaged: a day with two answers would weigh as much
    as one with two hundred.

    Parameters
    ----------
    responses
        Responses frame (pandas, Polars, PyArrow, DuckDB, PySpark) with the columns `score` and `date`.
    freq
        `D`, `W` (Monday to Sunday), `M` or `Q`.
    window
        Number of periods pooled in each estimate, the last of them its own; the first `window - 1` periods have no
        full window and are left out. Estimates whose windows overlap are for the eye, not for tests.
    by
        Key column or columns: a series a group, all over the same periods.
    asked
        Frame `date, asked` and the keys: how many people were asked on each day. It adds the columns `asked` and
        `response_rate`.
    weight, level, method
        As for `nps_by`.

    Returns
    -------
    DataFrame
        Estimates: keys…, `start, end` (first and last calendar day), `nps, low, high, n, promoters, passives,
        detractors, n_effective, level, method`; with `asked` also `asked` and `response_rate` (percent). A row
        a period: one without answers is there with `n` 0 and a missing score. The first and the last period may be
        covered in part.

    Warns
    -----
    DateWarning
        If answers have no date (they are left out) or one in the future, or there is none for more than 31 days.
    SmallGroupWarning
        If most periods have fewer than 10 answers.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    UnknownNameError
        If there is no such frequency.
    NPSError
        If the dates are not dates, no answer is usable, or the window is longer than the series.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "score": [10, 9, 8, 2] * 20,
    ...     "date": pd.date_range("2026-03-02", periods=80, freq="6h"),
    ... })
    >>> nps_over_time(frame, "W")[["start", "end", "nps", "n"]]
           start        end   nps   n
    0 2026-03-02 2026-03-08  25.0  28
    1 2026-03-09 2026-03-15  25.0  28
    2 2026-03-16 2026-03-22  25.0  24
    """
    if freq not in FREQUENCIES:
        raise UnknownNameError.of("frequency", freq, FREQUENCIES)
    keys = as_keys(by)
    taken = [key for key in keys if key in SERIES_COLUMNS or key == "date"]
    if taken:
        raise NPSError(f"a group column cannot be called {taken[0]!r}, a column of the result; rename it first.")
    column = weight_column(responses, weight)
    counts = dated(count_days(responses, keys, weight=column))
    _warn_of_gaps(counts)
    first, last = (_period(counts["date"], freq).min(), _period(counts["date"], freq).max())
    width = _width(window, int(last - first) + 1)
    pooled = _pool(counts, freq, width, [*keys, "score"], ["n", "weight", "weight_squared"])
    pooled = pooled[pooled["period"].between(first + width - 1, last)]
    estimates = estimate_counts(pooled, weighted=column is not None, level=level, method=method)
    estimates = estimates.drop(columns=["se", "df"])

    periods = pd.DataFrame({"period": np.arange(first + width - 1, last + 1)})
    grid = counts[keys].drop_duplicates().sort_values(keys).merge(periods, how="cross") if keys else periods
    series = grid.merge(estimates, how="left", on=[*keys, "period"])
    series = series.fillna({"n": 0, "n_effective": 0.0, "level": level, "method": method}).astype({"n": np.int64})
    if asked is not None:
        series = _with_response_rate(series, asked, freq, width, keys)
    small = int((series["n"] < SMALL_GROUP).sum())
    if 2 * small > len(series):
        warnings.warn(
            f"{small} of {len(series)} periods have fewer than {SMALL_GROUP} answers: their scores say little; take "
            "longer periods or a window.",
            SmallGroupWarning,
            stacklevel=2,
        )
    bounds = {
        "start": _periods(series["period"] - width + 1, freq).start_time.as_unit("s"),
        "end": _periods(series["period"], freq).end_time.normalize().as_unit("s"),
    }
    return series.assign(**bounds)[[*keys, *(name for name in SERIES_COLUMNS if name in series or name in bounds)]]


def dated(counts: pd.DataFrame) -> pd.DataFrame:
    """Return daily counts without those that have no date, warning of them and of dates in the future.

    Raises
    ------
    NPSError
        If there is no dated answer.
    """
    missing = counts["date"].isna()
    if counts.loc[~missing, "n"].sum() == 0:
        raise NPSError("no usable score has a date, so there is nothing to follow; check the column 'date'.")
    if missing.any():
        warnings.warn(
            f"{int(counts.loc[missing, 'n'].sum())} answers have no date and are left out.", DateWarning, stacklevel=3
        )
    # A day of grace: it may be tomorrow already where the answers were given.
    tomorrow = pd.Timestamp(dt.datetime.now(tz=dt.UTC).date()) + pd.Timedelta(days=1)
    future = counts["date"] > tomorrow
    if future.any():
        warnings.warn(
            f"{int(counts.loc[future, 'n'].sum())} answers lie in the future, up to {counts['date'].max():%Y-%m-%d}; "
            "check whether day and month were read the right way round.",
            DateWarning,
            stacklevel=3,
        )
    return counts[~missing]


def check_series(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the periods with answers of a series whose periods do not overlap, in order of time.

    Raises
    ------
    UnknownColumnError
        If a column of a series is missing.
    NPSError
        If periods overlap, or none has an answer.
    """
    for column in ("start", "end", *ESTIMATE_COLUMNS):
        if column not in estimates:
            raise UnknownColumnError.of(column, estimates.columns)
    observed = estimates[estimates["n"] > 0].sort_values("start", ignore_index=True)
    if observed.empty:
        raise NPSError("no period of this series has an answer.")
    if (observed["start"].iloc[1:].to_numpy() <= observed["end"].iloc[:-1].to_numpy()).any():
        raise NPSError(
            "the periods of this series overlap, so that they share answers and repeat each other; make it with "
            "nps_over_time without a window, and one row a period and group."
        )
    return observed


def by_series(estimates: pd.DataFrame, function: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Apply a function to each group's checked series and put the keys before its columns.

    Raises
    ------
    NPSError
        If it does for a group, which is named.
    """
    keys = [column for column in estimates.columns if column not in SERIES_COLUMNS]
    if not keys:
        return function(check_series(estimates))
    parts = []
    for group, part in estimates.groupby(keys, sort=False, dropna=False, observed=True):
        try:
            result = function(check_series(part))
        except NPSError as error:
            named = ", ".join(str(value) for value in group)
            raise type(error)(f"in the series of {named}: {error}") from None
        for place, (key, value) in enumerate(zip(keys, group, strict=True)):
            result.insert(place, str(key), value)  # type: ignore[arg-type]
        parts.append(result)
    return pd.concat(parts, ignore_index=True)


def one_answer_variance(estimates: pd.DataFrame) -> float:
    """Return the variance of one answer (−1, 0, 1) about the pooled score of all periods, on −1…1."""
    promoters, detractors = (pooled(estimates, column) / 100 for column in ("promoters", "detractors"))
    return promoters + detractors - (promoters - detractors) ** 2


def pooled(estimates: pd.DataFrame, column: str) -> float:
    """Return the mean of a column of estimates over all answers: exact for unweighted ones."""
    return float(np.average(estimates[column], weights=estimates["n_effective"]))


def as_day(value: object, what: str) -> pd.Timestamp:
    """Return a calendar day.

    Raises
    ------
    NPSError
        If `value` is no date, or one with a time zone.
    """
    try:
        day = pd.Timestamp(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        day = pd.NaT  # type: ignore[assignment]
    if pd.isna(day) or isinstance(value, int | float):
        raise NPSError(f"the {what} must be a date such as '2026-03-17', got {value!r}.")
    if day.tzinfo is not None:
        raise NPSError(
            f"the {what} must be a calendar day without a time zone, got {value!r}; say it in the respondents' time."
        )
    return day.normalize()


def _period(dates: pd.Series[Any], freq: str) -> pd.Series[int]:
    """Return the number of the period each date lies in."""
    return pd.Series(pd.PeriodIndex(dates, freq=FREQUENCIES[freq]).asi8, index=dates.index)


def _periods(numbers: pd.Series[Any], freq: str) -> pd.PeriodIndex:
    """Return the periods of numbers that `_period` gave."""
    return pd.PeriodIndex.from_ordinals(numbers, freq=FREQUENCIES[freq])  # type: ignore[attr-defined,no-any-return]


def _width(window: int | None, periods: int) -> int:
    width = 1 if window is None else window
    if width != int(width) or not 1 <= width <= periods:
        raise NPSError(f"the window must be a whole number of periods from 1 to the {periods} there are, got {window}.")
    return int(width)


def _pool(frame: pd.DataFrame, freq: str, width: int, keys: list[str], sums: list[str]) -> pd.DataFrame:
    """Sum columns over windows of `width` periods: each row counts in its own period and the `width - 1` after it."""
    period = _period(frame["date"], freq)
    copies = pd.concat([frame.assign(period=period + later) for later in range(width)])
    return copies.groupby([*keys, "period"], dropna=False, observed=True, as_index=False)[sums].sum()


def _with_response_rate(
    series: pd.DataFrame, asked: pd.DataFrame, freq: str, width: int, keys: list[str]
) -> pd.DataFrame:
    for column in ("date", "asked", *keys):
        if column not in asked:
            raise UnknownColumnError.of(column, asked.columns)
    asked = asked.assign(date=pd.to_datetime(asked["date"]))
    invited = _pool(asked, freq, width, keys, ["asked"])
    joined = series.merge(invited, how="left", on=[*keys, "period"]).fillna({"asked": 0})
    rate = 100 * joined["n"] / joined["asked"].where(joined["asked"] > 0)
    return joined.astype({"asked": np.int64}).assign(response_rate=rate)


def _warn_of_gaps(counts: pd.DataFrame) -> None:
    days = counts["date"].drop_duplicates().sort_values(ignore_index=True)
    gaps = days.diff().dt.days
    if gaps.max() > LONG_GAP:
        after = int(gaps.idxmax())
        warnings.warn(
            f"there is no answer between {days[after - 1]:%Y-%m-%d} and {days[after]:%Y-%m-%d}: what happened in "
            "between is not known, and a trend across it is a guess.",
            DateWarning,
            stacklevel=3,
        )
