"""Which column holds the recommendation score: by the wording of its question and by its values, never by one alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.errors import NoScoreColumnError
from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.scales import FEW, NPS_SCALE, scale_of
from npsanalysis.reading.values import Scores, read_scores, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.reading.roles import Column

ASKS, CALLED, MATCHES_LABELS, PLAIN, SILENT = 4, 4, 3, 1, 0
"""How loudly a column says that it is the score."""

LEAST_VALID = 0.5
"""Share of the filled cells that must be scores."""


@dataclass(frozen=True)
class Candidate:
    """A column of numbers, judged as the score.

    Attributes
    ----------
    position
        Of the column in the file.
    name
        Of the column.
    wording
        How loudly its name or question says it: `ASKS`, `PLAIN`…
    scale
        `0-10`, or the scale its values are on.
    scores
        Its values read on 0-10.
    reason
        A code: why it was or was not taken.
    """

    position: int
    name: str
    wording: int
    scale: str
    scores: Scores
    reason: str


def judge_columns(columns: Sequence[Column], cells: pd.DataFrame, *, told: bool = False) -> list[Candidate]:
    """Judge the columns that may hold the score: the loud ones, and the silent ones only where no loud one fits.

    Parameters
    ----------
    columns
        Columns to look at, in the order of the file.
    cells
        Their cells.
    told
        Whether the caller declares the scale to be 0-10 or 1-10.
    """
    loudness = {column.position: _wording(column.name, column.question)[0] for column in columns}
    worth = [
        c for c in columns if c.profile.scores >= 0.2 or (c.profile.numbers >= 0.5 and loudness[c.position] > SILENT)
    ]
    loud = [c for c in worth if loudness[c.position] >= CALLED]
    judged = [found for c in loud if (found := judge(c, cells[c.position], told=told))]
    if not any(each.scale == NPS_SCALE for each in judged):
        judged += [found for c in worth if c not in loud and (found := judge(c, cells[c.position], told=told))]
    return judged


def judge(column: Column, cells: pd.Series, *, told: bool = False) -> Candidate | None:
    """Judge one column; None when it is not made of numbers."""
    scores = read_scores(cells)
    wording, reason = _wording(column.name, column.question)
    valid = int(np.sum(~np.isnan(scores.numbers)))
    filled = valid + sum(scores.invalid.values())
    if not filled:
        return None
    scale = NPS_SCALE if told else scale_of(scores, f"{column.name} {column.question}")
    if valid < LEAST_VALID * filled and scale == NPS_SCALE:
        return None
    return Candidate(
        column.position, column.name, wording, scale, scores, reason if scale == NPS_SCALE else f"scale_{scale}"
    )


def choose(candidates: Sequence[Candidate], labels: Sequence[pd.Series]) -> tuple[Candidate, Candidate | None, bool]:
    """Return the score column, the runner-up, and whether it is a guess.

    Parameters
    ----------
    candidates
        The columns of numbers, in the order of the file.
    labels
        Columns of promoter, passive, detractor.

    Raises
    ------
    NoScoreColumnError
        If none can be taken: the message lists them, with why and what settles it.
    """
    fitting = [each for each in candidates if each.scale == NPS_SCALE]
    if labels:
        fitting = [_with_labels(each, labels) for each in fitting]
    ordered = sorted(fitting, key=lambda each: (-each.wording, each.position))
    if ordered and ordered[0].wording >= MATCHES_LABELS:
        return ordered[0], ordered[1] if len(ordered) > 1 else None, False
    if len(ordered) == 1 and ordered[0].wording == PLAIN:
        return ordered[0], None, True
    raise NoScoreColumnError(_refusal(candidates, ordered))


def labels_in(column: pd.Series) -> pd.Series | None:
    """Return the categories a column names (promoter, passive, detractor), or None where it names something else."""
    found = {text: words.LABELS.get(words.fold(tidy(text))) for text in pd.unique(column)[:50] if text.strip()}
    known = sum(label is not None for label in found.values())
    return column.map(found) if known and known >= 0.7 * len(found) else None


def agreement(values: np.ndarray, labels: pd.Series) -> tuple[int, int, int]:
    """Count the rows where scores and labels can be compared, agree, and would agree on the reversed scale."""
    both = ~np.isnan(values) & labels.notna().to_numpy(dtype=bool)
    named = labels.to_numpy(dtype=object)[both]
    return (
        int(both.sum()),
        int((_category(values[both]) == named).sum()),
        int((_category(10 - values[both]) == named).sum()),
    )


def _category(values: np.ndarray) -> np.ndarray:
    return np.where(values <= 6, "detractor", np.where(values < 9, "passive", "promoter")).astype(object)


def _with_labels(candidate: Candidate, labels: Sequence[pd.Series]) -> Candidate:
    """Raise a silent column whose categories are those of a label column."""
    for each in labels:
        compared, agree, _ = agreement(candidate.scores.numbers, each)
        if candidate.wording < MATCHES_LABELS and compared >= FEW and agree >= 0.95 * compared:
            return Candidate(
                candidate.position, candidate.name, MATCHES_LABELS, "0-10", candidate.scores, "matches_labels"
            )
    return candidate


def _wording(name: str, question: str) -> tuple[int, str]:
    """Tell how loudly a name or a question says that the column is the score, and by what."""
    both = f"{name} {question}" if question != name else name
    disowned = words.says(name, words.NOT_THE_SCORE) if len(name) < 40 else False
    if (
        words.says(both, words.RECOMMEND)
        and not disowned
        and not words.says(both, ("how many", "combien", "number of"))
    ):
        return ASKS, "asks_to_recommend"
    if words.says(both, words.NET_PROMOTER):
        return (PLAIN, "near_name") if disowned else (CALLED, "called_nps")
    if words.is_called(name, words.PLAIN_SCORE) or words.is_called(question, words.PLAIN_SCORE):
        return PLAIN, "plain_name"
    return SILENT, "does_not_ask_to_recommend"


def _refusal(candidates: Sequence[Candidate], fitting: Sequence[Candidate]) -> str:
    """Say which columns were looked at, why none was taken, and what settles it."""
    if not candidates:
        return (
            "no column can be taken for the recommendation score: none holds numbers from 0 to 10; name it with "
            "score='…', or check that this is the right file or sheet."
        )
    ordered = sorted(candidates, key=lambda each: (-each.wording, each.scale != NPS_SCALE, each.position))
    why = "; ".join(f"{each.name[:60]!r} ({_why(each)})" for each in ordered[:8])
    more = f"; and {len(candidates) - 8} more" if len(candidates) > 8 else ""
    settle = (fitting or ordered)[0].name
    scale = "" if fitting else ", scale=(0, 10)"
    return (
        f"no column can be taken for the recommendation score. Looked at: {why}{more}. "
        f"Name the right one, for example score={settle[:60]!r}{scale}."
    )


def _why(candidate: Candidate) -> str:
    """Say why a candidate was not taken."""
    if candidate.scale == NPS_SCALE:
        plain = candidate.wording == PLAIN
        return f"0-10, but {'other columns are too and none asks' if plain else 'does not ask'} to recommend"
    said = {
        "0-1": "yes or no, not 0-10",
        "category": "categories coded as numbers, not 0-10",
        "text": "no number from 0 to 10",
    }
    return said.get(candidate.scale, f"answers on {candidate.scale}; an NPS needs 0-10")
