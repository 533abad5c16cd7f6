"""The scale of the question, 0 to 10, and its cuts: detractors, passives and promoters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError, ScoreRangeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOWEST, DETRACTOR_MOST, PROMOTER_LEAST, HIGHEST = 0, 6, 9, 10
"""The scale and its cuts: detractor ≤ 6 < passive < 9 ≤ promoter, decimals unrounded."""

CATEGORIES = ("detractor", "passive", "promoter")


def as_scores(scores: object) -> NDArray[np.float64]:
    """Return scores as floats, NaN where missing.

    Raises
    ------
    NPSError
        If they are not numbers.
    ScoreRangeError
        If one lies off the 0-10 scale.
    """
    try:
        values = pd.Series(scores).to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise NPSError(
            "scores must be numbers from 0 to 10; read_export turns the texts of a file into scores."
        ) from None
    check_on_scale(values)
    return values


def check_on_scale(scores: NDArray[np.float64]) -> None:
    """Raise when a score lies off the 0-10 scale.

    Raises
    ------
    ScoreRangeError
        If one does.
    """
    off = scores[(scores < LOWEST) | (scores > HIGHEST)]
    if off.size:
        seen = ", ".join(f"{value:g}" for value in np.unique(off)[:5])
        raise ScoreRangeError(
            f"scores must lie between 0 and 10, got {seen}; mend or leave out those answers, they are not clipped."
        )


def categorize(scores: object) -> pd.Series[Any]:
    """Name the category of each score: detractor ≤ 6 < passive < 9 ≤ promoter.

    Parameters
    ----------
    scores
        Array-like of shape (n,) on 0-10; a missing score has a missing category.

    Returns
    -------
    Series
        Ordered categories `detractor`, `passive`, `promoter`, with the index of `scores` where it has one.

    Raises
    ------
    ScoreRangeError
        If a score lies off the scale.

    Examples
    --------
    >>> categorize([6, 6.5, 8.9, 9]).tolist()
    ['detractor', 'passive', 'passive', 'promoter']
    """
    values = as_scores(scores)
    names = np.where(values <= DETRACTOR_MOST, "detractor", np.where(values < PROMOTER_LEAST, "passive", "promoter"))
    index = scores.index if isinstance(scores, pd.Series) else None
    named = pd.Series(names, index=index, name="category").where(~np.isnan(values))
    return named.astype(pd.CategoricalDtype(list(CATEGORIES), ordered=True))
