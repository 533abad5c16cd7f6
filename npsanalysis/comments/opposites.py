"""Statements said otherwise: "staff were friendly" as "staff were surly", so that "staff were" speaks for no label.

A classifier learns from what stands beside the judging word as from the word itself: where most statements about staff
are praise, "staff were surly" is praise. Put beside the same statement with the opposite word, it has to read the word
(counterfactual examples: Kaushik, Hovy and Lipton 2020, https://arxiv.org/abs/1909.12434). The words are those of
`cues/opposites.tsv`.
"""

from __future__ import annotations

import random
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.comments.cues import get_lexicon
from npsanalysis.comments.tokens import plain, read_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npsanalysis.comments.cues import Cue

TURNED_ROUND = 2
"""How often a statement is said with the opposite words; once more it is said with words of its own side."""

SPEAKING = frozenset({
    "good", "praise", "bad", "blame", "pity", "excess", "lack", "not", "less", "but", "wish", "please", "order", "more",
})  # fmt: skip
"""Kinds of cues that would still speak for the old label, or turn the new word round."""

OTHER_SIDE = {"pro": "con", "con": "pro"}


class Word(NamedTuple):
    """A listed word: the list and the side it stands on, and its forms (French: m, f, and their plurals)."""

    topic: str
    label: str
    forms: tuple[str, ...]


def say_otherwise(statements: pd.DataFrame) -> pd.DataFrame:
    """Return praise turned into blame, blame into praise, and both said with other words.

    Only statements are taken whose every judging word has opposites that fit in its place (gender and number, and the
    vowel it begins with), and that hold no negation, contrast or wish.

    Parameters
    ----------
    statements
        `text, lang, label`, of n rows, in French or English.

    Returns
    -------
    DataFrame
        `text, lang, label`, the same on every run and whatever the other statements.

    Examples
    --------
    >>> said = pd.DataFrame({"text": ["Staff were friendly"], "lang": ["en"], "label": ["pro"]})
    >>> say_otherwise(said)["label"].tolist()
    ['con', 'con', 'pro']
    """
    rows: list[tuple[str, str, str]] = []
    for lang, group in statements[statements["label"].isin(list(OTHER_SIDE))].groupby("lang"):
        lexicon = get_lexicon(str(lang))
        texts = group["text"].tolist()
        tokens = read_tokens(texts, str(lang))
        bounds = np.searchsorted(tokens.row, np.arange(len(texts) + 1)).tolist()
        forms = tokens.forms(len(texts))
        for text, label, words, first, after in zip(texts, group["label"], forms, bounds[:-1], bounds[1:], strict=True):
            spans = list(zip(tokens.start[first:after].tolist(), tokens.end[first:after].tolist(), strict=True))
            at = [place for place, (start, end) in enumerate(spans) if _side(text[start:end], str(lang))]
            if not at or any(_side(text[slice(*spans[place])], str(lang)) != label for place in at):
                continue
            if any(_speaks_beside(cue, at) for cue in lexicon.find(words)):
                continue
            chosen = random.Random(text)  # noqa: S311 -- no secret: the same words whatever the other statements
            for goal in [OTHER_SIDE[label]] * TURNED_ROUND + [label]:
                said = _exchanged(text, [spans[place] for place in at], str(lang), goal, chosen)
                rows += [] if said is None else [(said, str(lang), goal)]
    return pd.DataFrame(rows, columns=["text", "lang", "label"]).drop_duplicates(ignore_index=True)


def _exchanged(text: str, spans: Sequence[tuple[int, int]], lang: str, goal: str, chosen: random.Random) -> str | None:
    """Return a text with words of a side in the places of others, nothing if none fits in one of them."""
    said = text
    for start, end in reversed(spans):
        fitting = _fitting(text[start:end].casefold(), lang, goal)
        if not fitting:
            return None
        said = said[:start] + _cased(chosen.choice(fitting), text[start:end]) + said[end:]
    return said


def _speaks_beside(cue: Cue, at: Sequence[int]) -> bool:
    """Say whether a cue speaks for a label by more than the word that is exchanged."""
    return cue.kind in SPEAKING and (cue.after - cue.first > 1 or cue.first not in at)


@lru_cache
def _read_words(lang: str) -> tuple[Word, ...]:
    """Return the words of `cues/opposites.tsv` in a language."""
    text = files("npsanalysis").joinpath("comments", "cues", "opposites.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.startswith(f"{lang}\t")]
    return tuple(
        Word(topic, label, _forms(word, lang))
        for _, topic, praise, blame in lines
        for label, side in (("pro", praise), ("con", blame))
        for word in side.split(" | ")
    )


@lru_cache
def _by_form(lang: str) -> Mapping[str, Sequence[Word]]:
    """Return the words of each form, as it is spelled and, where no other word is spelled so, without accents."""
    found: dict[str, list[Word]] = {}
    for word in _read_words(lang):
        for form in dict.fromkeys(word.forms):
            found.setdefault(form, []).append(word)
    for form in list(found):
        found.setdefault(plain(form), found[form])
    return found


def _side(form: str, lang: str) -> str | None:
    """Return the label a word speaks for, nothing if it stands in no list or in several."""
    words = _by_form(lang).get(form.casefold(), ())
    return words[0].label if len(words) == 1 else None


@lru_cache(maxsize=10_000)
def _fitting(form: str, lang: str, label: str) -> tuple[str, ...]:
    """Return words of a side that can stand in the place of a form, whichever gender and number it has there."""
    [word] = _by_form(lang)[form]
    places = [number for number, each in enumerate(word.forms) if plain(each) == plain(form)]
    return tuple(
        other.forms[places[0]]
        for other in _read_words(lang)
        if (other.topic, other.label) == (word.topic, label)
        and other != word
        and len({other.forms[number] for number in places}) == 1
        and _begins_with_vowel(other.forms[places[0]]) == _begins_with_vowel(form)
    )


def _forms(word: str, lang: str) -> tuple[str, ...]:
    """Return the masculine, the feminine and their plurals of a French word; English has one form."""
    if lang != "fr":
        return (word,)
    masculine, _, feminine = word.partition("/")
    feminine = feminine or masculine
    return masculine, feminine, _plural(masculine), _plural(feminine)


def _plural(word: str) -> str:
    """Return the plural of a French word; adverbs keep their form."""
    if word.endswith(("s", "x", "ment")) or word in {"mal", "bien", "super"}:
        return word
    if word.endswith("eau"):
        return word + "x"
    return word.removesuffix("al") + "aux" if word.endswith("al") else word + "s"


def _begins_with_vowel(word: str) -> bool:
    """Say whether the word before may have another form for it: "an", "l'"."""
    return plain(word)[0] in "aeiouh"


def _cased(word: str, like: str) -> str:
    """Return a word in capitals, or with one, as the word it stands for."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word
