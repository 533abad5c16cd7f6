"""On which scale answers are, by their values and by what the question says: an NPS needs 0-10."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.reading.matching import fold
from npsanalysis.reading.values import score_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from npsanalysis.reading.values import Scores

NPS_SCALE = "0-10"

FEW = 8
"""Below so many answers, values alone do not tell a scale."""

NARROW = ((1, 3, FEW), (1, 5, FEW), (0, 5, 20), (1, 6, 20), (1, 7, 20))
"""Scales within 0-10, and how many answers must all lie on one to show it."""

_DECLARED = re.compile(r"\b(0|1)(?: [a-z]+){0,4} (5|7|10|100)\b")


def scale_of(scores: Scores, wording: str) -> str:
    """Name the scale of a column: `0-10` where nothing speaks against it, else `1-5`, `1-11`, `computed` or `text`.

    Parameters
    ----------
    scores
        The column read on 0-10.
    wording
        Its name and question.

    Examples
    --------
    >>> import pandas as pd
    >>> from npsanalysis.reading.values import read_scores
    >>> scale_of(read_scores(pd.Series(["1", "5", "4", "3"] * 5)), "How satisfied are you?")
    '1-5'
    """
    valid = scores.numbers[~np.isnan(scores.numbers)]
    off = {text: found for text in scores.invalid if (found := score_in(text)) is not None}
    beyond = [text for text, (value, _) in off.items() if 10 < value <= 100]
    out_of = [most for _, most in off.values() if most not in {None, 10}]
    below = [text for text, (value, _) in off.items() if -100 <= value < -1]
    if below and len({off[text][0] for text in (*below, *beyond)}) > 2 and len(valid) < len(below) + len(beyond):
        return "computed"
    if _is_one_to_eleven(valid, {value: scores.invalid[text] for text, (value, _) in off.items()}):
        return "1-11"
    many_beyond = sum(scores.invalid[text] for text in beyond) > 0.25 * len(valid)
    # A code such as 99 is one value, a 0-100 scale has many.
    if many_beyond and len({off[text][0] for text in beyond}) > 4:
        return "0-100"
    if not len(valid):
        return f"0-{out_of[0]}" if out_of else "text"
    if set(valid.tolist()) <= {0.0, 1.0}:
        return "category" if any(value in {-1.0, 100.0, -100.0} for value, _ in off.values()) else "0-1"
    return _within(valid, _DECLARED.search(fold(wording)))


def _is_one_to_eleven(valid: NDArray[np.float64], off: dict[float, int]) -> bool:
    """Tell whether 0-10 was coded from 1: no 0, many 11s, and no other number off the scale."""
    return set(off) == {11.0} and off[11.0] >= max(3, 0.05 * len(valid)) and len(valid) > 0 and valid.min() >= 1


def _within(valid: NDArray[np.float64], declared: re.Match[str] | None) -> str:
    """Name the scale of values that all lie on 0-10."""
    if declared and declared[2] in {"5", "7"} and valid.max() <= int(declared[2]):
        return f"{declared[1]}-{declared[2]}"
    if declared and declared[2] == "10":
        return NPS_SCALE
    for low, high, least in NARROW:
        if len(valid) >= least and np.mean((valid >= low) & (valid <= high)) >= 0.99:
            return f"{low}-{high}"
    return NPS_SCALE
