"""Themes: what each statement is about, by a codebook anybody can edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.comments.codebook import check_codebook, compile_phrases, load_codebook
from npsanalysis.errors import UnknownColumnError
from npsanalysis.language import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MENTION_COLUMNS = ("response_id", "question", "statement", "theme", "label")
"""The columns of a mentions frame."""

THEME_SEPARATOR = " | "
"""What stands between the themes of a statement coded by hand."""


def tag_themes(statements: pd.DataFrame, *, codebook: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the themes that each statement names.

    Parameters
    ----------
    statements
        Statements with `response_id, question, statement, text, lang` and, once labelled, `label`. Where there is a
        column `themes`, coded by hand as `read_coding_sheet` returns it, it is taken as it stands.
    codebook
        As of `load_codebook`; by default the one of this package.

    Returns
    -------
    DataFrame
        Mentions: `response_id, question, statement, theme, label`, a row a statement and theme. Statements that name
        no theme of the codebook, and those in other languages, have none; `suggest_themes` shows what is missed.

    Raises
    ------
    UnknownColumnError
        If a column is not there.

    Examples
    --------
    >>> from npsanalysis import classify_statements, split_comments
    >>> frame = pd.DataFrame({"response_id": [7], "comment": ["Bon accueil mais trop d'attente à la caisse"]})
    >>> tag_themes(classify_statements(split_comments(frame)))[["statement", "theme", "label"]]
       statement    theme label
    0          0    staff   pro
    1          1  waiting   con
    """
    for column in ("response_id", "question", "statement", "text", "lang"):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    if "themes" in statements:
        named = [_read_themes(themes) for themes in statements["themes"]]
    else:
        named = list(find_themes(statements["text"], statements["lang"], codebook))
    row = pd.RangeIndex(len(statements)).repeat([len(themes) for themes in named])
    mentions = statements.iloc[row].reindex(columns=list(MENTION_COLUMNS))
    mentions["theme"] = pd.Series([theme for themes in named for theme in themes], index=mentions.index, dtype="str")
    return mentions.reset_index(drop=True)


def find_themes(
    texts: Iterable[str], langs: Iterable[str], codebook: pd.DataFrame | None = None
) -> Iterator[list[str]]:
    """Yield the themes that each text names."""
    book = load_codebook() if codebook is None else check_codebook(codebook)
    finders = {lang: compile_phrases(book, lang) for lang in KNOWN}
    for text, lang in zip(texts, langs, strict=True):
        finder = finders.get(lang)
        yield finder.find(text) if finder else []


def _read_themes(themes: object) -> list[str]:
    """Return the themes that were coded by hand, each once."""
    named = [] if pd.isna(themes) else str(themes).split(THEME_SEPARATOR.strip())  # type: ignore[call-overload]
    return list(dict.fromkeys(theme.strip() for theme in named if theme.strip()))
