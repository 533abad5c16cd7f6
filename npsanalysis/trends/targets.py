"""A goal in numbers: how far, what it takes, how likely, and whether one is on course."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import t as student

from npsanalysis.errors import NPSError
from npsanalysis.intervals import normal_quantile
from npsanalysis.trends.series import as_day, by_series
from npsanalysis.trends.slope import LEAST_PERIODS, SLOPE_DAYS, days_of, fit_line

AHEAD, ON_COURSE, BEHIND = "ahead", "on course", "behind"
"""What `track_target` says of a period; `on course` means not distinguishable from the plan."""


def target(
    estimates: pd.DataFrame, value: float, deadline: object, *, level: float = 0.95, power: float = 0.8
) -> pd.DataFrame:
    """Turn "an NPS of `value` by `deadline`" into numbers.

    Parameters
    ----------
    estimates
        Series of `nps_over_time`, without a window; its last period with answers is where one stands.
    value
        The goal, in points.
    deadline
        The day by which it is to be reached, after the series' end.
    level, power
        Of the proof: the two-sided level at which the move is to be shown, and the probability of showing it.

    Returns
    -------
    DataFrame
        keys…, one row: `value, deadline, end` (of the last period), `nps, low, high, n`;
        `distance` (points to go);
        `promoters_needed`: the share of promoters that reaches the goal if the detractors stay (won from passives);
        `detractors_allowed`: the share of detractors that does if the promoters stay (missing where there are not
        enough people to win over: the goal then takes both);
        `moves_per_100`: steps up by one category (detractor to passive, passive to promoter) needed in 100 answers;
        `answers_needed`: answers at the deadline that would prove the move from today's score with probability
        `power`, today's own error included (missing if today's answers are too few for any number to do);
        `slope` (points per 30 days), `projected, projected_low, projected_high` (where the straight line through all
        periods leads) and `probability` (percent) that the line is at the goal or beyond; all missing with fewer
        than 4 periods. The line is a guess about the future: the interval holds its sampling error, not a change of
        course.

    Raises
    ------
    NPSError
        If the goal is off the scale, or the deadline does not lie after the last period.

    Examples
    --------
    >>> from npsanalysis import nps_over_time
    >>> scores = [[10] * (100 + 5 * week) + [8] * 50 + [3] * (50 - 5 * week) for week in range(6)]
    >>> dates = [pd.Timestamp("2026-03-02") + pd.Timedelta(weeks=w) for w in range(6) for _ in scores[w]]
    >>> estimates = nps_over_time(pd.DataFrame({"score": sum(scores, []), "date": dates}), "W")
    >>> goal = target(estimates, 70, "2026-05-10")
    >>> goal[["nps", "distance", "moves_per_100", "answers_needed", "projected"]].round(1).iloc[0].tolist()
    [50.0, 20.0, 20.0, 193.0, 72.1]
    """
    quantiles = normal_quantile(level) + _power_quantile(power)
    _check_value(value)
    day = as_day(deadline, "deadline")
    return by_series(estimates, lambda series: _goal(series, value, day, level, quantiles))


def track_target(
    estimates: pd.DataFrame, value: float, deadline: object, *, since: object | None = None
) -> pd.DataFrame:
    """Set each period beside the straight plan that leads to the goal.

    Parameters
    ----------
    estimates
        Series of `nps_over_time`.
    value, deadline
        The goal, as for `target`.
    since
        A day of the period in which the plan starts, with that period's score; by default the first.

    Returns
    -------
    DataFrame
        keys…, `start, end, nps, low, high, n, planned, gap, status`, a row a period from the plan's start on. `status`
        is `ahead` or `behind` where the interval lies wholly above or below the plan, else `on course`.

    Raises
    ------
    NPSError
        If the goal is off the scale, the deadline does not lie after the plan's start, or no period holds `since`.

    Examples
    --------
    >>> from npsanalysis import nps_over_time
    >>> dates = pd.date_range("2026-03-02", periods=3, freq="W-MON").repeat(100)
    >>> frame = pd.DataFrame({"score": ([10] * 60 + [3] * 40) * 3, "date": dates})
    >>> track_target(nps_over_time(frame, "W"), 80, "2026-03-22")[["nps", "planned", "status"]]
        nps  planned     status
    0  20.0     20.0  on course
    1  20.0     50.0     behind
    2  20.0     80.0     behind
    """
    _check_value(value)
    day = as_day(deadline, "deadline")
    first = None if since is None else as_day(since, "start of the plan")
    return by_series(estimates, lambda series: _plan(series, value, day, first))


def answers_to_prove(
    distance: float, variance: float, variance_today: float, n_today: float, quantiles: float
) -> float:
    """Return the answers that show a move of `distance` points, missing if today's own error forbids it.

    The variances are those of one answer on −1…1; `quantiles` is the sum of the normal quantiles of level and power.
    """
    room = (distance / 100 / quantiles) ** 2 - variance_today / n_today
    return float(np.ceil(variance / room - 1e-9)) if room > 0 else np.nan


def _goal(series: pd.DataFrame, value: float, deadline: pd.Timestamp, level: float, quantiles: float) -> pd.DataFrame:
    last = series.iloc[-1]
    if deadline <= last["end"]:
        raise NPSError(
            f"the deadline ({deadline:%Y-%m-%d}) must lie after the last period, which ends on {last['end']:%Y-%m-%d}; "
            "track_target looks back."
        )
    distance = value - last["nps"]
    today = (last["promoters"] + last["detractors"]) / 100 - (last["nps"] / 100) ** 2
    promoters, detractors = last["promoters"] + distance, last["detractors"] - distance
    return pd.DataFrame(
        {
            "value": [float(value)],
            "deadline": deadline,
            **{column: last[column] for column in ("end", "nps", "low", "high", "n")},
            "distance": distance,
            "promoters_needed": promoters if last["passives"] >= distance and promoters >= 0 else np.nan,
            "detractors_allowed": detractors if detractors >= 0 and last["passives"] >= -distance else np.nan,
            "moves_per_100": max(distance, 0.0),
            # the answers at the deadline are taken to vary as today's do
            "answers_needed": answers_to_prove(distance, today, today, last["n_effective"], quantiles),
            **_projection(series, value, deadline, level),
        }
    )


def _projection(series: pd.DataFrame, value: float, deadline: pd.Timestamp, level: float) -> dict[str, float]:
    """Return where the straight line leads, and how surely beyond the goal."""
    names = ("slope", "projected", "projected_low", "projected_high", "probability")
    if len(series) < LEAST_PERIODS:
        return dict.fromkeys(names, np.nan)
    line, covariance = fit_line(days_of(series), series["nps"].to_numpy(), series["n_effective"].to_numpy())
    at = np.array([1.0, float((deadline - series["start"].iloc[0]).days)])
    where, se = float(at @ line), float(np.sqrt(max(at @ covariance @ at, np.finfo(float).tiny)))
    degrees = len(series) - 2
    half = float(student.ppf((1 + level) / 2, degrees)) * se
    probability = 100 * float(student.cdf((where - value) / se, degrees))
    bounded = np.clip([where, where - half, where + half], -100, 100)
    return dict(zip(names, (SLOPE_DAYS * float(line[1]), *bounded.tolist(), probability), strict=True))


def _plan(series: pd.DataFrame, value: float, deadline: pd.Timestamp, since: pd.Timestamp | None) -> pd.DataFrame:
    begun = series if since is None else series[series["end"] >= since]
    if begun.empty or (since is not None and since < series["start"].iloc[0]):
        raise NPSError(f"no period with answers holds the start of the plan, {since:%Y-%m-%d}.")
    origin = begun.iloc[0]
    if deadline <= origin["end"]:
        raise NPSError(
            f"the deadline ({deadline:%Y-%m-%d}) must lie after the plan's first period, which ends on "
            f"{origin['end']:%Y-%m-%d}."
        )
    done = ((begun["end"] - origin["end"]) / (deadline - origin["end"])).clip(upper=1.0)
    planned = origin["nps"] + done * (value - origin["nps"])
    status = np.select([begun["low"] > planned, begun["high"] < planned], [AHEAD, BEHIND], ON_COURSE)
    return (
        begun[["start", "end", "nps", "low", "high", "n"]]
        .assign(planned=planned, gap=begun["nps"] - planned, status=status)
        .reset_index(drop=True)
    )


def _check_value(value: float) -> None:
    if not -100 <= value <= 100:
        raise NPSError(f"an NPS lies between -100 and 100 points, got a goal of {value}.")


def _power_quantile(power: float) -> float:
    if not 0 < power < 1:
        raise NPSError(f"the power must lie between 0 and 1, got {power}; 80 % is power=0.8.")
    return float(ndtri(power))
