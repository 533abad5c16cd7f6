"""Label statements by their cues alone: no training, every decision can be read off the cue files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from npsanalysis.comments.cues import Cue

if TYPE_CHECKING:
    from collections.abc import Sequence

REACH = 4
"""Tokens a negation reaches forward."""

WITHOUT, WITHOUT_REACH = frozenset({"sans", "without"}), 3
"""Negations of what follows at once, and what they reach: "sans gluten" says nothing of the price."""

LESS_REACH = 2
"""Tokens that "less" and "hardly" reach forward."""

STOPS = frozenset({",", ".", ";", "!", "?", "mais", "but"})
"""Tokens that a negation does not reach across."""

OPENINGS = frozenset({"order", "more"})
"""Kinds that ask for something where a statement begins, and hardly elsewhere."""

OPENERS = frozenset(
    {"et", "and", "mais", "but", "donc", "so", "alors", "please", "svp", "just", "juste", "-", "+", "*", ","}
)
"""Words before an opening that leave it one."""

IMPERATIVE = re.compile(r"(?!chez|avez|assez|allez|nez|rez|etes)\w{2,}ez")
"""A French verb in the second person plural."""

TURNED = {"good": "bad", "bad": "good", "praise": "bad"}
"""What a negation makes of a cue."""


def read_cues(words: Sequence[str], cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues as they are meant where they stand.

    In reach of a negation praise and blame change places: "pas cher" is good, "not helpful" is bad. An order, or "more
    of this", is one where a statement begins; a first word in -ez is an order to those who are addressed.
    """
    meant = []
    for cue in cues:
        if cue.kind in TURNED and _negated(words, cues, cue):
            meant.append(cue._replace(kind=TURNED[cue.kind]))
        elif cue.kind in OPENINGS and not _opens(words, cue.first):
            meant.append(cue._replace(kind=f"later {cue.kind}"))
        else:
            meant.append(cue)
    if words and IMPERATIVE.fullmatch(words[0]) and not (meant and meant[0].first == 0):
        meant.insert(0, Cue("order", 0, 1))
    return meant


def label_by_cues(words: Sequence[str], cues: Sequence[Cue]) -> tuple[str, float]:
    """Return the label the cues of a statement speak for, and how clearly they do (0…1)."""
    found = read_cues(words, cues)
    kinds = [cue.kind for cue in found]
    bad = (
        kinds.count("bad")
        + 2 * kinds.count("pity")
        + 2 * kinds.count("blame")
        + 2 * kinds.count("excess")
        + 1.5 * kinds.count("lack")
    )
    good = kinds.count("good") + 2 * kinds.count("praise")
    asks = 2 * kinds.count("wish") + 2 * kinds.count("please") + 3 * bool(OPENINGS & set(kinds))
    if asks > 1 and asks >= max(good, bad) / 2:
        return "suggestion", _share(asks, good + bad)
    if good > bad:
        return "pro", _share(good, bad + asks)
    if bad > 0:
        return "con", _share(bad, good + asks)
    if "none" in kinds or not any(map(str.isalnum, "".join(words))):
        return "none", 0.6
    if "not" in kinds or "less" in kinds:
        return "con", 0.5
    return ("none", 0.4) if len(words) < 4 else ("con", 0.4)


def _opens(words: Sequence[str], first: int) -> bool:
    """Say whether a cue stands where a statement begins."""
    return all(word in OPENERS for word in words[:first])


def _negated(words: Sequence[str], cues: Sequence[Cue], cue: Cue) -> bool:
    """Say whether a negation reaches a cue; two do no more than one: "n'était ni rapide ni aimable"."""
    for other in cues:
        if other.first >= cue.first:
            break
        reach = {"not": WITHOUT_REACH if words[other.first] in WITHOUT else REACH, "less": LESS_REACH}.get(
            other.kind, 0
        )
        between = words[other.after : cue.first]
        if reach > len(between) and not any(word in STOPS for word in between):
            return True
    return False


def _share(mine: float, others: float) -> float:
    """Return how clearly a label prevails."""
    return (mine + 0.5) / (mine + others + 1)
