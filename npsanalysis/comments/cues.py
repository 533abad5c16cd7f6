"""The cues of praise, blame, wish and contrast that stand in `cues/*.tsv`, and where a comment holds them.

To add a cue, add a phrase to the line of its kind: no code changes.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from npsanalysis.comments.tokens import get_tokenizer, plain, read_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.comments.tokens import Token

    Tails = list[tuple[tuple[str, ...], str]]


class Cue(NamedTuple):
    """A cue found among tokens: its kind and the tokens it covers."""

    kind: str
    first: int
    after: int


class Lexicon:
    """The cues of a language, ready to be found in one pass over the tokens."""

    def __init__(self, lang: str) -> None:
        self._exact: dict[str, Tails] = {}
        self._stems: dict[str, Tails] = {}
        self._by_word: dict[str, Tails] = {}
        for kind, phrase in read_phrases(lang):
            forms = _forms(phrase, lang)
            table = self._stems if forms[0].endswith("*") else self._exact
            table.setdefault(forms[0].rstrip("*"), []).append((forms[1:], kind))
        for tails in (*self._exact.values(), *self._stems.values()):
            tails.sort(key=lambda tail: -len(tail[0]))

    def find(self, tokens: Sequence[Token]) -> list[Cue]:
        """Return the cues in their order, the longest where several begin, none inside another."""
        words = [token.plain for token in tokens]
        cues, position = [], 0
        while position < len(words):
            cue = self._at(words, position)
            if cue is None:
                position += 1
            else:
                cues.append(cue)
                position = cue.after
        return cues

    def _at(self, words: list[str], position: int) -> Cue | None:
        """Return the longest cue that begins at a position."""
        word = words[position]
        tails = self._by_word.get(word)
        if tails is None:
            tails = self._by_word[word] = self._tails(word)
        for tail, kind in tails:
            after = position + 1 + len(tail)
            if not tail or (after <= len(words) and all(map(_matches, tail, words[position + 1 : after]))):
                return Cue(kind, position, after)
        return None

    def _tails(self, word: str) -> Tails:
        """Collect what may follow a word that begins a cue: whole words before stems, longest first."""
        tails = list(self._exact.get(word, ()))
        for length in range(len(word), 1, -1):
            tails += self._stems.get(word[:length], ())
        return sorted(tails, key=lambda tail: -len(tail[0]))


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


def _forms(phrase: str, lang: str) -> tuple[str, ...]:
    """Cut a phrase of the file as comments are cut; a word that ends in a star stays whole."""
    forms: list[str] = []
    for word in phrase.split():
        if word.endswith("*"):
            head = [token.plain for token in read_tokens(word[:-1], get_tokenizer(lang))]
            forms += [*head[:-1], f"{head[-1]}*"]
        else:
            forms += [token.plain for token in read_tokens(word, get_tokenizer(lang))] or [plain(word)]
    return tuple(forms)


def _matches(form: str, word: str) -> bool:
    """Say whether a word is the form, or begins as it does when it ends in a star."""
    return word.startswith(form[:-1]) if form.endswith("*") else word == form
