"""Satisfaction (CSAT) and effort (CES): shares of the best answers, with their definition.

The NPS asks for loyalty to a brand; the CSAT speaks of one contact or product, the CES of how easily something got
done. Firms define both differently, so a figure never goes without its definition.

References
----------
.. [1] Wilson E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
       American Statistical Association 22(158), 209-212. https://doi.org/10.1080/01621459.1927.10502953
.. [2] Dixon M., Freeman K., Toman N. (2010). Stop trying to delight your customers. Harvard Business Review 88(7-8).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from npsanalysis.errors import NPSError, ScoreRangeError, SmallGroupWarning, UnknownNameError
from npsanalysis.intervals import normal_quantile
from npsanalysis.wording import mark, number, percent, say

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

DEFINITIONS = {
    "satisfaction": mark(
        "CSAT: share of answers from {first} to {last} on a scale from {lowest} to {highest}; it speaks of one contact "
        "or product, not of loyalty to the brand."
    ),
    "effort": mark(
        "CES: share of answers from {first} to {last} on a scale from {lowest} to {highest}, where {easiest} is the "
        "easiest; it speaks of how easily something got done."
    ),
}
"""What each measure means, to be said with the figure."""


@dataclass(frozen=True, slots=True)
class BoxShare:
    """The share of the best answers of a scale, with its uncertainty and its definition.

    Attributes
    ----------
    share, low, high
        The share and its Wilson interval, in percent.
    mean, mean_low, mean_high
        The mean of the answers and its t interval, on the scale of the question.
    n
        Number of answers used.
    level
        Confidence level.
    measure
        `satisfaction` or `effort`.
    scale
        The lowest and the highest answer.
    best
        The first and the last answer that count as the best.
    easiest
        For effort, the end of the scale that means the least effort; for satisfaction, its best end.
    """

    share: float
    low: float
    high: float
    mean: float
    mean_low: float
    mean_high: float
    n: int
    level: float
    measure: str
    scale: tuple[int, int]
    best: tuple[int, int]
    easiest: int

    def definition(self, lang: str = "en") -> str:
        """Say what the figure means."""
        return say(
            DEFINITIONS[self.measure],
            lang,
            first=self.best[0],
            last=self.best[1],
            lowest=self.scale[0],
            highest=self.scale[1],
            easiest=self.easiest,
        )

    def __str__(self) -> str:
        return (
            f"{percent(self.share, 'en', 1)} ({number(100 * self.level, 'en')}% interval "
            f"{percent(self.low, 'en', 1)} to {percent(self.high, 'en', 1)}), mean {number(self.mean, 'en', 2)} "
            f"({number(self.mean_low, 'en', 2)} to {number(self.mean_high, 'en', 2)}), n = {number(self.n, 'en')}. "
            f"{self.definition()}"
        )


def satisfaction(
    scores: ArrayLike | pd.Series, scale: tuple[int, int] = (1, 5), top: int = 2, *, level: float = 0.95
) -> BoxShare:
    """Compute the CSAT: the share of the best answers, and the mean.

    Parameters
    ----------
    scores
        Array-like of shape (n,) on the scale; missing ones are left out.
    scale
        The lowest and the highest answer, the highest being the best.
    top
        How many answers count as satisfied, from the highest down.
    level
        Confidence level.

    Returns
    -------
    BoxShare
        Share with Wilson interval [1]_, mean with t interval, definition.

    Warns
    -----
    SmallGroupWarning
        If a single answer leaves the interval of the mean unknown.

    Raises
    ------
    ScoreRangeError
        If an answer lies off the scale.
    NPSError
        If no answer is usable, or scale and top do not fit.

    Examples
    --------
    >>> print(satisfaction([5] * 40 + [4] * 30 + [3] * 20 + [1] * 10))
    70.0% (95% interval 60.4% to 78.1%), mean 3.90 (3.66 to 4.14), n = 100. CSAT: share of answers from 4 to 5 on a
    scale from 1 to 5; it speaks of one contact or product, not of loyalty to the brand.
    """
    return _box_share(scores, "satisfaction", scale, top, level, high_is_best=True)


def effort(
    scores: ArrayLike | pd.Series,
    scale: tuple[int, int] = (1, 7),
    top: int = 3,
    *,
    easy: Literal["high", "low"] = "high",
    level: float = 0.95,
) -> BoxShare:
    """Compute the CES: the share of those who found it easy [2]_, and the mean.

    Parameters
    ----------
    scores, scale, level
        As for `satisfaction`.
    top
        How many answers count as easy, from the easiest on.
    easy
        Which end of the scale means the least effort: `high` ("it was easy": I agree) or `low` ("how much effort?").

    Returns
    -------
    BoxShare
        As of `satisfaction`.

    Raises
    ------
    UnknownNameError
        If `easy` is neither.
    ScoreRangeError, NPSError
        As for `satisfaction`.

    Examples
    --------
    >>> effort([7, 6, 5, 2]).share, effort([1, 2, 5, 4], scale=(1, 5), top=2, easy="low").share
    (75.0, 50.0)
    """
    if easy not in {"high", "low"}:
        raise UnknownNameError.of("easy end of the scale", easy, ("high", "low"))
    return _box_share(scores, "effort", scale, top, level, high_is_best=easy == "high")


def _box_share(
    scores: ArrayLike | pd.Series, measure: str, scale: tuple[int, int], top: int, level: float, *, high_is_best: bool
) -> BoxShare:
    """Compute the share of the best answers and the mean."""
    lowest, highest = scale
    if not 1 <= top <= highest - lowest:
        raise NPSError(
            f"of the answers from {lowest} to {highest}, 1 to {highest - lowest} can be the best, got {top}."
        )
    try:
        values = pd.Series(scores).dropna().to_numpy(dtype=np.float64)
    except (TypeError, ValueError):
        raise NPSError(f"answers must be numbers from {lowest} to {highest}.") from None
    off = values[(values < lowest) | (values > highest)]
    if off.size:
        raise ScoreRangeError(f"answers must lie between {lowest} and {highest}, got {off[0]:g}; is `scale` right?")
    n = len(values)
    if not n:
        raise NPSError("there is no usable answer; check which column holds them.")
    best = (highest - top + 1, highest) if high_is_best else (lowest, lowest + top - 1)
    share = float(((values >= best[0]) & (values <= best[1])).mean())
    z = normal_quantile(level)
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    mean = float(values.mean())
    if n == 1:
        warnings.warn("a single answer has no interval of its mean: NaN.", SmallGroupWarning, stacklevel=3)
    margin = float(stdtrit(n - 1, (1 + level) / 2) * values.std(ddof=1) / np.sqrt(n)) if n > 1 else np.nan
    return BoxShare(
        share=100 * share,
        low=100 * max(float(centre - half), 0.0),
        high=100 * min(float(centre + half), 1.0),
        mean=mean,
        mean_low=mean - margin,
        mean_high=mean + margin,
        n=n,
        level=level,
        measure=measure,
        scale=(lowest, highest),
        best=best,
        easiest=highest if high_is_best else lowest,
    )
