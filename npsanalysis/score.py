"""The Net Promoter Score with its uncertainty: one estimate, or one for each group."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis import counts as counting
from npsanalysis.designs import Design
from npsanalysis.errors import NPSError, SampleWarning, SmallGroupWarning
from npsanalysis.estimation import estimate_counts
from npsanalysis.markup import paragraph, whisker
from npsanalysis.scale import as_scores
from npsanalysis.wording import METHOD_NAMES, interval, number, points, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from npsanalysis.counts import Weight

SMALL_GROUP = 10
"""Groups with fewer answers than this are warned about."""

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
        Number of independent, equally weighted answers that would be as informative: `n` of a plain sample, Kish's
        with weights, `n` divided by the design effect with strata, clusters or a known population.
    level
        Confidence level, 0.95 for 95 %.
    method
        How the interval was made: a name of `INTERVALS`, or `linearised` (Taylor linearisation with Student's t).
    se
        Standard error of `nps`, in points.
    df
        Degrees of freedom of `se`: infinite for a plain sample, n − 1 with weights, clusters − strata with a design.
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
    df: float

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

    def _repr_html_(self) -> str:
        return f"{whisker(self.low, self.nps, self.high)}{paragraph(self.describe())}"


def as_row(estimate: NPSEstimate) -> dict[str, Any]:
    """Return an estimate as a row of an estimates frame.

    Examples
    --------
    >>> as_row(nps_from_counts(20, 30, 50))["nps"]
    30.0
    """
    return {column: getattr(estimate, column) for column in ESTIMATE_COLUMNS}


def nps(
    scores: ArrayLike | pd.Series,
    *,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    population: float | Mapping[Any, float] | None = None,
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
    strata, clusters
        Array-likes of shape (n,): the part of the population an answer was drawn from, and the unit that was drawn
        (a shop, an account, a person who answered several times). The variance is then the design's.
    population
        How many there were to draw (clusters where clusters are given, answers otherwise), with strata a mapping
        from stratum to number. A firm that asked all its clients knows it, and its interval is the shorter for it.
    level
        Confidence level.
    method
        A name of `INTERVALS`, or `linearised` for Student's t at every size.

    Returns
    -------
    NPSEstimate
        The score, its interval and its base, in points and percent.

    Warns
    -----
    SmallGroupWarning
        If a single answer or cluster leaves the interval unknown, or the Wald interval is asked of a small sample.

    Raises
    ------
    ScoreRangeError
        If a score lies off the scale.
    NPSError
        If no score is usable, a weight of a usable score is not a positive number, or the design does not fit.

    References
    ----------
    Reichheld F. (2003). The one number you need to grow. Harvard Business Review 81(12), 46-54.

    Examples
    --------
    >>> print(nps([10] * 50 + [8] * 30 + [3] * 20))
    NPS +30.0 (95% interval +14.1 to +44.2, n = 100, adjusted Wald)
    >>> print(nps([10] * 50 + [8] * 30 + [3] * 20, population=150))
    NPS +30.0 (95% interval +21.0 to +39.0, n = 100, Taylor linearisation)
    """
    frame = pd.DataFrame({"score": as_scores(scores)})
    for name, values in (("weight", weights), ("stratum", strata), ("cluster", clusters)):
        if values is not None:
            column = np.asarray(values)
            if column.shape != (len(frame),):
                raise NPSError(f"there must be a {name} for each of the {len(frame)} scores, got {column.shape}.")
            frame[name] = column
    design = Design("stratum" if strata is not None else None, "cluster" if clusters is not None else None, population)
    weight = None if weights is None else "weight"
    return _only(_estimate(frame, [], weight=weight, design=design, level=level, method=method), stacklevel=3)


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
    return _only(estimate_counts(frame, weighted=False, level=level, method=method), stacklevel=3)


