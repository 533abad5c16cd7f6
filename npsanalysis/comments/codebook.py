"""The codebook: which words, in French and in English, name which theme.

It is a table anybody can edit: `codebook.tsv` beside this file is the one used when none is given. A line is a theme;
`en` and `fr` hold its phrases between bars. Case, accents, hyphens and apostrophes do not count, a star stands for any
ending, and a word of four letters or more is found in the plural too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from npsanalysis.errors import NPSError, ReadingError, UnknownColumnError
from npsanalysis.wording import check_language

if TYPE_CHECKING:
    from pathlib import Path

CODEBOOK_COLUMNS = ("theme", "name_en", "name_fr", "en", "fr")
"""The columns of a codebook."""


class PhraseFinder(NamedTuple):
    """The phrases of a language in one pattern; group number i of it is the phrase of `themes[i - 1]`."""

    pattern: re.Pattern[str]
    themes: tuple[tuple[str, ...], ...]

    def find(self, text: str) -> list[str]:
        """Return the themes that a text names, in their order, each once."""
        found: dict[str, None] = {}
        for match in self.pattern.finditer(fold(text)):
            found.update(dict.fromkeys(self.themes[(match.lastindex or 1) - 1]))
        return list(found)


def load_codebook(path: str | Path | None = None) -> pd.DataFrame:
    r"""Read a codebook of themes.

    Parameters
    ----------
    path
        A tab-separated file in UTF-8 with a header; by default the codebook of this package.

    Returns
    -------
    DataFrame
        `theme, name_en, name_fr, en, fr`: a theme a row, what it is called, and its phrases between bars. Change it,
        write it with `to_csv(path, sep="\t", index=False)`, read it again for the next wave.

    Raises
    ------
    ReadingError
        If the file cannot be read.
    UnknownColumnError
        If a column is not there.
    NPSError
        If a theme has no name or stands twice.

    Examples
    --------
    >>> load_codebook().loc[:2, ["theme", "name_en", "name_fr"]]
         theme                 name_en             name_fr
    0    price                   Price                Prix
    1  quality  Quality of the product  Qualité du produit
    2  service                 Service             Service
    """
    source = StringIO(_bundled()) if path is None else path
    try:
        codebook = pd.read_csv(source, sep="\t", dtype="str", keep_default_na=False, quoting=3, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ReadingError(f"{path} cannot be read as a codebook, a tab-separated file in UTF-8: {error}.") from error
    return check_codebook(codebook)


def check_codebook(codebook: pd.DataFrame) -> pd.DataFrame:
    """Return a codebook that holds what it must.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If a theme has no name or stands twice.
    """
    for column in CODEBOOK_COLUMNS:
        if column not in codebook:
            raise UnknownColumnError.of(column, codebook.columns)
    themes = codebook["theme"].fillna("").str.strip()
    twice = themes[themes.duplicated() | (themes == "")]
    if len(twice):
        raise NPSError(f"a codebook has a line a theme, each with its name, got {twice.iloc[0]!r} on more or without.")
    return codebook.fillna("").assign(theme=themes)


def theme_names(codebook: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return what each theme is called in a language.

    Examples
    --------
    >>> theme_names(load_codebook(), "fr")["waiting"]
    'Attente et rapidité'
    """
    names = codebook[f"name_{check_language(lang)}"].str.strip()
    return dict(zip(codebook["theme"], names.where(names != "", codebook["theme"]), strict=True))


def compile_phrases(codebook: pd.DataFrame, lang: str) -> PhraseFinder | None:
    """Put the phrases of a language into one pattern, None when there are none."""
    return _compiled(tuple(zip(codebook["theme"], codebook[lang], strict=True)))


def fold(text: str) -> str:
    """Return a text in lower case, in ASCII, without accents.

    Examples
    --------
    >>> fold("L’ACCUEIL très chaleureux, cœur…")
    "l'accueil tres chaleureux, coeur..."
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _ACCENT.sub("", decomposed).encode("ascii", "replace").decode("ascii")


_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‑": "-"})
_ACCENT = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"[a-z0-9]+\*?")

_BETWEEN_WORDS = "[^a-z0-9]{1,3}"
_PLURAL = "(?:e?s|x)?"


@lru_cache(maxsize=32)
def _compiled(phrases_of: tuple[tuple[str, str], ...]) -> PhraseFinder | None:
    """Compile the phrases of themes: the longest first, grouped by their first letters so that few are tried."""
    themes: dict[tuple[str, ...], dict[str, None]] = {}
    for theme, listed in phrases_of:
        for phrase in listed.split("|"):
            words = tuple(_WORD.findall(fold(phrase)))
            if words:
                themes.setdefault(words, {})[theme] = None
    if not themes:
        return None
    longest_first = sorted(themes, key=lambda words: (words[0][:2].rstrip("*"), -len(" ".join(words)), words))
    groups: dict[str, list[tuple[str, ...]]] = {}
    for words in longest_first:
        groups.setdefault(words[0][:2].rstrip("*"), []).append(words)
    alternatives = [
        f"(?={head})(?:{'|'.join(f'({_BETWEEN_WORDS.join(map(_word_pattern, words))})' for words in group)})"
        for head, group in groups.items()
    ]
    pattern = re.compile(f"(?<![a-z0-9])(?:{'|'.join(alternatives)})(?![a-z0-9])")
    return PhraseFinder(pattern, tuple(tuple(themes[words]) for group in groups.values() for words in group))


def _word_pattern(word: str) -> str:
    """Return the pattern of a word of a phrase: with its star, or with its plural."""
    if word.endswith("*"):
        return f"{word[:-1]}[a-z0-9]*"
    return word + _PLURAL if len(word) >= 4 and word[-1] not in "sxz" else word


def _bundled() -> str:
    return files("npsanalysis.comments").joinpath("codebook.tsv").read_text(encoding="utf-8")
