"""Is the difference real? Two samples, people who answered twice, a score and a fixed value."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from npsanalysis.differences import get_difference, student
from npsanalysis.errors import NPSError, SmallGroupWarning, UnknownColumnError, UnknownNameError
from npsanalysis.estimation import as_sample
from npsanalysis.intervals import PSEUDO_COUNTS
from npsanalysis.scale import as_scores, categorize
from npsanalysis.score import NPSEstimate, nps
from npsanalysis.wording import METHOD_NAMES, interval, number, points, say

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from npsanalysis.differences import Sample

    Alternative = Literal["greater", "less", "two-sided"]


@dataclass(frozen=True, slots=True)
class NPSDifference:
    """A difference of two Net Promoter Scores with its uncertainty.

    Attributes
    ----------
    difference, low, high
        a − b and the bounds of its interval, in points.
    p_value
        How often so large a difference would be seen if there were none.
    n_a, n_b
        Number of answers on each side; the number of pairs for paired answers, 0 for a fixed value.
    level
        Confidence level.
    method
        A name of `DIFFERENCES`, or `paired_t`.
    """

    difference: float
    low: float
    high: float
    p_value: float
    n_a: int
    n_b: int
    level: float
    method: str

    def __str__(self) -> str:
        return self.describe()

    def describe(self, lang: str = "en") -> str:
        """Say the difference in a line: with its interval, its p-value, its bases and its method."""
        return say(
            "{difference} points ({level}% interval {interval}, p = {p}, n = {n_a} and {n_b}, {method})",
            lang,
            difference=points(self.difference, lang),
            level=number(100 * self.level, lang),
            interval=interval(self.low, self.high, lang),
            p=number(self.p_value, lang, 3),
            n_a=self.n_a,
            n_b=self.n_b,
            method=say(METHOD_NAMES[self.method], lang),
        )


def compare(
    a: ArrayLike | pd.Series | pd.DataFrame | NPSEstimate,
    b: ArrayLike | pd.Series | pd.DataFrame | NPSEstimate,
    *,
    paired: bool = False,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> NPSDifference:
    """Compare two scores: a − b.

    Parameters
    ----------
    a, b
        Scores (array-likes, 0-10) or estimates of two independent samples; with `paired`, two responses frames with
        `respondent_id` and `score`.
    paired
        Join the frames on `respondent_id` and use the differences within persons, with Student's t whatever the
        `method`: people who answered both times know more of a change than two samples of strangers.
    level
        Confidence level.
    method
        A name of `DIFFERENCES`: `adjusted_wald`, `mover` (of score limits), `welch`, `wald`.

    Returns
    -------
    NPSDifference
        The difference, its interval and its p-value. `difference` is that of the scores as they are; the adjusted
        methods draw the interval around a slightly smaller one.

    Warns
    -----
    SmallGroupWarning
        If a side has a single answer (or cluster), or no pair differs: the bounds are then NaN.

    Raises
    ------
    NPSError
        If a side has no usable score; for pairs, if ids repeat or none is in both frames.

    Examples
    --------
    >>> print(compare([10] * 50 + [8] * 30 + [3] * 20, [10] * 40 + [8] * 30 + [3] * 30))
    +20.0 points (95% interval -2.6 to +41.4, p = 0.083, n = 100 and 100, adjusted Wald)
    """
    if paired:
        return _compare_pairs(a, b, level)
    sides = [_estimated(side) for side in (a, b)]
    low, high, p_value = get_difference(method)(_sample(sides[0]), _sample(sides[1]), level)
    unknown = any(side.n == 1 or side.df < 1 for side in sides)
    if unknown:
        warnings.warn(
            "a side with a single answer or cluster gives no interval: its bounds are NaN.",
            SmallGroupWarning,
            stacklevel=2,
        )
    return NPSDifference(
        difference=sides[0].nps - sides[1].nps,
        low=np.nan if unknown else 100 * float(low),
        high=np.nan if unknown else 100 * float(high),
        p_value=np.nan if unknown else float(p_value),
        n_a=sides[0].n,
        n_b=sides[1].n,
        level=level,
        method=method,
    )


def compare_to_value(
    estimate: NPSEstimate, value: float, *, alternative: Alternative = "greater", level: float = 0.95
) -> NPSDifference:
    """Compare a score with a fixed value: a target, or a published figure taken as exact.

    Parameters
    ----------
    estimate
        Of `nps`.
    value
        The value in points.
    alternative
        What the p-value asks: whether the score is `greater` (is the target reached?), `less`, or just different
        (`two-sided`). The interval is two-sided.
    level
        Confidence level.

    Returns
    -------
    NPSDifference
        `estimate.nps - value`, with `n_b` 0. A value that is itself an estimate has an error of its own, which this
        cannot know: compare two estimates where you can.

    Raises
    ------
    NPSError
        If the value is no NPS.
    UnknownNameError
        If there is no such alternative.

    Examples
    --------
    >>> print(compare_to_value(nps([10] * 50 + [8] * 30 + [3] * 20), 17.5))
    +12.5 points (95% interval -3.4 to +26.7, p = 0.065, n = 100 and 0, adjusted Wald)
    """
    if not -100 <= value <= 100:
        raise NPSError(f"an NPS lies between -100 and 100 points, got {value}.")
    alternatives = ("greater", "less", "two-sided")
    if alternative not in alternatives:
        raise UnknownNameError.of("alternative", alternative, alternatives)
    theta, variance = _sample(estimate).moments(PSEUDO_COUNTS)
    se = np.sqrt(variance)
    low, high, both = student(theta - value / 100, se, np.asarray(estimate.df), level)
    p_greater = np.where(theta > value / 100, both / 2, 1 - both / 2)
    p_value = {"greater": p_greater, "less": 1 - p_greater, "two-sided": both}[alternative]
    return NPSDifference(
        difference=estimate.nps - value,
        low=100 * float(low),
        high=100 * float(high),
        p_value=float(p_value),
        n_a=estimate.n,
        n_b=0,
        level=level,
        method="adjusted_wald",
    )


def _sample(estimate: NPSEstimate) -> Sample:
    """Return the effective counts of an estimate."""
    shares = (estimate.detractors, estimate.passives, estimate.promoters)
    return as_sample(*shares, n_effective=estimate.n_effective, se=estimate.se, df=estimate.df)


def _estimated(side: Any) -> NPSEstimate:  # noqa: ANN401 -- checked here
    """Return one side of a comparison as an estimate."""
    if isinstance(side, NPSEstimate):
        return side
    if isinstance(side, pd.DataFrame):
        raise NPSError("give the scores of each side, frame['score'], or estimates; frames are for paired=True.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallGroupWarning)  # the comparison warns itself
        return nps(side)


def _compare_pairs(a: Any, b: Any, level: float) -> NPSDifference:  # noqa: ANN401 -- checked here
    """Compare the scores of the people who are in both frames."""
    values = []
    for frame in (a, b):
        if not isinstance(frame, pd.DataFrame):
            raise NPSError("paired=True takes two responses frames (pandas) with `respondent_id` and `score`.")
        for column in ("respondent_id", "score"):
            if column not in frame.columns:
                raise UnknownColumnError.of(column, frame.columns)
        answered = frame.loc[frame["score"].notna() & frame["respondent_id"].notna(), ["respondent_id", "score"]]
        repeated = answered["respondent_id"].duplicated()
        if repeated.any():
            raise NPSError(
                f"in paired comparisons a person has one answer a side, but {int(repeated.sum())} answers repeat an "
                f"id, {answered.loc[repeated, 'respondent_id'].iloc[0]!r} first; keep one of each."
            )
        value = categorize(as_scores(answered["score"])).cat.codes.to_numpy() - 1.0
        values.append(pd.Series(value, index=answered["respondent_id"].to_numpy()))
    first, second = values[0].align(values[1], join="inner")
    n = len(first)
    if not n:
        raise NPSError("no `respondent_id` is in both frames, so nothing is paired; compare the scores unpaired.")
    within = (first - second).to_numpy()
    difference, se = within.mean(), within.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0
    known = se > 0
    if not known:
        warnings.warn(
            f"the {n} pairs all differ alike, so how surely is unknown: the bounds are NaN.",
            SmallGroupWarning,
            stacklevel=3,
        )
    low, high, p_value = student(difference, np.asarray(se), np.asarray(max(n - 1.0, 1.0)), level)
    return NPSDifference(
        difference=100 * float(difference),
        low=100 * float(low) if known else np.nan,
        high=100 * float(high) if known else np.nan,
        p_value=float(p_value) if known else np.nan,
        n_a=n,
        n_b=n,
        level=level,
        method="paired_t",
    )
