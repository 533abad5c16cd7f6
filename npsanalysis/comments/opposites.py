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

TURNED_ROUND = 2
"""How often a statement is said with the opposite words; once more it is said with words of its own side."""

SPEAKING = frozenset(
    {
        "good",
        "praise",
        "bad",
        "blame",
        "pity",
        "excess",
        "lack",
        "not",
        "less",
        "but",
        "wish",
        "please",
        "order",
        "more",
    }
)
"""Kinds of cues that would still speak for the old label, or turn the new word round."""

OTHER_SIDE = {"pro": "con", "con": "pro"}


class Swap(NamedTuple):
    """What a word may give place to: the label it speaks for, words of that side, words of the other."""

    label: str
    alike: Sequence[str]
    opposite: Sequence[str]


def say_otherwise(statements: pd.DataFrame) -> pd.DataFrame:
    """Return praise turned into blame, blame into praise, and both said with other words.

    Only statements are taken whose every judging word has opposites, and that hold no negation, contrast or wish.

    Parameters
    ----------
    statements
        `text, lang, label`, of n rows.

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
        swaps, lexicon = _read_swaps(str(lang)), get_lexicon(str(lang))
        texts = group["text"].tolist()
        tokens = read_tokens(texts, str(lang))
        bounds = np.searchsorted(tokens.row, np.arange(len(texts) + 1))
        for text, label, words, first in zip(texts, group["label"], tokens.forms(len(texts)), bounds, strict=False):
            at = [position for position, word in enumerate(words) if word in swaps]
            others = [cue for cue in lexicon.find(words) if not any(cue.first <= each < cue.after for each in at)]
            if not at or any(swaps[words[each]].label != label for each in at):
                continue
            if any(cue.kind in SPEAKING for cue in others):
                continue
            places = [
                (swaps[words[each]], int(tokens.start[first + each]), int(tokens.end[first + each])) for each in at
            ]
            chosen = random.Random(text)  # noqa: S311 -- no secret: the same words whatever the other statements
            for turned in [True] * TURNED_ROUND + [False]:
                said = text
                for swap, start, end in reversed(places):
                    word = _cased(chosen.choice(swap.opposite if turned else swap.alike), text[start:end])
                    said = said[:start] + word + said[end:]
                rows.append((said, str(lang), OTHER_SIDE[label] if turned else label))
    return pd.DataFrame(rows, columns=["text", "lang", "label"]).drop_duplicates(ignore_index=True)


@lru_cache
def _read_swaps(lang: str) -> Mapping[str, Swap]:
    """Return what each word, in its plain form, may give place to; where it is listed twice the first list counts."""
    swaps: dict[str, Swap] = {}
    text = files("npsanalysis").joinpath("comments", "cues", "opposites.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith(f"{lang}\t"):
            _, _, praise, blame = line.split("\t")
            good, bad = ([_forms(word, lang) for word in side.split(" | ")] for side in (praise, blame))
            for label, alike, opposite in (("pro", good, bad), ("con", bad, good)):
                for forms in alike:
                    for number, form in enumerate(forms):
                        swap = Swap(label, [each[number] for each in alike], [each[number] for each in opposite])
                        swaps.setdefault(plain(form), swap)
    return swaps


def _forms(word: str, lang: str) -> tuple[str, str, str, str]:
    """Return the masculine, the feminine and their plurals of a French word; English has one form."""
    if lang != "fr":
        return word, word, word, word
    masculine, _, feminine = word.partition("/")
    feminine = feminine or masculine
    return masculine, feminine, _plural(masculine), _plural(feminine)


def _plural(word: str) -> str:
    """Return the plural of a French word; adverbs keep their form."""
    if word.endswith(("s", "x", "ment")) or word in {"mal", "bien", "super"}:
        return word
    return word.removesuffix("al") + "aux" if word.endswith("al") else word + "s"


def _cased(word: str, like: str) -> str:
    """Return a word in capitals, or with one, as the word it stands for."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word
