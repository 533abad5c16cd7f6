"""What the respondent's score and the neighbouring statements let one expect of a statement before it is read.

A 2 leads one to expect blame, and praise under a 6 is seldom alone. How much likelier than usual this makes each label
is counted in the bundled corpus and kept with the bundled models (`python -m npsanalysis.comments.default` counts it
again); a comment is then read as a chain of labels, in which every statement weighs with its own probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.comments.training import MARKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SCORES = 11
"""Points of the scale."""

UNSEEN = 4.0
"""Statements added to those counted at a score after a label, shared out as at that score in general."""

TRUST = 0.75
"""Power of what is expected: the best of ½, ¾ and 1 by macro-F1 on hands whose comments were not counted."""


def count_odds(corpus: pd.DataFrame) -> Floats:
    """Return how much likelier than usual a label is, given the score and the label before, from labelled comments.

    Parameters
    ----------
    corpus
        As `read_corpus` returns it: `score`, `comment_id`, `label`, the statements of a comment in their order.

    Returns
    -------
    ndarray
        Of shape (11, 5, 4): the score; the label before, the fifth where the comment begins; the label.
    """
    names = list(MARKS.values())
    label = corpus["label"].map(names.index).to_numpy()
    begins = (corpus["comment_id"] != corpus["comment_id"].shift()).to_numpy()
    counts = np.zeros((SCORES, len(names) + 1, len(names)))
    np.add.at(counts, (corpus["score"].to_numpy(), np.where(begins, len(names), np.roll(label, 1)), label), 1.0)
    usual = (counts.sum(axis=(0, 1)) + 1.0) / (counts.sum() + len(names))
    at_score = counts.sum(axis=1, keepdims=True) + 1.0
    counts += UNSEEN * at_score / at_score.sum(axis=2, keepdims=True)
    return np.asarray((counts / counts.sum(axis=2, keepdims=True) / usual) ** TRUST)


def weigh_by_odds(chances: Floats, statements: pd.DataFrame, odds: Floats) -> Floats:
    """Return the probabilities of labels given all the statements of a comment and its score.

    Parameters
    ----------
    chances
        Probabilities of shape (n, 4) from each statement alone, NaN where there are none.
    statements
        A statements frame of n rows, in any order.
    odds
        What `count_odds` returned.

    Returns
    -------
    ndarray
        Of shape (n, 4); `chances` as they were where there is no score from 0 to 10.
    """
    score = pd.to_numeric(statements["score"], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    rows = np.flatnonzero(np.isin(score, np.arange(SCORES)) & ~np.isnan(chances[:, 0]))
    if not len(rows):
        return chances
    comment = statements.groupby(["response_id", "question"], dropna=False, sort=False).ngroup().to_numpy()
    rows = rows[np.lexsort((statements["statement"].to_numpy()[rows], comment[rows]))]
    told, step = chances[rows], odds[score[rows].astype(np.int64)]
    begins = np.r_[True, comment[rows][1:] != comment[rows][:-1]]
    number = np.arange(len(rows))
    place = number - np.maximum.accumulate(np.where(begins, number, 0))
    forward, backward = _scaled(told * step[:, -1]), np.ones_like(told)
    later = [np.flatnonzero(place == at) for at in range(1, place.max() + 1)]
    for at in later:
        forward[at] = _scaled(told[at] * np.einsum("ni,nij->nj", forward[at - 1], step[at, :-1]))
    for at in reversed(later):
        backward[at - 1] = _scaled(np.einsum("nij,nj->ni", step[at, :-1], told[at] * backward[at]))
    found = chances.copy()
    found[rows] = _scaled(forward * backward)
    return found


def _scaled(values: Floats) -> Floats:
    """Return rows that add up to 1."""
    return np.asarray(values / values.sum(axis=1, keepdims=True))
