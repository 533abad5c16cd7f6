"""Label statements: pro, con, suggestion or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.comments.cues import get_lexicon
from npsanalysis.comments.rules import label_by_cues
from npsanalysis.comments.tokens import get_tokenizer, read_tokens
from npsanalysis.errors import UnknownColumnError
from npsanalysis.language import KNOWN, is_no_content

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS = ("pro", "con", "suggestion", "none")
"""What a statement can be: praise, blame, a wish addressed to the company, none of these."""


def classify_statements(statements: pd.DataFrame) -> pd.DataFrame:
    """Label each statement as pro, con, suggestion or none.

    Parameters
    ----------
    statements
        A statements frame, as `split_comments` makes it.

    Returns
    -------
    DataFrame
        The statements with `label` (missing where the language is `other`) and `probability`, how sure the label is.

    Raises
    ------
    UnknownColumnError
        If `text` or `lang` is not there.

    Examples
    --------
    >>> from npsanalysis import split_comments
    >>> frame = pd.DataFrame({"comment": ["Bon accueil mais trop d'attente, ouvrez une autre caisse"]})
    >>> classify_statements(split_comments(frame))["label"].tolist()
    ['pro', 'con', 'suggestion']
    """
    for column in ("text", "lang"):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    labels, probabilities = _by_rules(statements["text"], statements["lang"])
    return statements.assign(
        label=pd.Series(labels, index=statements.index, dtype="str"),
        probability=pd.Series(probabilities, index=statements.index, dtype=float),
    )


def _by_rules(texts: Iterable[str], langs: Iterable[str]) -> tuple[list[str | None], list[float | None]]:
    """Label texts by their cues."""
    labels: list[str | None] = []
    probabilities: list[float | None] = []
    texts = list(texts)
    for text, lang, empty in zip(texts, langs, is_no_content(texts), strict=True):
        label: str | None = None
        probability: float | None = None
        if empty and lang in KNOWN:
            label, probability = "none", 1.0
        elif lang in KNOWN:
            tokens = read_tokens(text, get_tokenizer(lang))
            label, probability = label_by_cues(tokens, get_lexicon(lang).find(tokens))
        labels.append(label)
        probabilities.append(probability)
    return labels, probabilities
