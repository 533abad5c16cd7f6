"""From texts to tokens, as spaCy cuts them, and to the plain form in which cues are looked up.

Tokens of many texts stand in one table of arrays: what has to be worked out for each word is worked out once for each
*different* word, and everything else runs over whole columns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    Pipelines = Language | Mapping[str, Language]
    Ints = NDArray[np.int64]

RUN = re.compile(r"\S{1,100}")
"""What the tokenizer is given to read: its time grows with the square of a run, which must not get out of hand."""

LONGEST_RUN = 100
"""Characters of the longest run without spaces that is handed over whole."""

LONGEST_WHOLE = 100_000
"""Characters of a text that is handed to a pipeline at once."""

NEGATIONS = frozenset({"n't", "nt", "n’t"})
"""Tokens that spaCy's English tokenizer cuts off "don't" and "dont"."""

DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
"""A letter written three times or more."""

DRAWN_OUT_SIGN = re.compile(r"([!?])\1{2,}|(\.)\.{3,}")
"""The same of signs: "!!!!" says what "!!" says, and "......" what "..." says."""

GLUED = (
    r"(?<=\w)(?:[!?…]{2,}|[!…]|\.{2,})(?=\w)",
    r"(?<=[^\W\d_]{3})[.;:+/](?=[^\W\d_]{2})",
    r"(?<=[^\W\d_]{3})\?(?=[^\W\d_])(?![ui])",  # but "c?ur": a lost œ
)
"""Signs that part two words though no space follows them: "plantes!!!très", "bio.merci"."""

STUCK = {"fr": (r"(?!.e(?:t[aeéos]|nn|re|rs|rr|anf))[jJ]e(?=n['’]|[bcdfghlmnprstvz][a-zà-ÿ]{3,})",), "en": ()}
"""Words that stick to the one after them: "jetrouve", "jen'ai"."""

ADDRESS = re.compile(
    r"(?:https?://\S+|www\.\S+|\S+@\S+|[\w.-]+\.(?:fr|com|net|org|eu|be|ch|uk|ie|io|ca|app|info|gouv)(?:/\S*)?)$"
)
"""Addresses of pages and of mail, which stay whole."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of several texts, spaces left out.

    Attributes
    ----------
    row
        Number of the text each token stands in.
    start, end
        Where in the text it begins and ends.
    word
        Number of its plain form in `words`.
    words
        The different plain forms.
    sentence
        Whether a pipeline that knows sentences begins one here.
    """

    row: Ints
    start: Ints
    end: Ints
    word: Ints
    words: tuple[str, ...]
    sentence: NDArray[np.bool_]

    def forms(self, texts: int) -> list[list[str]]:
        """Return the plain forms of each text, for a number of texts."""
        forms = np.array([*self.words, ""], dtype=object)[self.word]
        bounds = np.searchsorted(self.row, np.arange(texts + 1))
        return [forms[first:after].tolist() for first, after in pairwise(bounds.tolist())]


def read_tokens(texts: Sequence[str], lang: str, nlp: Pipelines | None = None) -> Tokens:
    """Return the tokens of texts of one language.

    Examples
    --------
    >>> read_tokens(["L'accueil, trop long !"], "fr").forms(1)
    [['l', 'accueil', ',', 'trop', 'long', '!']]
    """
    rows, offsets, numbers = [], [], []
    different: dict[str, int] = {}
    for row, text in enumerate(texts):
        for offset, piece in _pieces(text, whole=nlp is not None):
            rows.append(row)
            offsets.append(offset)
            numbers.append(different.setdefault(piece, len(different)))
    read = _pipeline(lang, nlp)
    cut = [_read_run(piece, lang) if read is None else _read(piece, read) for piece in different]
    flat = [token for found in cut for token in found]
    known: dict[str, int] = {}
    word = np.array([known.setdefault(form, len(known)) for _, _, form, _ in flat], dtype=np.int64)
    within = np.array([(start, end, begins) for start, end, _, begins in flat], dtype=np.int64).reshape(-1, 3)
    bounds = np.cumsum([0, *map(len, cut)])
    number = np.array(numbers, dtype=np.int64)
    counts = np.diff(bounds)[number]
    of = np.repeat(bounds[number] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    offset_of = np.repeat(np.array(offsets, dtype=np.int64), counts)
    return Tokens(
        row=np.repeat(np.array(rows, dtype=np.int64), counts),
        start=offset_of + within[of, 0],
        end=offset_of + within[of, 1],
        word=word[of],
        words=tuple(known),
        sentence=within[of, 2] == 1,
    )


def _pieces(text: str, *, whole: bool) -> list[tuple[int, str]]:
    """Cut a text into what is read alone: runs without spaces, or where it must stay whole nearly always itself."""
    if whole and len(text) <= LONGEST_WHOLE and max(map(len, text.split()), default=0) <= LONGEST_RUN:
        return [(0, text)]
    return [(run.start(), run.group()) for run in RUN.finditer(text)]


def _read(text: str, read: Any) -> list[tuple[int, int, str, bool]]:  # noqa: ANN401 -- spaCy's tokenizer or pipeline
    """Return of each token, spaces left out, where it begins and ends, its plain form, and if it begins a sentence."""
    knows_sentences = hasattr(read, "pipe_names")  # a tokenizer alone takes each text for one
    return [
        (token.idx, token.idx + len(token), form, knows_sentences and token.is_sent_start is True)
        for token in read(text)
        if not token.is_space and (form := plain(token.text))
    ]


@lru_cache(maxsize=200_000)
def _read_run(run: str, lang: str) -> list[tuple[int, int, str, bool]]:
    """Return the same of a run without spaces, past which the tokenizer of a blank pipeline never looks."""
    return _read(run, _blank(lang).tokenizer)


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """Return a word in lower case, without accents, apostrophes at its ends, letters and signs drawn out.

    Examples
    --------
    >>> plain("DÉÇUUUU"), plain("qu'"), plain("n’t"), plain("!!!!")
    ('decu', 'qu', 'not', '!!')
    """
    folded = word.casefold()
    if folded in NEGATIONS:
        return "not"
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.replace("’", "'").replace("œ", "oe").replace("æ", "ae"))
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip() or folded
    return DRAWN_OUT_SIGN.sub(r"\1\1\2\2\2", DRAWN_OUT.sub(r"\1", folded.strip("'\0") or folded))


def _pipeline(lang: str, nlp: Pipelines | None) -> Any:  # noqa: ANN401 -- spaCy's tokenizer or pipeline
    """Return what reads whole texts of a language, or nothing where the blank pipeline does."""
    if nlp is None:
        return None
    pipeline = nlp.get(lang) if hasattr(nlp, "get") else nlp
    if pipeline is None:
        return _blank(lang).tokenizer
    knows_sentences = any(name in pipeline.pipe_names for name in ("parser", "senter", "sentencizer"))
    return pipeline if knows_sentences else pipeline.tokenizer


@lru_cache
def _blank(lang: str) -> Any:  # noqa: ANN401 -- spaCy's Language, imported when first needed
    """Load the blank pipeline of a language, taught to part words that a hurried hand glued together."""
    import spacy
    from spacy.util import compile_infix_regex, compile_prefix_regex

    pipeline = spacy.blank(lang)
    tokenizer: Any = pipeline.tokenizer
    tokenizer.infix_finditer = compile_infix_regex([*(pipeline.Defaults.infixes or ()), *GLUED]).finditer
    tokenizer.prefix_search = compile_prefix_regex([*(pipeline.Defaults.prefixes or ()), *STUCK[lang]]).search
    tokenizer.url_match = ADDRESS.match
    return pipeline
