"""Label statements by their cues alone: no training, every decision can be read off the cue files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.comments.cues import Cue
    from npsanalysis.comments.tokens import Token

REACH = 4
"""Tokens a negation reaches forward."""

LESS_REACH = 2
"""Tokens that "less" and "hardly" reach forward."""

STOPS = frozenset({",", ".", ";", "!", "?", "mais", "but"})
"""Tokens that a negation does not reach across."""

TURNED = {"good": "bad", "bad": "good"}
"""What a negation makes of a cue."""


def turn_negated(tokens: Sequence[Token], cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues with those in reach of a negation turned round: "pas cher" is good, "not helpful" is bad."""
    turned = []
    for cue in cues:
        if cue.kind in TURNED and _negations(tokens, cues, cue) % 2:
            turned.append(cue._replace(kind=TURNED[cue.kind]))
        else:
            turned.append(cue)
    return turned


def label_by_cues(tokens: Sequence[Token], cues: Sequence[Cue]) -> tuple[str, float]:
    """Return the label the cues of a statement speak for, and how clearly they do (0…1)."""
    found = turn_negated(tokens, cues)
    kinds = [cue.kind for cue in found]
    begins = kinds[0] if found and found[0].first <= 1 else ""
    bad = (
        kinds.count("bad")
        + 2 * kinds.count("pity")
        + 2 * kinds.count("blame")
        + 2 * kinds.count("excess")
        + 1.5 * kinds.count("lack")
    )
    good = kinds.count("good") + 2 * kinds.count("praise")
    asks = 2 * kinds.count("wish") + 2 * kinds.count("please") + 3 * (begins in {"order", "more"})
    if asks > 1 and asks >= max(good, bad) / 2:
        return "suggestion", _share(asks, good + bad)
    if good > bad:
        return "pro", _share(good, bad + asks)
    if bad > 0:
        return "con", _share(bad, good + asks)
    if "none" in kinds or not any(map(str.isalnum, "".join(token.plain for token in tokens))):
        return "none", 0.6
    if "not" in kinds or "less" in kinds:
        return "con", 0.5
    return ("none", 0.4) if len(tokens) < 4 else ("con", 0.4)


def _negations(tokens: Sequence[Token], cues: Sequence[Cue], cue: Cue) -> int:
    """Count the negations that reach a cue."""
    count = 0
    for other in cues:
        if other.first >= cue.first:
            break
        reach = REACH if other.kind == "not" else LESS_REACH if other.kind == "less" else 0
        between = tokens[other.after : cue.first]
        if reach > len(between) and not any(token.plain in STOPS for token in between):
            count += 1
    return count


def _share(mine: float, others: float) -> float:
    """Return how clearly a label prevails."""
    return (mine + 0.5) / (mine + others + 1)
