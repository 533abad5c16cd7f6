"""Does the score column mean what it seems to: against its labels, its question, its comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.labels import agreement
from npsanalysis.reading.matching import fold, says
from npsanalysis.reading.table import Finding
from npsanalysis.reading.values import score_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from npsanalysis.reading.profiles import Column
    from npsanalysis.reading.score_column import Choice

LEAST_COMPARED = 20
"""Rows that must be comparable before a scale is said to run backwards."""

_ENDS = re.compile(
    r"\b0\b(?: (?:etant|being|means|signifie|is|est|for|pour))? ([a-z ]{3,60}?)(?: (?:and|et|to|a|y|und))? 10\b"
)


def check_score(column: Column, choice: Choice, responses: pd.DataFrame) -> list[Finding]:
    """Compare the scores with their labels, their question and the first comments.

    Parameters
    ----------
    column
        The score column.
    choice
        Its scores and the label columns.
    responses
        Of the export.
    """
    scores = choice.score.scores.numbers
    findings = _check_labels(column.name, scores, choice.labels)
    findings += _check_ends(column.name, column.question, column.profile.texts)
    if "comment" in responses:
        findings += _check_comments(column.name, scores, responses["comment"])
    return findings


def _check_labels(name: str, scores: NDArray[np.float64], labels: Mapping[int, pd.Series]) -> list[Finding]:
    """Say where the categories in the file are others than those of the scores."""
    findings = []
    for each in labels.values():
        compared, agree, reversed_ = agreement(scores, each)
        if compared >= LEAST_COMPARED and reversed_ > 0.8 * compared > agree:
            findings.append(Finding("scale_reversed", name, compared, "noted", str(each.name)))
        elif agree < compared:
            findings.append(Finding("labels_disagree", str(each.name), compared - agree, "noted", name))
    return findings


def _check_ends(name: str, wording: str, cells: Iterable[str]) -> list[Finding]:
    """Say when the question or the labels put the good end at 0."""
    ends = _ENDS.search(fold(wording))
    zero = [ends[1]] if ends else []
    told = [(found[0], text) for text in cells if len(text) > 4 and (found := score_in(text)) is not None]
    zero += [text for value, text in told if value == 0]
    ten = [text for value, text in told if value == 10]
    if any(map(_is_likely, zero)) or any(says(text, words.UNLIKELY) for text in ten):
        return [Finding("scale_reversed", name, 1, "noted", (zero + ten)[0][:60])]
    return []


def _check_comments(name: str, scores: NDArray[np.float64], comments: pd.Series) -> list[Finding]:
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
