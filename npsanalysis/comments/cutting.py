"""Where one statement ends and the next begins: a linear model over what stands around each gap between tokens.

Every feature of a gap (the words beside it, the pause, what the words before and after speak for) is hashed to a row
of one table of weights; a gap is a cut when its weights add up to more than nothing. Reading the features and adding
the weights are array operations over all comments at once.
"""

from __future__ import annotations

import unicodedata
import zlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.comments.cues import get_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from npsanalysis.comments.tokens import Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

BUCKETS = 1 << 18
"""Rows of the table of weights, a power of two."""

PAUSES = frozenset(".,;:!?…()-–—/+&*\"'«»|•·>") | {"...", "..", "!!", "??", "->", "=>"}
"""Tokens that are no words: a pause of some kind."""

JOINTS = frozenset({"et", "and", "ou", "or", "puis", "then", "n", "ni", "nor"})
"""Words that join statements as they join words."""

LEAN = {
    "good": 1, "praise": 1, "bad": 2, "blame": 2, "excess": 2, "lack": 2, "pity": 2,
    "wish": 4, "please": 4, "order": 4, "more": 4,
}  # fmt: skip
"""What a kind of cue speaks for: praise (1), blame (2), a wish (4)."""

KINDS = (
    "", "good", "bad", "praise", "blame", "not", "less", "excess", "lack", "wish", "please", "order", "more", "but",
    "pity", "little", "very", "none", "time", "money", "count", "told", "again", "self", "staff", "topic",
)  # fmt: skip
"""Kinds of cues by number."""

CLINGING = frozenset({"Sk", "Mn", "Me", "Cf"})
"""Unicode categories of what belongs to the character before it, as the colour of a hand does."""

CLASSES = ("", "binds", "leads", "sign", "other")
"""Classes of words by number: those of `cues/classes.tsv`, signs, and all others."""

EARLY, EARLY_AT_PAUSE = 0.3, 0.9
"""What is added for a cut, and for one at a sign or "et", "and": a statement cut in two is read better than two left in
one, but elsewhere it is mostly a noun group that would be cut. Chosen by the cuts of the plain comments."""

REACH = 3
"""Tokens a negation reaches."""

CONTRASTS = {"fr": {"mais"}, "en": {"but"}}
"""Words that begin a statement wherever they stand."""

TURNS = {"fr": {"cependant", "toutefois", "neanmoins", "pourtant"}, "en": {"however", "although", "unfortunately"}}
"""Words that begin one after a comma, unless another comma follows: "the price, however, is fair"."""

UNLESS_AFTER = frozenset({"nothing", "anything", "everything", "everyone", "anyone", "nobody", "none", "all"})
"""Words after which it does not: "nothing but praise"."""

LEADING = frozenset({"but", "time", "again", "little", "very", "count"})
"""Kinds of cues that say nothing yet: a statement is more than "sinon" or "to this day,"."""

FULL_STOPS = frozenset({".", "..", "...", "!", "!!", "?", "??"})
"""What ends a statement all the same."""

SIDE = 6
"""Tokens looked at on each side of a gap."""

JOINER = "\u200d"
"""What makes one emoji of two."""