def nps_by(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str],
    *,
    weight: Weight = None,
    strata: str | None = None,
    clusters: str | None = None,
    population: float | Mapping[Any, float] | None = None,
    one_per: str | None = None,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Compute the NPS of each group, with its interval.

    Parameters
    ----------
    responses
        Responses frame (pandas, Polars, PyArrow, DuckDB, PySpark) with a column `score`, 0-10.
    by
        Key column or columns; none (`[]`) for the whole. Responses whose key is missing are a group of their own.
    weight
        Name of the column of weights; by default `weight` where there is one; False switches weighting off.
    strata, clusters, population
        Names of the columns that say how the whole sample was drawn, and how many there were to draw, as for `nps`.
        A group is then a domain of that sample: units without an answer in it still count as drawn.
    one_per
        Name of a column of ids, such as `account_id`: within a group the answers of one id share one vote, and are
        one cluster.
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
        For groups with fewer than 10 answers, or with one cluster.
    SampleWarning
        If a `respondent_id` or an `account_id` repeats within a group and no clusters are named.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If no score is usable, a key is called like a column of the result, or the design does not fit.

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
    if one_per and clusters not in {None, one_per}:
        raise NPSError(f"one_per={one_per!r} makes clusters of its own; leave out clusters={clusters!r}.")
    design = Design(strata, one_per or clusters, population)
    column = counting.weight_column(responses, weight)
    estimates = _estimate(responses, keys, weight=column, design=design, one_per=one_per, level=level, method=method)
    warn_of_groups(estimates, stacklevel=3)
    if design.clusters is None:
        warn_of_repeats(responses, keys, stacklevel=3)
    return estimates.drop(columns=["se", "df"])


def warn_of_groups(estimates: pd.DataFrame, *, stacklevel: int) -> None:
    """Warn of groups too small for their score to mean much."""
    _warn_of_wald(estimates, stacklevel=stacklevel + 1)
    small = int((estimates["n"] < SMALL_GROUP).sum())
    if small:
        warnings.warn(
            f"{small} of {len(estimates)} groups have fewer than {SMALL_GROUP} answers: their scores say little, and a "
            "single answer has no interval (NaN).",
            SmallGroupWarning,
            stacklevel=stacklevel,
        )
    alone = int(((estimates["df"] < 1) & (estimates["n"] > 1)).sum())
    if alone:
        warnings.warn(
            f"{alone} of {len(estimates)} groups lie in a single cluster of each stratum: they have no interval (NaN).",
            SmallGroupWarning,
            stacklevel=stacklevel,
        )


def warn_of_repeats(responses: Any, keys: Sequence[str], *, stacklevel: int) -> None:  # noqa: ANN401 -- any frame
    """Warn when people or accounts answered several times within a group."""
    columns = counting.columns_of(responses)
    repeats = {
        person: counting.count_repeats(responses, keys, person)
        for person in ("account_id", "respondent_id")
        if person in columns
    }
    # Accounts that repeat hold the persons that do: one warning says it.
    person = max(repeats, key=lambda each: repeats[each], default=None)
    if person is not None and repeats[person]:
        warnings.warn(
            f"{person} repeats: {repeats[person]} answers are not the first of their {person}, so answers are not "
            f"independent and the intervals do not hold; name it as clusters={person!r} or one_per={person!r}.",
            SampleWarning,
            stacklevel=stacklevel,
        )


def _estimate(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    keys: list[str],
    *,
    weight: str | None,
    design: Design,
    one_per: str | None = None,
    level: float,
    method: str,
) -> pd.DataFrame:
    """Count responses by group and by what the design needs, and estimate each group."""
    counts = counting.count_scores(responses, list(dict.fromkeys([*keys, *design.keys])), weight=weight)
    if one_per:
        votes = counts.groupby([*keys, one_per], dropna=False, observed=True)["weight"].transform("sum")
        counts = counts.assign(weight=counts["weight"] / votes, weight_squared=counts["weight_squared"] / votes**2)
    return estimate_counts(
        counts,
        weighted=weight is not None or one_per is not None,
        level=level,
        method=method,
        keys=keys,
        design=design if design != Design() else None,
    )


def _warn_of_wald(estimates: pd.DataFrame, *, stacklevel: int) -> None:
    """Warn when the Wald interval was asked of a sample that it does not suit."""
    small = (estimates["n"] < 100) | (estimates[["promoters", "passives", "detractors"]] == 0).any(axis=1)
    if (small & (estimates["method"] == "wald")).any():
        warnings.warn(
            "the Wald interval is too short for samples under 100 or without one of the three categories; it is there "
            "for comparison only: use adjusted_wald or score.",
            SmallGroupWarning,
            stacklevel=stacklevel,
        )


def _only(estimates: pd.DataFrame, *, stacklevel: int) -> NPSEstimate:
    """Return the single row of an estimates frame as an `NPSEstimate`."""
    row = estimates.iloc[0]
    _warn_of_wald(estimates, stacklevel=stacklevel + 1)
    if row["n"] == 1 or row["df"] < 1:
        what = "answer" if row["n"] == 1 else "cluster"
        warnings.warn(f"a single {what} has no interval: its bounds are NaN.", SmallGroupWarning, stacklevel=stacklevel)
    types = {"n": int, "method": str}
    return NPSEstimate(**{field.name: types.get(field.name, float)(row[field.name]) for field in fields(NPSEstimate)})
