"""Tell French from English in short, hurried texts, and texts that say nothing from those that do."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+")
"""A run of letters."""

FACE = re.compile(r"[:;=][-']?[()/\[\]|DP]|<3|[\u2190-\u2bff\U0001f000-\U0001faff]")
"""A smiley, typed or drawn: it says something without a word."""

LONGEST_NOTHING = 80
"""Characters of the longest text that may be an empty phrase."""

LETTERS = re.compile(r"[^\W_]+")
"""A run of letters and digits."""

MOST_READ = 2_000
"""Characters of a text looked at: enough to know its language."""

KNOWN = ("fr", "en")
"""The languages whose comments are labelled; all others are `other`."""


def detect_language(texts: Iterable[Any]) -> pd.Series[Any]:
    """Tell the language of each text by its frequent words, endings and letters.

    Capitals and missing accents do not matter. A text that gives no clear sign ("10/10") is taken for the
    language of most of the others.

    Parameters
    ----------
    texts
        Texts of shape (n,); missing ones have no language.

    Returns
    -------
    Series
        `fr`, `en` or `other`, with the index of `texts` where it has one.

    Examples
    --------
    >>> detect_language(["TRES BON ACCUEIL", "great staff", "muy buena atención", "10/10"]).tolist()
    ['fr', 'en', 'other', 'fr']
    """
    index, read = _as_texts(texts)
    votes = [None if text is None else _vote(text) for text in read]
    told = [vote for vote in votes if vote in KNOWN]
    most = max(KNOWN, key=told.count)
    langs = [most if vote == "" else vote for vote in votes]
    return pd.Series(langs, index=index, name="lang", dtype="str")


def is_no_content(texts: Iterable[Any]) -> pd.Series[Any]:
    """Say which texts answer without saying anything: "ras", "n/a", "rien à signaler", "???", "".

    Parameters
    ----------
    texts
        Texts of shape (n,); a missing one says nothing.

    Returns
    -------
    Series
        Booleans, with the index of `texts` where it has one.

    Examples
    --------
    >>> is_no_content(["R.A.S.", "No comment", "...", "trop cher"]).tolist()
    [True, True, True, False]
    """
    index, read = _as_texts(texts)
    phrases = _profile()["none"]
    empty = [
        text is None or (len(text) <= LONGEST_NOTHING and _squeezed(text) in phrases and not FACE.search(text))
        for text in read
    ]
    return pd.Series(empty, index=index, name="no_content", dtype=bool)


def _as_texts(texts: Iterable[Any]) -> tuple[pd.Index[Any], list[str | None]]:
    """Return the index of texts and the texts, None where missing."""
    series = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    return series.index, [
        None if missing else str(text) for text, missing in zip(series.array, series.isna(), strict=True)
    ]


def _folded(text: str) -> str:
    """Return a text in lower case without accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.replace("œ", "oe").replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _squeezed(text: str) -> str:
    """Return the letters and digits of a text alone, the words one space apart."""
    return " ".join(LETTERS.findall(_folded(text)))


def _vote(text: str) -> str:
    """Return the language one text speaks for, or nothing when it speaks for none."""
    french = english = other = 0.0
    foreign = letters = 0
    for for_french, for_english, for_other, alien, length in map(_votes, WORD.findall(text[:MOST_READ].lower())):
        french += for_french
        english += for_english
        other += for_other
        letters += length
        foreign += alien
    if foreign * 2 > letters:
        return "other"
    if french > max(english, other):
        return "fr"
    if english > max(french, other):
        return "en"
    return "other" if other > max(french, english) else ""


@lru_cache(maxsize=100_000)
def _votes(word: str) -> tuple[float, float, float, int, int]:
    """Return how a word speaks for French, English and another language, its letters if foreign, and its letters."""
    folded, weights = _folded(word), _profile()
    accents = sum(weight for letter, weight in ACCENTS.items() if letter in word)
    french, english, other = (weights[lang].get(folded, 0.0) for lang in (*KNOWN, "other"))
    return french + accents, english, other, 0 if folded.isascii() else len(word), len(word)


ACCENTS = dict.fromkeys("çèêùûîœ", 0.5) | dict.fromkeys("éàâ", 0.3)
"""Letters that speak for French."""


@lru_cache
def _profile() -> dict[str, dict[str, float]]:
    """Read the words that speak for each language; a word of several speaks less for each."""
    listed: dict[str, list[str]] = {}
    for line in files("npsanalysis").joinpath("language.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, words = line.split("\t")
            listed.setdefault(lang, []).extend(words.split(" | ") if lang == "none" else words.split())
    profile = {lang: dict.fromkeys(words, 1.0) for lang, words in listed.items()}
    profile["none"] = dict.fromkeys(map(_squeezed, listed["none"]), 1.0) | {"": 1.0}
    return profile
