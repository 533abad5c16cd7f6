"""Quotes: a few statements that stand for what many said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST, LONGEST = 15, 160
"""Characters of a statement worth quoting."""

POOL = 400
"""How many of the surest statements are compared with each other."""


def pick_quotes(statements: pd.DataFrame, *, per_label: int = 5) -> pd.DataFrame:
    """Pick statements to quote for each label: typical of their label, unlike each other, one a respondent.

    Statements of a middling length that were surely labelled are compared by the words they share. Each pick is the one
    most like the rest of its label and least like what was picked already (maximal marginal relevance).

    Parameters
    ----------
    statements
        Labelled statements, as of `classify_statements`.
    per_label
        How many to pick for each label.

    Returns
    -------
    DataFrame
        Rows of `statements`, at most `per_label` for each label, the most typical first.

    References
    ----------
    Carbonell J., Goldstein J. (1998). The use of MMR, diversity-based reranking for reordering documents and producing
    summaries. SIGIR '98, 335-336. https://doi.org/10.1145/290941.291025

    Examples
    --------
    >>> frame = pd.DataFrame({"response_id": ["1", "2", "3"], "label": "pro", "probability": 0.9,
    ...     "text": ["a very warm welcome", "such a warm welcome", "spotless room and bed"]})
    >>> pick_quotes(frame, per_label=2)["text"].tolist()
    ['a very warm welcome', 'spotless room and bed']
    """
    length = statements["text"].str.len()
    worth = statements[(length >= SHORTEST) & (length <= LONGEST)]
    picked = []
    for _, group in worth.groupby("label", sort=False):
        pool = group.sort_values("probability", ascending=False, kind="stable").head(POOL)
        pool = pool.drop_duplicates("response_id").drop_duplicates("text")
        picked.append(pool.iloc[_typical_and_diverse(_likeness(pool["text"]), per_label)])
    return pd.concat(picked) if picked else worth


def _likeness(texts: pd.Series) -> NDArray[np.float64]:
    """Return the cosine similarity of texts by their words, of shape (n, n)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(analyzer=str.split, lowercase=False).fit_transform(texts.str.casefold())
    return np.asarray((words @ words.T).toarray())


def _typical_and_diverse(likeness: NDArray[np.float64], most: int) -> list[int]:
    """Return the places of at most `most` items, each typical of all and unlike those before it."""
    typical = likeness.mean(axis=1)
    picked: list[int] = []
    nearest = np.zeros(len(typical))
    while len(picked) < min(most, len(typical)):
        worth = typical / typical.max() - nearest
        worth[picked] = -np.inf
        picked.append(int(worth.argmax()))
        nearest = np.maximum(nearest, likeness[picked[-1]])
    return picked
