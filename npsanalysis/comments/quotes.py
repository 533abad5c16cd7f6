"""Quotes: a few statements that stand for what many said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.comments.themes import find_themes
from npsanalysis.redaction.redacting import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SHORTEST, LONGEST = 15, 160
"""Characters of a statement worth quoting."""

POOL = 400
"""How many of the surest statements are compared with each other."""


def pick_quotes(statements: pd.DataFrame, *, per_label: int = 5, keep: Iterable[str] = ()) -> pd.DataFrame:
    """Pick statements to quote for each label: typical of their label, unlike each other, one a respondent, redacted.

    Statements of a middling length that were surely labelled are compared by the words they share. Each pick is the one
    most like the rest of its label and least like what was picked already (maximal marginal relevance); two that name
    the same theme are alike, whatever their words.

    Parameters
    ----------
    statements
        Labelled statements, as of `classify_statements`.
    per_label
        How many to pick for each label.
    keep
        Names that are not redacted, such as that of the company, as for `redact`.

    Returns
    -------
    DataFrame
        Rows of `statements`, at most `per_label` for each label, the most typical first; personal data in `text` is
        replaced by its kind (`[name]`; `[nom]` in French statements). The other columns lead back to the respondent
        and the place in her comment. For the quotes of a theme, pass the statements that name it.

    References
    ----------
    Carbonell J., Goldstein J. (1998). The use of MMR, diversity-based reranking for reordering documents and producing
    summaries. SIGIR '98, 335-336. https://doi.org/10.1145/290941.291025

    Examples
    --------
    >>> frame = pd.DataFrame({"response_id": ["1", "2", "3"], "label": "pro", "probability": 0.9,
    ...     "text": ["a very warm welcome", "such a warm welcome", "spotless room, thanks to Sarah"]})
    >>> pick_quotes(frame, per_label=2)["text"].tolist()
    ['a very warm welcome', 'spotless room, thanks to [name]']
    """
    length = statements["text"].str.len()
    worth = statements[(length >= SHORTEST) & (length <= LONGEST)]
    picked = []
    for _, group in worth.groupby("label", sort=False):
        pool = group.sort_values("probability", ascending=False, kind="stable").head(POOL)
        pool = pool.drop_duplicates("response_id").drop_duplicates("text")
        picked.append(pool.iloc[_typical_and_diverse(_likeness(pool), per_label)])
    quotes = pd.concat(picked) if picked else worth
    return quotes.assign(text=redact(quotes["text"], lang=quotes.get("lang", "en"), keep=keep))


def _likeness(pool: pd.DataFrame) -> NDArray[np.float64]:
    """Return the cosine similarity of statements by their words and, twice as much, their themes, of shape (n, n)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(analyzer=str.split, lowercase=False).fit_transform(pool["text"].str.casefold())
    langs = pool["lang"] if "lang" in pool else ["en"] * len(pool)
    named = list(find_themes(pool["text"], langs))
    known = sorted({theme for themes in named for theme in themes})
    marks = np.array([[theme in themes for theme in known] for themes in named], dtype=np.float64)
    marks /= np.maximum(np.sqrt(marks.sum(axis=1, keepdims=True)), 1.0)
    return np.asarray((words @ words.T).toarray() + 2 * marks @ marks.T, dtype=np.float64) / 3


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
