"""A known event: whether the release hurt, by how much, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student

from npsanalysis.counts import as_keys, count_days, weight_column
from npsanalysis.errors import NPSError
from npsanalysis.estimation import estimate_counts
from npsanalysis.intervals import normal_quantile
from npsanalysis.trends.series import as_day, dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]

WEEK = 7
"""Lags of the autocorrelation allowed for, and days with answers needed on each side of an event."""

SLOPE_DAYS = 30
"""A change of slope is told in points per 30 days."""


class Segments(NamedTuple):
    """A segmented regression: level, slope and the changes of both, with their covariances."""

    line: Floats
    robust: Floats
    plain: Floats


def measure_event(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    when: object,
    *,
    days: int = 90,
    mix: str | Sequence[str] | None = None,
    placebos: Iterable[object] | None = None,
    weight: Weight = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure what changed at a known date: level and slope of the daily NPS, with placebo dates beside it.

    A straight line before, another one after, fitted to the daily scores with their numbers of answers as weights
    [3]_. The change of level is the gap between the two lines at the event. The errors allow for days that resemble
    their neighbours (Newey-West, a week of lags [1]_), are never smaller than those of unrelated days, and are judged
    by Student's t on 1.5 · d / 8 degrees of freedom, d the days on the shorter side [4]_: the textbook errors alone
    find "effects" on one in ten days on which nothing happened (`measurements/alarms.py`).

    It says what changed *at* the event, not *because of* it: whatever else happened that day is in it.

    Parameters
    ----------
    responses
        Responses frame with the columns `score` and `date`.
    when
        First day on which the event could show.
    days
        Number of calendar days looked at on each side.
    mix
        Group column or columns. They add the row `level, same mix`: the change of level within groups, free of a
        change in who answers.
    placebos
        Days on which nothing happened; by default four spread over the time before the event. They are measured on
        the days before the event alone. If they "show" effects, so would any date.
    weight, level
        As for `nps_by`.

    Returns
    -------
    DataFrame
        Contrasts: `effect, when, reference, difference, low, high, p_value, p_adjusted, n, n_reference, level,
        method`. The effects are `level` (points), `slope` (points per 30 days), `level, same mix` and `placebo`;
        `p_adjusted` allows for several placebos (Holm). `n` and `n_reference` are the answers after and before.

    Warns
    -----
    DateWarning
        If answers have no date, or one in the future.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If the event lies outside the answers, or fewer than 7 days with answers lie on a side of it.

    References
    ----------
    .. [1] Newey W., West K. (1987). A simple, positive semi-definite, heteroskedasticity and autocorrelation
           consistent covariance matrix. Econometrica 55(3), 703-708. https://doi.org/10.2307/1913610
    .. [2] Driscoll J., Kraay A. (1998). Consistent covariance matrix estimation with spatially dependent panel data.
           Review of Economics and Statistics 80(4), 549-560. https://doi.org/10.1162/003465398557825
           (the same errors where a day has a score for each group of the mix)
    .. [3] Wagner A. et al. (2002). Segmented regression analysis of interrupted time series studies. Journal of
           Clinical Pharmacy and Therapeutics 27(4), 299-309. https://doi.org/10.1046/j.1365-2710.2002.00430.x
    .. [4] Lazarus E., Lewis D., Stock J., Watson M. (2018). HAR inference: recommendations for practice. Journal of
           Business & Economic Statistics 36(4), 541-559. https://doi.org/10.1080/07350015.2018.1506926

    Examples
    --------
    >>> dates = pd.date_range("2026-01-01", periods=60).repeat(10)
    >>> before = [10, 10, 9, 9, 8, 8, 8, 7, 6, 2] * 30
    >>> after = [10, 9, 8, 8, 7, 6, 5, 4, 3, 0] * 30
    >>> found = measure_event(pd.DataFrame({"score": before + after, "date": dates}), "2026-01-31", placebos=[])
    >>> found[["effect", "difference"]].round(1)
      effect  difference
    0  level       -50.0
    1  slope        -0.0
    """
    normal_quantile(level)  # refuses what is no level
    column = weight_column(responses, weight)
    keys = as_keys(mix)
    counts = dated(count_days(responses, keys, weight=column))
    event = as_day(when, "event")
    if not counts["date"].min() < event <= counts["date"].max():
        raise NPSError(
            f"the event ({event:%Y-%m-%d}) lies outside the answers, which run from {counts['date'].min():%Y-%m-%d} "
            f"to {counts['date'].max():%Y-%m-%d}; an effect needs answers on both sides."
        )
    cells = estimate_counts(counts, weighted=column is not None)
    daily = cells if not keys else _without(counts, keys, weighted=column is not None)
    span = pd.Timedelta(days=days)
    rows = _effects(daily, event, span, "level", level)
    if keys:
        rows += _effects(cells, event, span, "level, same mix", level, keys)[:1]
    quiet = daily[daily["date"] < event]
    dates = _spread(quiet) if placebos is None else [as_day(each, "placebo") for each in placebos]
    for date in dates:
        if not quiet["date"].min() < date < event:
            raise NPSError(
                f"the placebo ({date:%Y-%m-%d}) must lie between the first answer and the event ({event:%Y-%m-%d})."
            )
        rows += _effects(quiet, date, span, "placebo", level)[:1]
    return _adjusted(pd.DataFrame(rows))


