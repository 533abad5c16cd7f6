"""From a text to tokens, as spaCy cuts it, and to the plain form in which cues are looked up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.language import Language

    Pipelines = Language | Mapping[str, Language]

LONGEST_COMMENT = 50_000
"""Characters of one text handed to the tokenizer at once; longer ones are read in pieces of this size."""


class Token(NamedTuple):
    """A token: its plain form (lower case, no accents) and where it stands in the text."""

    plain: str
    start: int
    end: int


def read_tokens(text: str, tokenizer: Any) -> list[Token]:  # noqa: ANN401 -- spaCy's Tokenizer has no stubs
    """Return the tokens of a text, spaces left out.

    Examples
    --------
    >>> [token.plain for token in read_tokens("L'accueil, trop long !", get_tokenizer("fr"))]
    ['l', 'accueil', ',', 'trop', 'long', '!']
    """
    tokens = []
    for offset in range(0, len(text), LONGEST_COMMENT):
        for token in tokenizer(text[offset : offset + LONGEST_COMMENT]):
            word = token.text
            if not word.isspace():
                start = offset + token.idx
                tokens.append(Token(plain(word), start, start + len(word)))
    return tokens


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """Return a word in lower case, without accents, apostrophes at its ends and letters drawn out.

    Examples
    --------
    >>> plain("DÉÇUUUU"), plain("qu'"), plain("n’t")
    ('decu', 'qu', 'not')
    """
    folded = word.casefold().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    if folded in NEGATIONS:
        return "not"
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip() or folded
    return DRAWN_OUT.sub(r"\1", folded.strip("'") or folded)


NEGATIONS = frozenset({"n't", "nt"})
"""Tokens that spaCy's English tokenizer cuts off "don't" and "dont"."""

DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
"""A letter written three times or more."""


def get_tokenizer(lang: str, nlp: Pipelines | None = None) -> Any:  # noqa: ANN401 -- spaCy's Tokenizer has no stubs
    """Return the tokenizer of a pipeline the caller passed, or of the blank one of the language."""
    if nlp is None:
        return _blank(lang)
    pipeline = nlp.get(lang) if hasattr(nlp, "get") else nlp
    return _blank(lang) if pipeline is None else pipeline.tokenizer


@lru_cache
def _blank(lang: str) -> Any:  # noqa: ANN401 -- spaCy's Tokenizer has no stubs
    """Load the blank pipeline of a language and keep its tokenizer."""
    import spacy

    return spacy.blank(lang).tokenizer