def gap_features(texts: Sequence[str], tokens: Tokens, lang: str, kind: Ints) -> tuple[Ints, list[Ints]]:
    """Return the tokens before which a gap lies (all but the first of each text), and the hashed features of each gap.

    Parameters
    ----------
    texts, tokens, lang
        Texts of one language and what `read_tokens` made of them.
    kind
        The kinds of cues that `cue_kinds` found to begin at them.

    Returns
    -------
    tuple
        Token numbers of shape (n,), and for each feature rows of the table of weights of shape (n,).
    """
    n = len(tokens.row)
    code, shape, pause, capital = _codes(texts, tokens)
    opening = np.r_[True, tokens.row[1:] != tokens.row[:-1]] if n else np.zeros(0, dtype=bool)
    closing = np.r_[opening[1:], True] if n else opening
    at = np.flatnonzero(~opening)
    first = np.maximum.accumulate(np.where(opening, np.arange(n), 0))
    last = np.minimum.accumulate(np.where(closing, np.arange(n), n)[::-1])[::-1]

    steps = {-1: at - 1, 0: at}  # both always lie in the text
    for step in (-2, 1, 2):
        there = at + step
        steps[step] = np.where((there >= first[at]) & (there <= last[at]), there, n)

    def around(values: Ints) -> dict[int, Ints]:
        """Return the values so many tokens on, 0 beyond the text."""
        padded = np.r_[values, 0]
        return {step: padded[there] for step, there in steps.items()}

    breaks = pause > 0
    since = np.maximum.accumulate(np.where(breaks | opening, np.arange(n) + breaks, 0))
    until = np.minimum.accumulate(np.where(breaks, np.arange(n), np.where(closing, np.arange(n) + 1, n))[::-1])[::-1]
    left_from = np.where(breaks[at - 1], since[np.maximum(at - 2, 0)], since[at - 1])
    left_from = np.clip(left_from, first[at], at)
    right = np.minimum(at + breaks[at], n - 1)
    right_to = np.clip(until[right], at, last[at] + 1)
    lean = _leans(kind, tokens)
    part = _classes(lang, tokens)
    left = _between(lean, np.maximum(left_from, at - SIDE), at)
    ahead = _between(lean, at, np.minimum(right_to, at + SIDE))
    before = _between(lean, np.maximum(first[at], at - 3 * SIDE), at)
    after = _between(lean, at, np.minimum(last[at] + 1, at + 3 * SIDE))
    codes, shapes, pauses, kinds, parts, capitals = map(around, (code, shape, pause, kind, part, capital))
    pair = pauses[-1] * 64 + pauses[0]
    wide = np.minimum(tokens.start[at] - tokens.end[at - 1], 3)
    length_left, length_right = np.minimum(at - left_from, 6), np.minimum(right_to - at, 6)
    columns = [
        codes[-1], codes[0], codes[1], codes[-2], codes[2],
        codes[-1] * 7 + codes[0], codes[0] * 7 + codes[1], codes[-2] * 7 + codes[-1],
        shapes[-1] * 64 + shapes[0], (shapes[0] * 64 + pair) * 4 + wide,
        kinds[-1] * 64 + kinds[0], kinds[0] * 64 + kinds[1], kinds[0] * 4096 + pair,
        left * 8 + ahead, (left * 8 + ahead) * 4096 + pair, (before * 8 + after) * 4096 + pair,
        ((left > 0) * 8 + ahead) * 64 + kinds[0], (left * 64 + kinds[0]) * 4096 + pair,
        (length_left * 8 + length_right) * 4096 + pair, length_left, length_right,
        (np.minimum(length_left, 3) * 8 + left) * 4096 + pair, (np.minimum(length_right, 3) * 8 + ahead) * 4096 + pair,
        np.minimum(at - first[at], 6), np.minimum(last[at] + 1 - at, 6) * 64 + pauses[-1],
        np.minimum((last[at] - first[at]) // 4, 8), tokens.sentence[at].astype(np.int64),
        parts[-1], parts[-1] * 8 + parts[0], (parts[-1] * 8 + parts[0]) * 8 + parts[1],
        ((parts[-2] * 8 + parts[-1]) * 8 + parts[0]) * 8 + parts[1],
        (parts[-1] * 64 + kinds[-1]) * 64 + kinds[0], parts[-1] * 64 + kinds[0],
        (kinds[-1] * 8 + parts[0]) * 8 + parts[1],
        capitals[-1] * 4 + capitals[0], (capitals[-1] * 4 + capitals[0]) * 4096 + pair,
        ((capitals[-1] * 4 + capitals[0]) * 64 + kinds[0]) * 8 + parts[0],
        codes[0] * 4096 + pair, (parts[0] * 8 + parts[1]) * 4096 + pair,
        ((parts[0] * 8 + left) * 8 + ahead) * 4096 + pair,
    ]  # fmt: skip
    return at, [_bucket(number, column) for number, column in enumerate(columns)]


def cuts(texts: Sequence[str], tokens: Tokens, lang: str, weights: Floats, bias: float) -> Ints:
    """Return the numbers of the tokens that begin a statement, the first of each text among them."""
    kind, within = cue_kinds(lang, tokens)
    at, features = gap_features(texts, tokens, lang, kind)
    contrast, turn, excepting, comma, pause = (
        np.array([word in listed for word in tokens.words], dtype=bool)[tokens.word]
        for listed in (CONTRASTS[lang], TURNS[lang], UNLESS_AFTER, {","}, PAUSES | JOINTS)
    )
    score = np.where(pause[at - 1] | pause[at], EARLY_AT_PAUSE, EARLY) + bias
    for feature in features:
        score += weights[feature]
    chosen = score > 0
    chosen |= contrast[at] & ~excepting[at - 1]
    chosen |= turn[at] & comma[at - 1] & ~np.r_[comma, False][at + 1]
    opening = np.flatnonzero(np.r_[True, tokens.row[1:] != tokens.row[:-1]]) if len(tokens.row) else at
    clinging = np.array([unicodedata.category(word[0]) in CLINGING for word in tokens.words], dtype=bool)
    joining = np.array([word.endswith(JOINER) for word in tokens.words], dtype=bool)
    whole = ~(clinging[tokens.word[at]] | joining[tokens.word[at - 1]])
    return _without_leads(np.union1d(opening, at[(chosen | tokens.sentence[at]) & whole]), tokens, lang, within)


def _without_leads(first: Ints, tokens: Tokens, lang: str, within: Ints) -> Ints:
    """Join what only leads to a statement ("sinon", "to this day,") to the statement it leads to."""
    n = len(tokens.row)
    part = _classes(lang, tokens)
    leading = np.isin(within, [KINDS.index(name) for name in LEADING]) | (part == CLASSES.index("binds"))
    sign, stops = (
        np.array([word in listed for word in tokens.words], dtype=bool)[tokens.word] for listed in (PAUSES, FULL_STOPS)
    )
    says = ~(sign | leading)
    after = np.r_[first[1:], n].astype(np.int64)
    says_before, words_before = (np.r_[0, np.cumsum(each)] for each in (says, ~sign))
    leads = (says_before[after] == says_before[first]) & (words_before[after] > words_before[first])
    followed = (after < n) & (tokens.row[np.minimum(after, n - 1)] == tokens.row[first]) if n else leads
    return np.setdiff1d(first, after[leads & followed & ~stops[after - 1]]) if n else first


def _codes(texts: Sequence[str], tokens: Tokens) -> tuple[Ints, Ints, Ints, Ints]:
    """Return of each token the hash of its word, its shape, the pause it makes, and how it begins.

    It begins with a small letter (1), a capital (2), or either one in a text of capitals (2 and 3).
    """
    words = tokens.words
    code = np.array([zlib.crc32(word.encode("utf-8", "replace")) & 0x7FFFFFFF for word in words], dtype=np.int64)
    named = sorted(PAUSES | JOINTS)
    pause = np.array(
        [named.index(word) + 1 if word in PAUSES or word in JOINTS else 0 for word in words], dtype=np.int64
    )
    ending = np.array([zlib.crc32(word[-2:].encode("utf-8", "replace")) % 50 for word in words], dtype=np.int64)
    capital = np.fromiter(
        (texts[row][start].isupper() for row, start in zip(tokens.row.tolist(), tokens.start.tolist(), strict=True)),
        dtype=np.int64,
        count=len(tokens.row),
    )
    long = np.minimum(tokens.end - tokens.start, 2) - 1
    shape = (ending[tokens.word] * 2 + capital) * 2 + long
    mostly = np.bincount(tokens.row, capital) * 2 > np.bincount(tokens.row) if len(tokens.row) else capital > 0
    return code[tokens.word], shape, pause[tokens.word], 1 + capital + mostly[tokens.row]


def cue_kinds(lang: str, tokens: Tokens) -> tuple[Ints, Ints]:
    """Return the kind of cue that begins at each token, and the kind it lies in; 0 for none.

    A phrase of several words covers its others.
    """
    lexicon, n, more = get_lexicon(lang), len(tokens.row), len(tokens.words) + 1
    alone = [lexicon.find_first([word]) for word in tokens.words]
    kind = np.array([KINDS.index(cue.kind) if cue else 0 for cue in alone], dtype=np.int64)[tokens.word]
    at = np.flatnonzero(np.array([lexicon.leads(word) for word in tokens.words], dtype=bool)[tokens.word])
    row, word = np.r_[tokens.row, -1, -1], np.r_[tokens.word, -1, -1] + 1
    key = word[at]
    for step in (1, 2):
        key = key * more + np.where(row[at + step] == tokens.row[at], word[at + step], 0)
    keys, which = np.unique(key, return_inverse=True)
    spelled = ("", *tokens.words)
    threes = zip((keys // more**2).tolist(), (keys // more % more).tolist(), (keys % more).tolist(), strict=True)
    cues = [lexicon.find_first([spelled[each] for each in three if each]) for three in threes]
    length = np.array([cue.after if cue else 0 for cue in cues], dtype=np.int64)[which]
    meant = np.array([KINDS.index(cue.kind) if cue else 0 for cue in cues], dtype=np.int64)[which]
    free = length > 1
    for _ in range(2):  # a phrase inside another is none; first found in all, then in those that are left
        covered = np.zeros(n + 2, dtype=bool)
        for step in (1, 2):
            covered[at[free & (length > step)] + step] = True
        free &= ~covered[at]
    kind[covered[:n]] = 0
    kind[at[free]] = meant[free]
    within = np.r_[kind, 0, 0]
    for step in (1, 2):
        reached = free & (length > step)
        within[at[reached] + step] = meant[reached]
    return kind, within[:n]


@lru_cache
def _read_classes(lang: str) -> dict[str, int]:
    """Return the class of the words that lean on the word after them."""
    text = files("npsanalysis").joinpath("comments", "cues", "classes.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {word: CLASSES.index(name) for of, name, listed in lines if of == lang for word in listed.split(" | ")}


def _classes(lang: str, tokens: Tokens) -> Ints:
    """Return the class of each token, counted from 1: one that leans on the next, a sign, or any other word."""
    known = _read_classes(lang)
    other, sign = CLASSES.index("other"), CLASSES.index("sign")
    of_word = [known.get(word, other if word[0].isalnum() else sign) for word in tokens.words]
    return np.array(of_word, dtype=np.int64)[tokens.word]


def _leans(kind: Ints, tokens: Tokens) -> list[NDArray[np.int64]]:
    """Return the running counts of tokens that speak for praise, blame and a wish, negations taken into account."""
    table = np.array([LEAN.get(name, 0) for name in KINDS], dtype=np.int64)
    lean = table[kind]
    running = np.r_[0, np.cumsum(kind == KINDS.index("not"))]
    n = len(kind)
    position = np.arange(n)
    same = np.r_[True, tokens.row[1:] == tokens.row[:-1]] if n else np.zeros(0, dtype=bool)
    start = np.maximum.accumulate(np.where(same, 0, position)) if n else position
    negated = running[position] > running[np.maximum(position - REACH, start)]
    turned = np.array([0, 2, 1, 3, 4])
    plainly = np.isin(kind, [KINDS.index("good"), KINDS.index("bad")])
    lean = np.where(negated & plainly, turned[lean], lean)
    return [np.r_[0, np.cumsum(lean == sort)] for sort in (1, 2, 4)]


def _between(running: list[NDArray[np.int64]], first: Ints, after: Ints) -> Ints:
    """Return what the tokens of a stretch speak for: 1 praise, 2 blame, 4 a wish, and their sums."""
    found = [(counts[after] > counts[first]).astype(np.int64) for counts in running]
    return found[0] + 2 * found[1] + 4 * found[2]


def _bucket(number: int, column: Ints) -> Ints:
    """Hash a feature to rows of the table of weights, alike values of two features apart."""
    mixed = column.astype(np.uint64)
    mixed += np.uint64(number * 0x9E3779B1)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return ((mixed >> np.uint64(40)) & np.uint64(BUCKETS - 1)).view(np.int64)