def fit_segments(
    day: Floats, value: Floats, weight: Floats, change: float, groups: pd.DataFrame | None = None
) -> Segments:
    """Fit a line before and a line after a change, whose errors allow for a week of autocorrelation.

    Parameters
    ----------
    day
        Array of shape (n,), ascending: the number of each day.
    value, weight
        Arrays of shape (n,): scores and their weights.
    change
        The last day before the change.
    groups
        Indicator columns of groups, shape (n, k), each with a level of its own.
    """
    from statsmodels.regression.linear_model import WLS

    after = (day > change).astype(np.float64)
    design = np.column_stack([np.ones_like(day), day, after, after * (day - change)])
    if groups is not None:
        design = np.column_stack([design, groups.to_numpy(dtype=np.float64)])
    order = pd.factorize(day)[0]
    fitted = WLS(value, design, weights=weight).fit()
    robust = fitted.get_robustcov_results("hac-groupsum", time=order, maxlags=WEEK, use_correction=False)
    covariances = (np.asarray(each.cov_params())[:4, :4] for each in (robust, fitted))
    return Segments(np.asarray(fitted.params)[:4], *covariances)


def _effects(
    daily: pd.DataFrame, event: pd.Timestamp, span: pd.Timedelta, name: str, level: float, keys: list[str] | None = None
) -> list[dict[str, object]]:
    """Return the rows of the change of level and of the change of slope at a date."""
    near = daily[daily["date"].ge(event - span) & daily["date"].lt(event + span)]
    after = near["date"] >= event
    sides = {"before": near.loc[~after, "date"].nunique(), "after": near.loc[after, "date"].nunique()}
    for side, count in sides.items():
        if count < WEEK:
            raise NPSError(
                f"at least {WEEK} days with answers are needed on each side of {event:%Y-%m-%d}, got {count} {side} it."
            )
    groups = None
    if keys:
        code = near.groupby(keys, dropna=False, observed=True).ngroup()
        groups = pd.get_dummies(code, drop_first=True)
    day = np.asarray((near["date"] - event).dt.days, dtype=np.float64)
    fit = fit_segments(day, near["nps"].to_numpy(np.float64), near["n_effective"].to_numpy(np.float64), -1.0, groups)
    degrees = 1.5 * min(sides.values()) / (WEEK + 1)
    quantile = student.ppf((1 + level) / 2, degrees)
    variance = np.maximum(np.diag(fit.robust), np.diag(fit.plain))
    rows = []
    for effect, place, unit in ((name, 2, 1), ("slope", 3, SLOPE_DAYS)):
        se = unit * float(np.sqrt(max(variance[place], np.finfo(float).tiny)))
        difference = unit * float(fit.line[place])
        rows.append(
            {
                "effect": effect,
                "when": event,
                "reference": "before",
                "difference": difference,
                "low": difference - quantile * se,
                "high": difference + quantile * se,
                "p_value": 2 * float(student.sf(abs(difference) / se, degrees)),
                "n": int(near.loc[after, "n"].sum()),
                "n_reference": int(near.loc[~after, "n"].sum()),
                "level": level,
                "method": "newey_west",
            }
        )
    return rows


def _without(counts: pd.DataFrame, keys: list[str], *, weighted: bool) -> pd.DataFrame:
    """Return daily estimates of all groups together."""
    sums = counts.drop(columns=keys).groupby(["date", "score"], as_index=False).sum()
    return estimate_counts(sums, weighted=weighted)


def _spread(quiet: pd.DataFrame, placebos: int = 4) -> list[pd.Timestamp]:
    """Return placebo days spread evenly over the days before the event, two weeks from its ends."""
    days = quiet["date"].drop_duplicates().sort_values(ignore_index=True)
    room = days.iloc[2 * WEEK : len(days) - 2 * WEEK]
    if len(room) < placebos:
        return []
    return [room.iloc[round(place)] for place in np.linspace(0, len(room) - 1, placebos)]


def _adjusted(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the p-values that allow for several placebos; the event itself is one question."""
    from statsmodels.stats.multitest import multipletests

    adjusted = rows["p_value"].copy()
    placebo = rows["effect"] == "placebo"
    if placebo.any():
        adjusted[placebo] = multipletests(rows.loc[placebo, "p_value"], method="holm")[1]
    rows.insert(list(rows.columns).index("p_value") + 1, "p_adjusted", adjusted)
    return rows
