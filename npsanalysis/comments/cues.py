"""The cues of praise, blame, wish and contrast that stand in `cues/*.tsv`, and where a comment holds them.

To add a cue, add a phrase to the line of its kind: no code changes.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from npsanalysis.comments.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    Tails = list[tuple[tuple[str, ...], str]]


STAR = "starstarstar"
"""What stands for a star while a phrase is cut into tokens."""


class Cue(NamedTuple):
    """A cue found among words: its kind, the first word it covers and the one after its last."""

    kind: str
    first: int
    after: int


class Lexicon:
    """The cues of a language, ready to be found in one pass over the words."""

    def __init__(self, lang: str) -> None:
        self._exact: dict[str, Tails] = {}
        self._stems: dict[str, Tails] = {}
        self._by_word: dict[str, Tails] = {}
        phrases = read_phrases(lang)
        for (kind, _), forms in zip(phrases, _forms([phrase for _, phrase in phrases], lang), strict=True):
            table = self._stems if forms[0].endswith("*") else self._exact
            table.setdefault(forms[0].rstrip("*"), []).append((forms[1:], kind))
        for tails in (*self._exact.values(), *self._stems.values()):
            tails.sort(key=lambda tail: -len(tail[0]))

    def leads(self, word: str) -> bool:
        """Say whether a word may begin a cue of several words."""
        return any(tail for tail, _ in self._begun(word))

    def find_first(self, words: Sequence[str]) -> Cue | None:
        """Return the longest cue that begins with the first of the words."""
        return self._at(words, 0)

    def find(self, words: Sequence[str]) -> list[Cue]:
        """Return the cues among plain words in their order, the longest where several begin, none inside another."""
        cues, position = [], 0
        while position < len(words):
            cue = self._at(words, position)
            if cue is None:
                position += 1
            else:
                cues.append(cue)
                position = cue.after
        return cues

    def _at(self, words: Sequence[str], position: int) -> Cue | None:
        """Return the longest cue that begins at a position."""
        for tail, kind in self._begun(words[position]):
            after = position + 1 + len(tail)
            if not tail or (after <= len(words) and all(map(_matches, tail, words[position + 1 : after]))):
                return Cue(kind, position, after)
        return None

    def _begun(self, word: str) -> Tails:
        """Return what may follow a word that begins a cue: whole words before stems, longest first."""
        if word in self._by_word:
            return self._by_word[word]
        tails = list(self._exact.get(word, ()))
        for length in range(len(word), 1, -1):
            tails += self._stems.get(word[:length], ())
        self._by_word[word] = sorted(tails, key=lambda tail: -len(tail[0]))
        return self._by_word[word]


@lru_cache
def get_lexicon(lang: str) -> Lexicon:
    """Return the cues of a language."""
    return Lexicon(lang)


def read_phrases(lang: str) -> list[tuple[str, str]]:
    """Return kind and phrase of every cue of a language, those of any language among them."""
    phrases = []
    for name in (f"{lang}.tsv", "any.tsv"):
        for line in files("npsanalysis.comments").joinpath("cues", name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, listed = line.split("\t")
                phrases += [(kind, phrase.strip()) for phrase in listed.split(" | ")]
    return phrases


def _forms(phrases: Sequence[str], lang: str) -> list[tuple[str, ...]]:
    """Cut phrases of the file as comments are cut; a star makes a stem of the word before it."""
    starred = [phrase.replace("*", " " + STAR) for phrase in phrases]
    cut = []
    for words in read_tokens(starred, lang).forms(len(starred)):
        forms: list[str] = []
        for word in words:
            if word == STAR:
                forms[-1] += "*"
            else:
                forms.append(word)
        cut.append(tuple(forms))
    return cut


def _matches(form: str, word: str) -> bool:
    """Say whether a word is the form, or begins as it does when it ends in a star."""
    return word.startswith(form[:-1]) if form.endswith("*") else word == form
