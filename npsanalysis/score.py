"""The Net Promoter Score with its uncertainty: one estimate, or one for each group."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from npsanalysis import counts as counting
from npsanalysis.errors import NPSError, SmallGroupWarning, UnknownColumnError
from npsanalysis.intervals import get_interval
from npsanalysis.wording import METHOD_NAMES, interval, number, points, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Weight = str | Literal[False] | None
    Floats = NDArray[np.float64]

SMALL_GROUP = 10
"""Groups with fewer answers than this are warned about."""

LARGE_EFFECTIVE_BASE = 100
"""From this effective base on, a weighted interval is the linearised t interval instead of an adjusted one."""

ESTIMATE_COLUMNS = (
    "nps",
    "low",
    "high",
    "n",
    "promoters",
    "passives",
    "detractors",
    "n_effective",
    "level",
    "method",
)
"""The columns of every estimates frame, after its keys."""


@dataclass(frozen=True, slots=True)
class NPSEstimate:
    """A Net Promoter Score with its uncertainty.

    Attributes
    ----------
    nps, low, high
        The score and the bounds of its interval, in points (−100…100).
    n
        Number of answers used.
    promoters, passives, detractors
        Shares of the answers, in percent; `nps = promoters - detractors`.
    n_effective
        Number of equally weighted answers that would be as informative (Kish); `n` without weights.
    level
        Confidence level, 0.95 for 95 %.
    method
        How the interval was made: a name of `INTERVALS`, or `linearised` (Taylor linearisation with Student's t).
    se
        Standard error of `nps`, in points.
    """

    nps: float
    low: float
    high: float
    n: int
    promoters: float
    passives: float
    detractors: float
    n_effective: float
    level: float
    method: str
    se: float

    def __str__(self) -> str:
        return self.describe()

    def describe(self, lang: str = "en") -> str:
        """Say the estimate in a line: the score with its interval, its base and its method."""
        return say(
            "NPS {nps} ({level}% interval {interval}, n = {n}, {method})",
            lang,
            nps=points(self.nps, lang),
            level=number(100 * self.level, lang),
            interval=interval(self.low, self.high, lang),
            n=self.n,
            method=say(METHOD_NAMES[self.method], lang),
        )


def nps(
    scores: ArrayLike | pd.Series,
    *,
    weights: ArrayLike | None = None,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> NPSEstimate:
    """Compute the NPS of scores, with its interval.

    Parameters
    ----------
    scores
        Array-like of shape (n,), 0-10; missing ones are left out, decimals are classed unrounded (8.9 is a passive).
    weights
        Array-like of shape (n,) of positive sampling weights; their scale does not matter. The variance is then
        Taylor-linearised; below an effective base of 100 the interval is the chosen method on the effective counts,
        above it the default becomes the linearised t interval.
    level
        Confidence level.
    method
        A name of `INTERVALS`.

    Returns
    -------
    NPSEstimate
        The score, its interval and its base, in points and percent.

    Raises
    ------
    ScoreRangeError
        If a score lies off the scale.
    NPSError
        If no score is usable, or a weight of a usable score is not a positive number.

    References
    ----------
    Reichheld F. (2003). The one number you need to grow. Harvard Business Review 81(12), 46-54.

    Examples
    --------
    >>> print(nps([10] * 50 + [8] * 30 + [3] * 20))
    NPS +30.0 (95% interval +14.1 to +44.2, n = 100, adjusted Wald)
    """
    frame = pd.DataFrame({"score": counting.as_scores(scores)})
    if weights is not None:
        values = np.asarray(weights, dtype=np.float64)
        if values.shape != (len(frame),):
            raise NPSError(f"weights must be as many as scores ({len(frame)}), got shape {values.shape}.")
        frame["weight"] = values
    counts = counting.count_scores(frame, weight=None if weights is None else "weight")
    return _only(estimate_counts(counts, weighted=weights is not None, level=level, method=method))


def nps_from_counts(
    detractors: int, passives: int, promoters: int, *, level: float = 0.95, method: str = "adjusted_wald"
) -> NPSEstimate:
    """Compute the NPS from the number of detractors, passives and promoters.

    Raises
    ------
    NPSError
        If a count is negative or not whole, or all are zero.

    Examples
    --------
    >>> nps_from_counts(20, 30, 50).nps
    30.0
    """
    counted = (detractors, passives, promoters)
    if any(count != int(count) or count < 0 for count in counted):
        raise NPSError(f"counts must be whole numbers from 0 up, got {counted}; for weights, give nps() the scores.")
    n = np.array(counted, dtype=np.float64)
    # 0, 7 and 10 stand for the three categories: the score does not depend on the value within one.
    frame = pd.DataFrame({"score": [0.0, 7.0, 10.0], "n": n, "weight": n, "weight_squared": n})
    return _only(estimate_counts(frame, weighted=False, level=level, method=method))


def nps_by(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str],
    *,
    weight: Weight = None,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Compute the NPS of each group, with its interval.

    Parameters
    ----------
    responses
        Responses frame (pandas, Polars, PyArrow, DuckDB, PySpark) with a column `score`, 0-10.
    by
        Key column or columns. Responses whose key is missing are a group of their own.
    weight
        Name of the column of weights; by default `weight` where there is one; False switches weighting off.
    level, method
        As for `nps`.

    Returns
    -------
    DataFrame
        Estimates: keys…, `nps, low, high, n, promoters, passives, detractors, n_effective, level, method`, a row a
        group with at least one score, sorted by key.

    Warns
    -----
    SmallGroupWarning
        For groups with fewer than 10 answers.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If no score is usable, or a key is called like a column of the result.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 2] * 10, "site": ["a", "a", "b", "b"] * 10})
    >>> nps_by(frame, "site")[["site", "nps", "n"]]
      site    nps   n
    0    a  100.0  20
    1    b  -50.0  20
    """
    keys = counting.as_keys(by)
    taken = [key for key in keys if key in ESTIMATE_COLUMNS]
    if taken:
        raise NPSError(f"a group column cannot be called {taken[0]!r}, a column of the result; rename it first.")
    column = weight_column(responses, weight)
    counts = counting.count_scores(responses, keys, weight=column)
    estimates = estimate_counts(counts, weighted=column is not None, level=level, method=method)
    small = int((estimates["n"] < SMALL_GROUP).sum())
    if small:
        warnings.warn(
            f"{small} of {len(estimates)} groups have fewer than {SMALL_GROUP} answers: their scores say little, and a "
            "single answer has no interval (NaN).",
            SmallGroupWarning,
            stacklevel=2,
        )
    return estimates.drop(columns="se")


def estimate_counts(
    counts: pd.DataFrame, *, weighted: bool, level: float = 0.95, method: str = "adjusted_wald"
) -> pd.DataFrame:
    """Turn a counts frame into estimates.

    Parameters
    ----------
    counts
        keys…, `score, n, weight, weight_squared`, as of `count_scores`.
    weighted
        Whether the weights are sampling weights rather than the counts themselves.
    level, method
        As for `nps`.

    Returns
    -------
    DataFrame
        Estimates with their standard error in points as a last column `se`, a row a group.

    Raises
    ------
    NPSError
        If there is no answer to count.
    """
    if counts["n"].sum() == 0:
        raise NPSError("there is no usable score, so there is no NPS; check which column holds the 0-10 answers.")
    keys = [column for column in counts.columns if column not in {"score", "n", "weight", "weight_squared"}]
    bounds_of = get_interval(method)

    groups, sums = _sum_by_category(counts, keys)
    n, total, squares = (sums[column].sum(axis=1) for column in ("n", "weight", "weight_squared"))
    share = sums["weight"] / total[:, None]
    theta = share[:, 2] - share[:, 0]
    n_effective = total**2 / squares if weighted else n
    detractors, passives, promoters = (share * n_effective[:, None]).T
    low, high = bounds_of(detractors, passives, promoters, level)
    used = np.full(len(n), method, dtype=object)
    if weighted:
        deviation = np.array([-1.0, 0.0, 1.0]) - theta[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            se = np.sqrt((sums["weight_squared"] * deviation**2).sum(axis=1) * n / (n - 1)) / total
        if method == "adjusted_wald":
            large = n_effective >= LARGE_EFFECTIVE_BASE
            half = stdtrit(np.maximum(n - 1, 1), (1 + level) / 2) * se
            low, high = np.where(large, theta - half, low), np.where(large, theta + half, high)
            used[large] = "linearised"
    else:
        se = np.sqrt(np.maximum(share[:, 2] + share[:, 0] - theta**2, 0.0) / n)
    alone = n == 1
    return groups.assign(
        nps=100 * theta,
        low=np.where(alone, np.nan, 100 * np.maximum(low, -1.0)),
        high=np.where(alone, np.nan, 100 * np.minimum(high, 1.0)),
        n=n.astype(np.int64),
        promoters=100 * share[:, 2],
        passives=100 * share[:, 1],
        detractors=100 * share[:, 0],
        n_effective=n_effective,
        level=level,
        method=used.astype(str),
        se=100 * se,
    )


def weight_column(responses: Any, weight: Weight) -> str | None:  # noqa: ANN401 -- any frame narwhals knows
    """Return the name of the weight column to use, None for none.

    Raises
    ------
    UnknownColumnError
        If a column is named that is not there.
    """
    if weight is False:
        return None
    columns = counting.columns_of(responses)
    if weight is None:
        return "weight" if "weight" in columns else None
    if weight not in columns:
        raise UnknownColumnError.of(weight, columns)
    return weight


def _sum_by_category(counts: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, dict[str, Floats]]:
    """Return the groups, and for each sum an array of shape (groups, 3): detractors, passives, promoters."""
    category = counting.categorize(counts["score"]).cat.codes.to_numpy()
    if keys:
        group = counts.groupby(keys, dropna=False, sort=False, observed=True).ngroup().to_numpy()
    else:
        group = np.zeros(len(counts), dtype=np.int64)
    _, first = np.unique(group, return_index=True)
    sums = {}
    for column in ("n", "weight", "weight_squared"):
        sums[column] = np.zeros((len(first), 3))
        np.add.at(sums[column], (group, category), counts[column].to_numpy(dtype=np.float64))
    return counts.loc[counts.index[first], keys].reset_index(drop=True), sums


def _only(estimates: pd.DataFrame) -> NPSEstimate:
    """Return the single row of an estimates frame as an `NPSEstimate`."""
    row = estimates.iloc[0]
    if row["n"] == 1:
        warnings.warn("a single answer has no interval: its bounds are NaN.", SmallGroupWarning, stacklevel=3)
    types = {"n": int, "method": str}
    return NPSEstimate(**{field.name: types.get(field.name, float)(row[field.name]) for field in fields(NPSEstimate)})
