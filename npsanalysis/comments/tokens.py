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

AT_ONCE = 1000
"""Runs that are handed to the tokenizer joined by line ends: it never looks past a space, and remembers less well."""

NEGATIONS = frozenset({"n't", "nt", "n’t"})
"""Tokens that spaCy's English tokenizer cuts off "don't" and "dont"."""

DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
"""A letter written three times or more."""


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
    read, strings, knows_sentences = _reader(lang, nlp)
    attributes = ["ORTH", "IDX", "LENGTH", "SENT_START"] if knows_sentences else ["ORTH", "IDX", "LENGTH"]
    rows, offsets, numbers = [], [], []
    different: dict[str, int] = {}
    for row, text in enumerate(texts):
        for offset, piece in _pieces(text, whole=nlp is not None):
            rows.append(row)
            offsets.append(offset)
            numbers.append(different.setdefault(piece, len(different)))
    table, place = _read_pieces(list(different), read, attributes, AT_ONCE if nlp is None else 1)
    hashes, word = np.unique(table[:, 0], return_inverse=True)
    known = {"": 0}  # number 0 is the empty form of spaces
    forms = ("" if strings[key].isspace() else plain(strings[key]) for key in hashes.tolist())
    word = np.array([known.setdefault(form, len(known)) for form in forms], dtype=np.int64)[word]
    table, place, word = table[word > 0], place[word > 0], word[word > 0]
    bounds = np.searchsorted(place, np.arange(len(different) + 1))
    number = np.array(numbers, dtype=np.int64)
    counts = np.diff(bounds)[number]
    of = np.repeat(bounds[number] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    start = np.repeat(np.array(offsets, dtype=np.int64), counts) + table[of, 1].astype(np.int64)
    return Tokens(
        row=np.repeat(np.array(rows, dtype=np.int64), counts),
        start=start,
        end=start + table[of, 2].astype(np.int64),
        word=word[of] - 1,
        words=tuple(known)[1:],
        sentence=table[of, 3] == 1 if knows_sentences else np.zeros(len(of), dtype=bool),
    )


def _pieces(text: str, *, whole: bool) -> list[tuple[int, str]]:
    """Cut a text into what is read alone: runs without spaces, or where it must stay whole nearly always itself."""
    if whole and len(text) <= LONGEST_WHOLE and max(map(len, text.split()), default=0) <= LONGEST_RUN:
        return [(0, text)]
    return [(run.start(), run.group()) for run in RUN.finditer(text)]


def _read_pieces(
    pieces: list[str],
    read: Any,  # noqa: ANN401 -- spaCy's tokenizer or pipeline
    attributes: list[str],
    at_once: int,
) -> tuple[NDArray[np.uint64], Ints]:
    """Return the attributes of the tokens of pieces, places counted within each, and the piece of each token."""
    tables, places = [np.empty((0, len(attributes)), dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for first in range(0, len(pieces), at_once):
        joined = pieces[first : first + at_once]
        table = read("\n".join(joined)).to_array(attributes)
        begins = np.cumsum([0, *(len(piece) + 1 for piece in joined[:-1])])
        place = np.searchsorted(begins, table[:, 1].astype(np.int64), side="right") - 1
        table[:, 1] -= begins[place].astype(np.uint64)
        tables.append(table)
        places.append(first + place)
    return np.concatenate(tables), np.concatenate(places)


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """Return a word in lower case, without accents, apostrophes at its ends and letters drawn out.

    Examples
    --------
    >>> plain("DÉÇUUUU"), plain("qu'"), plain("n’t")
    ('decu', 'qu', 'not')
    """
    folded = word.casefold()
    if folded in NEGATIONS:
        return "not"
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.replace("’", "'").replace("œ", "oe").replace("æ", "ae"))
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip() or folded
    return DRAWN_OUT.sub(r"\1", folded.strip("'\0") or folded)


def _reader(lang: str, nlp: Pipelines | None) -> tuple[Any, Any, bool]:
    """Return what reads a text, its store of strings, and whether it finds sentences."""
    pipeline = nlp.get(lang) if nlp is not None and hasattr(nlp, "get") else nlp
    if pipeline is None:
        blank = _blank(lang)
        return blank.tokenizer, blank.vocab.strings, False
    knows_sentences = any(name in pipeline.pipe_names for name in ("parser", "senter", "sentencizer"))
    return (pipeline if knows_sentences else pipeline.tokenizer), pipeline.vocab.strings, knows_sentences


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
