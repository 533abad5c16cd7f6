"""Compare what survey exports call things with the vocabulary: folded words, stems and words in between."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from npsanalysis.reading.vocabulary import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Reduce a text to its words: no accents, capitals, signs; camel case taken apart.

    Examples
    --------
    >>> fold("RecordedDate"), fold("Très probable !")
    ('recorded date', 'tres probable')
    """
    if text.strip() == "#":
        return "no"
    parts = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text))
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return _SIGNS.sub(" ", bare.casefold()).strip()


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a text has one of the phrases in it.

    Examples
    --------
    >>> from npsanalysis.reading import vocabulary as words
    >>> says("How likely are you to recommend us?", words.RECOMMEND)
    True
    """
    return bool(_pattern(phrases).search(fold(text)))


def is_called(name: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a name is one of the phrases, nothing before it or after it.

    Examples
    --------
    >>> from npsanalysis.reading import vocabulary as words
    >>> is_called("Response ID", words.ROLES["response_id"]), is_called("Hotel ID", words.ROLES["response_id"])
    (True, False)
    """
    return bool(_pattern(phrases).fullmatch(fold(name)))


def language_of(texts: Iterable[str]) -> str:
    """Guess the language of headers by their function words; empty when they have too few.

    Examples
    --------
    >>> language_of(["Quelle est la raison de votre note ?"])
    'fr'
    """
    words = [word for text in texts for word in fold(text).split()]
    found = {lang: sum(word in known for word in words) for lang, known in FUNCTION_WORDS.items()}
    best = max(found, key=lambda lang: found[lang])
    return best if found[best] >= 2 else ""


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Compile phrases into one regular expression."""
    return re.compile(r"\b(?:" + "|".join(_compiled(phrase) for phrase in phrases) + r")\b")


def _compiled(phrase: str) -> str:
    """Compile one phrase: stems, and words let in between."""
    words = [r"(?:.* )?" if word == "…" else word.replace("*", r"\w*") + " " for word in phrase.split()]
    return "".join(words).rstrip(" ")
