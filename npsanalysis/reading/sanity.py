"""Does the score column mean what it seems to: against its labels, its question, its comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.score_column import agreement
from npsanalysis.reading.table import Finding
from npsanalysis.reading.values import score_in
from npsanalysis.reading.vocabulary import fold, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

LEAST_COMPARED = 20
"""Rows that must be comparable before a scale is said to run backwards."""

_ENDS = re.compile(
    r"\b0\b(?: (?:etant|being|means|signifie|is|est|for|pour))? ([a-z ]{3,60}?)(?: (?:and|et|to|a|y|und))? 10\b"
)


def check_scores(
    name: str, scores: NDArray[np.float64], *, wording: str, cells: Iterable[str], labels: Mapping[str, pd.Series]
) -> list[Finding]:
    """Compare the scores with what the file says of them.

    Parameters
    ----------
    name, wording
        The score column and its question.
    scores
        As read.
    cells
        The different texts of the column.
    labels
        Columns of promoter, passive, detractor, by name.
    """
    findings = []
    for column, each in labels.items():
        compared, agree, reversed_ = agreement(scores, each)
        if compared >= LEAST_COMPARED and reversed_ > 0.8 * compared > agree:
            findings.append(Finding("scale_reversed", name, compared, "noted", column))
        elif agree < compared:
            findings.append(Finding("labels_disagree", column, compared - agree, "noted", name))
    ends = _ENDS.search(fold(wording))
    zero = [ends[1]] if ends else []
    zero += [text for text in cells if (found := score_in(text)) is not None and found[0] == 0 and len(text) > 3]
    ten = [text for text in cells if (found := score_in(text)) is not None and found[0] == 10 and len(text) > 4]
    if any(_is_likely(text) for text in zero) or any(says(text, words.UNLIKELY) for text in ten):
        findings.append(Finding("scale_reversed", name, 1, "noted", (zero + ten)[0][:60]))
    return findings


def check_comments(name: str, scores: NDArray[np.float64], comments: pd.Series) -> list[Finding]:
    """Say when the low scores praise and the high ones complain."""
    low, high = (_feeling(comments[marks].head(500)) for marks in (scores <= 3, scores >= 9))
    if min(len(low), len(high)) >= LEAST_COMPARED / 2 and low.mean() > 0.3 and high.mean() < -0.3:
        return [Finding("scale_reversed", name, len(low) + len(high), "noted", str(comments.name))]
    return []


def _is_likely(text: str) -> bool:
    return says(text, words.LIKELY) and not says(text, words.UNLIKELY)


def _feeling(comments: pd.Series) -> NDArray[np.float64]:
    """Return +1 or -1 for each comment that has words of one feeling only."""
    told = []
    for text in comments.dropna():
        met = set(fold(text[:400]).split())
        good, bad = bool(met & words.POSITIVE), bool(met & words.NEGATIVE)
        if good != bad:
            told.append(1.0 if good else -1.0)
    return np.array(told, dtype=np.float64)
