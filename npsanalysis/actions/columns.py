"""Columns of sheets that people fill in: headings and codes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from npsanalysis.actions.register import check_columns
from npsanalysis.comments.codebook import load_codebook
from npsanalysis.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Mapping


COMPUTED = frozenset({"figure", "count", "moment", "fact", "shown"})
"""Kinds of columns that people read and do not write."""


class Column(NamedTuple):
    """A column of a sheet: its heading, what it holds, the words of its codes.

    A `key` names the line. A `figure`, a `count`, a `moment` and a `fact` (a text) come from the data and are not taken
    back from the sheet, what is `shown` is not even compared; a `text`, a `date` and a `choice` are for people. `words`
    are said by `say`; `names` are by language, for codes that have a name in a codebook.
    """

    heading: str
    kind: Literal["key", "figure", "count", "fact", "moment", "shown", "text", "date", "choice"]
    words: Mapping[str, str] = {}
    width: int = 14
    names: Mapping[str, Mapping[str, str]] = {}

    def said(self, lang: str) -> dict[str, str]:
        """Return what the codes are called in a language."""
        return {code: say(word, lang) for code, word in self.words.items()} | dict(self.names.get(lang, {}))

    def codes(self) -> dict[str, str]:
        """Return the codes by what they are called, in any language and by themselves, folded."""
        said = {name.casefold(): code for lang in LANGUAGES for code, name in self.said(lang).items()}
        return said | {code.casefold(): code for code in said.values()}


def in_words(frame: pd.DataFrame, columns: Mapping[str, Column], lang: str) -> pd.DataFrame:
    """Write a frame as people read it: headings and codes in words, other columns as they are.

    Parameters
    ----------
    frame
        A frame with the `columns`; others are kept.
    columns
        Columns by name.
    lang
        Language of the words.

    Returns
    -------
    DataFrame
        The same lines under headings.
    """
    worded = {}
    for name in map(str, frame.columns):
        column = columns.get(name)
        if column is None:
            worded[name] = frame[name]
        elif said := column.said(lang):
            worded[say(column.heading, lang)] = frame[name].map(lambda code, said=said: said.get(code, code))
        else:
            worded[say(column.heading, lang)] = frame[name]
    return pd.DataFrame(worded)


def names_of(codebook: pd.DataFrame | None) -> dict[str, dict[str, str]]:
    """Return the names of themes by language, by default of the codebook of this package.

    Raises
    ------
    UnknownColumnError
        If the codebook has no `theme`, `name_en` or `name_fr`.
    """
    book = load_codebook() if codebook is None else codebook
    check_columns(book, ("theme", *(f"name_{lang}" for lang in LANGUAGES)))
    return {lang: dict(zip(book["theme"], book[f"name_{lang}"], strict=True)) for lang in LANGUAGES}


def choices_of(columns: Mapping[str, Column], lang: str) -> dict[str, list[str]]:
    """Return the words of each column of choices, by its heading."""
    return {
        say(column.heading, lang): list(column.said(lang).values())
        for column in columns.values()
        if column.kind == "choice"
    }
