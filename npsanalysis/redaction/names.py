"""Find names of people by what stands around them: titles, trades, thanks, signatures, and lists of first names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

WORD = re.compile(r"(?:[ldjcnsmt]|qu)['’](?=[^\W\d_])|[^\W\d_]+(?:['’-](?!s(?!\w))[^\W\d_]+)*", re.IGNORECASE)
"""A word; an elided one ("l'") stands alone."""

SPACE = re.compile(r"[ \t\u00a0\u202f]{1,3}")
AFTER_TITLE = re.compile(r"\.?[ \t\u00a0\u202f]{0,3}")
AFTER_CUE = re.compile(r"[\s:,(«\"-]{1,4}")
AFTER_SIGNING = re.compile(r"[\s:,.;!«\"-]{1,5}")
AFTER_INITIAL = re.compile(r"\.[ \u00a0]?")

MOST_WORDS = 4
"""Words of the longest name."""

CAPITALS_FROM = 0.6
"""Share of capitals from which on a text is written in capitals, which then tell nothing."""

NO_NAMES = ("other", "role", "title", "capital_title", "long_title")
"""Kinds of words that are never a name."""

JOINING = ({"et"}, {"and"}, {"et", "a"}, {"and", "to"})
"""Words between two names."""


THANK_YOU = ("thank", "you")


class Word(NamedTuple):
    """A word of a text: as it is written, without case and accents, and where it stands."""

    text: str
    plain: str
    start: int
    end: int


class Names:
    """The names in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [Word(m[0], _plain(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]
        letters = [letter for letter in text if letter.isalpha()]
        self._shouted = len(letters) > 6 and sum(map(str.isupper, letters)) > CAPITALS_FROM * len(letters)

    def find(self) -> list[tuple[int, int]]:
        """Return where each name begins and ends."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(self._words):
            after = self._name_at(at, following=bool(found) and self._follows(at, found[-1][1]))
            if after:
                found.append((self._words[at].start, self._words[after - 1].end))
            at = after or at + 1
        return found

    def _name_at(self, at: int, *, following: bool) -> int | None:
        """Return the number of the word after the name that begins at a word, None where none begins."""
        word = self._words[at]
        lists = _lists()
        known = word.plain in lists["first"]
        capital = self._is_capital(at)
        if self._after_title(at):
            return self._end(at)
        if self._signs(at):
            return len(self._words)
        if self._is_no_name(at) or (at and self._words[at - 1].plain in lists["place"]):
            return None
        cued = following or self._after_role(at) or self._after_thanks(at) or self._after_naming(at)
        stressed = len(word.text) > 1 and word.text.isupper() and word.plain not in lists["ambiguous"] | lists["last"]
        if cued and (known or (capital and not stressed)):
            return self._end(at)
        weakly_cued = self._after_weak(at) and (known or (capital and word.plain in lists["ambiguous"]))
        return self._end(at) if weakly_cued or (known and capital) else None

    def _end(self, at: int) -> int:
        """Return the number of the word after a name: family names, initials and particles go with it."""
        lists = _lists()
        after = at + 1
        while after < len(self._words) and after - at < MOST_WORDS:
            initial = len(self._words[after - 1].text) == 1
            gap = AFTER_INITIAL if initial else SPACE
            if not gap.fullmatch(self._gap(after)):
                break
            particle = self._words[after].plain in lists["particle"] and after + 1 < len(self._words)
            named = after + particle
            if particle and not (self._is_capital(named) and SPACE.fullmatch(self._gap(named))):
                break
            family = self._words[named].plain in lists["last"] and (self._shouted or not self._is_capital(at))
            if self._is_no_name(named) or not (self._is_capital(named) or family):
                break
            after = named + 1
        return after

    def _after_title(self, at: int) -> bool:
        """Say whether a word is the name after a title."""
        if not at or not AFTER_TITLE.fullmatch(self._gap(at)):
            return False
        lists, word, title = _lists(), self._words[at], self._words[at - 1]
        named = self._particled(at) or (self._is_capital(at) and not self._is_no_name(at))
        if title.plain in lists["capital_title"]:
            return title.text[0].isupper() and self._gap(at) != "" and named
        short, long = title.plain in lists["title"], title.plain in lists["long_title"]
        if named or not (short or long) or self._is_no_name(at):
            return named and (short or long)
        return word.plain in lists["last"] | lists["first"] or (short and len(word.plain) > 2)

    def _particled(self, at: int) -> bool:
        """Say whether a word is a particle before a name with a capital: "de Villeneuve", "Le Goff"."""
        return (
            self._words[at].plain in _lists()["particle"]
            and at + 1 < len(self._words)
            and self._is_capital(at + 1)
            and not self._is_no_name(at + 1)
        )

    def _after_role(self, at: int) -> bool:
        before = self._cue(at)
        return before is not None and before.plain in _lists()["role"]

    def _after_thanks(self, at: int) -> bool:
        """Say whether a person is thanked here: "merci à", "thanks to", "merci Karim"."""
        before = self._cue(at)
        if before is None:
            return False
        lists = _lists()
        if before.plain in lists["to"]:
            return any(word.plain in lists["thanks"] for word in self._words[max(0, at - 5) : at - 1])
        thanked = before.plain in lists["thanks"] or (at > 1 and (self._words[at - 2].plain, before.plain) == THANK_YOU)
        word = self._words[at]
        return thanked and (word.plain in lists["first"] or (word.plain in lists["ambiguous"] and self._is_capital(at)))

    def _after_naming(self, at: int) -> bool:
        """Say whether a name is told here: "s'appelle", "called", "mon nom est"."""
        before = self._cue(at)
        if before is None:
            return False
        told = at > 1 and (self._words[at - 2].plain, before.plain) in {("nom", "est"), ("name", "is")}
        return told or before.plain in _lists()["naming"]

    def _after_weak(self, at: int) -> bool:
        before = self._cue(at)
        return before is not None and before.plain in _lists()["weak"]

    def _signs(self, at: int) -> bool:
        """Say whether the words from here to the end of the text are a signature."""
        rest = self._words[at:]
        if not at or len(rest) > MOST_WORDS or not AFTER_SIGNING.fullmatch(self._gap(at)):
            return False
        lists = _lists()
        if self._words[at - 1].plain not in lists["signing"]:
            return False
        if self._shouted:
            return all(word.plain in lists["first"] | lists["last"] for word in rest)
        return all(
            (self._is_capital(at + place) or word.plain in lists["particle"])
            and (len(word.text) == 1 or not self._is_no_name(at + place))
            for place, word in enumerate(rest)
        )

    def _follows(self, at: int, end: int) -> bool:
        """Say whether a word goes on from a name: "Karim et Sarah"."""
        between = [word for word in self._words[max(0, at - 3) : at] if word.start >= end]
        gap = self._text[end : self._words[at].start]
        return len(gap) <= 10 and ({word.plain for word in between} in JOINING or gap in {" & ", " + "})

    def _cue(self, at: int) -> Word | None:
        """Return the word before, None where more than a space or a comma stands between."""
        return self._words[at - 1] if at and AFTER_CUE.fullmatch(self._gap(at)) else None

    def _gap(self, at: int) -> str:
        """Return what stands between a word and the one before it."""
        return self._text[self._words[at - 1].end : self._words[at].start]

    def _is_capital(self, at: int) -> bool:
        return self._words[at].text[0].isupper() and not self._shouted

    def _is_no_name(self, at: int) -> bool:
        plain, lists = self._words[at].plain, _lists()
        return plain.endswith(("'", "’")) or any(plain in lists[kind] for kind in NO_NAMES)


def find_names(text: str) -> list[tuple[int, int]]:
    """Return where each name of a person begins and ends.

    Examples
    --------
    >>> text = "Le vendeur Karim et Mme Le Goff, merci à sarah"
    >>> [text[start:end] for start, end in find_names(text)]
    ['Karim', 'Le Goff', 'sarah']
    """
    return Names(text).find()


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    """Return a word in lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache
def _lists() -> dict[str, frozenset[str]]:
    """Read the word lists."""
    lines = files("npsanalysis.redaction").joinpath("names.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {kind: frozenset(words.split()) for kind, words in pairs}
