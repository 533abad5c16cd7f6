"""What the classifier reads in a statement: its words, its letters, and the sequence of its cues."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from npsanalysis.comments.cues import get_lexicon
from npsanalysis.comments.rules import TURNED, label_by_cues, read_cues
from npsanalysis.comments.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_READ = 400
"""Words of a statement that are read: what is longer is a pasted letter, and its beginning says what it is about."""


class Description(NamedTuple):
    """A statement as the classifier sees it: plain words, the text they make, and cues."""

    words: list[str]
    letters: str
    cues: list[str]


def describe(texts: Sequence[str], langs: Sequence[str]) -> list[Description]:
    """Describe statements in the languages they are written in."""
    described: list[Description] = [Description([], "", [])] * len(texts)
    languages = np.array(langs, dtype=object)
    for lang in sorted(set(langs)):
        known = lang if lang in {"fr", "en"} else "en"
        rows = np.flatnonzero(languages == lang).tolist()
        for row, words in zip(rows, read_tokens([texts[row] for row in rows], known).forms(len(rows)), strict=True):
            described[row] = _description(words[:LONGEST_READ], known)
    return described


def word_terms(described: Description) -> list[str]:
    """Return the words of a statement and its pairs of neighbours, its two ends among them."""
    return _chains(["<", *described.words, ">"], 2)


def cue_terms(described: Description) -> list[str]:
    """Return the cues of a statement alone, in pairs and in threes."""
    return _chains(described.cues, 3)


def letter_text(described: Description) -> str:
    """Return the plain text whose letters are read."""
    return described.letters


def _description(words: list[str], lang: str) -> Description:
    """Describe one statement from its plain words."""
    found = get_lexicon(lang).find(words)
    meant = read_cues(words, found)
    marks = [f"has {sign}" for sign in "?!" if sign in words]
    label, _ = label_by_cues(words, found)
    length = f"length {min(len(words), 4) if len(words) < 5 else min(len(words) // 4 * 4, 24)}"
    cues = ["<", *(cue.kind for cue in meant), ">", *marks, length, f"rules {label}"]
    read = list(words)
    for cue, plainly in zip(meant[len(meant) - len(found) :], found, strict=True):
        if cue.kind != plainly.kind and cue.kind in TURNED:  # "pas bon": its letters must not speak for "bon"
            read[cue.first : cue.after] = [f"~{cue.kind}~"] * (cue.after - cue.first)
    return Description(read, " ".join(read), cues)


def _chains(terms: list[str], longest: int) -> list[str]:
    """Return terms alone and joined with those that follow."""
    chains = list(terms)
    for length in range(2, longest + 1):
        chains += map(" ".join, zip(*(terms[at:] for at in range(length)), strict=False))
    return chains
