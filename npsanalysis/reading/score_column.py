"""Which column holds the recommendation score: by the wording of its question and by its values, never by one alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.errors import NoScoreColumnError, ReadingError
from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.personal import personal_role
from npsanalysis.reading.scales import FEW, NPS_SCALE, scale_of
from npsanalysis.reading.table import Finding, listed
from npsanalysis.reading.values import Scores, read_scores, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npsanalysis.reading.profiles import Column

ASKS, CALLED, MATCHES_LABELS, PLAIN, SILENT = 4, 4, 3, 1, 0
"""How loudly a column says that it is the score."""

MOST_LABELS = 8
"""Different values of a column of promoters, passives and detractors."""

MOST_WORDED = 12
"""Different answers in words to a recommendation question: more are comments."""

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


def _judged(columns: Sequence[Column], cells: pd.DataFrame, *, told: bool) -> list[Candidate]:
    """Judge the columns that may hold the score: the loud ones, and the silent ones only where no loud one fits."""
    loudness = {column.position: _wording(column.name, column.question)[0] for column in columns}
    worth = [
        c for c in columns if c.profile.scores >= 0.2 or (c.profile.numbers >= 0.5 and loudness[c.position] > SILENT)
    ]
    loud = [c for c in worth if loudness[c.position] >= CALLED]
    judged = [found for c in loud if (found := judge(c, cells[c.position], told=told))]
    # Words under a recommendation question: no score, but a reason not to take a plain column instead.
    worded = [
        c
        for c in columns
        if c not in worth and loudness[c.position] >= CALLED and 1 < c.profile.distinct <= MOST_WORDED
    ]
    judged += [
        Candidate(c.position, c.name, ASKS, "text", read_scores(cells[c.position]), "scale_text") for c in worded
    ]
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


@dataclass(frozen=True)
class Choice:
    """The score column chosen, and what speaks for and against it.

    Attributes
    ----------
    score
        The column taken.
    labels
        Columns of promoter, passive, detractor, by position.
    runner_up
        Name of the next candidate, empty where there is none.
    findings
        How it was found, and the other recommendation questions.
    """

    score: Candidate
    labels: Mapping[int, pd.Series]
    runner_up: str
    findings: list[Finding]


def find_score(columns: Sequence[Column], cells: pd.DataFrame, told: Mapping[int, str], *, scale_told: bool) -> Choice:
    """Choose the score column, or take the one the caller named.

    Parameters
    ----------
    columns, cells
        The columns and their cells.
    told
        Roles the caller gave, by position.
    scale_told
        Whether the caller declares the scale to be 0-10 or 1-10.

    Raises
    ------
    NoScoreColumnError
        If none can be taken: the message lists the candidates, with why and what settles it.
    ReadingError
        If the named one holds no score, or is on another scale.
    """
    few = [
        column
        for column in columns
        if column.position not in told
        and column.profile.distinct <= MOST_LABELS
        and any(words.fold(tidy(text)) in words.LABELS for text in column.profile.texts)
    ]
    labels = {c.position: found.rename(c.name) for c in few if (found := labels_in(cells[c.position])) is not None}
    named = next((column for column in columns if told.get(column.position) == "score"), None)
    if named is not None:
        score = _check_named(named, judge(named, cells[named.position], told=scale_told))
        return Choice(score, labels, "", [Finding("score_column_found", score.name, 1, "noted", "named_by_caller")])
    free = [column for column in columns if column.position not in {*told, *labels} and personal_role(column) is None]
    ordered = _ranked(_judged(free, cells, told=scale_told), list(labels.values()))
    score, others = ordered[0], ordered[1:]
    what, done = ("score_column_guessed", "guessed") if score.wording == PLAIN else ("score_column_found", "noted")
    findings = [Finding(what, score.name, 1, done, score.reason)]
    seconds = [each.name for each in others if each.wording >= CALLED]
    if seconds:
        findings.append(Finding("second_recommendation_question", score.name, len(seconds), "offered", listed(seconds)))
    return Choice(score, labels, others[0].name if others else "", findings)


def _ranked(candidates: Sequence[Candidate], labels: Sequence[pd.Series]) -> list[Candidate]:
    """Return the candidates that fit, the score column first."""
    fitting = [_with_labels(each, labels) for each in candidates if each.scale == NPS_SCALE]
    ordered = sorted(fitting, key=lambda each: (-each.wording, each.position))
    # A column that asks to recommend, on another scale, speaks against a plain one.
    contradicted = any(each.wording >= CALLED for each in candidates)
    alone = len(ordered) == 1 and ordered[0].wording == PLAIN and not contradicted
    if ordered and (ordered[0].wording >= MATCHES_LABELS or alone):
        return ordered
    raise NoScoreColumnError(_refusal(candidates, ordered))


def _check_named(column: Column, named: Candidate | None) -> Candidate:
    """Return the score column the caller named, refused where its values are on another scale."""
    if named is None or (named.scale == NPS_SCALE and not np.isfinite(named.scores.numbers).any()):
        raise ReadingError(f"column {column.name!r} has no usable score: none of its cells is a number from 0 to 10.")
    if named.scale == "text":
        raise ReadingError(f"column {column.name!r} has no usable score: its cells are no numbers from 0 to 10.")
    if named.scale != NPS_SCALE:
        raise ReadingError(
            f"column {column.name!r} holds answers on {named.scale}; an NPS needs 0-10: "
            "if the scale is 0-10 all the same, say scale=(0, 10)."
        )
    return named


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
    advice = (
        f"Name the right one, for example score={settle[:60]!r}."
        if fitting
        else "Answers on another scale give a share of satisfied customers (satisfaction), not an NPS; if a scale is "
        f"0-10 all the same, say so: score={settle[:60]!r}, scale=(0, 10)."
    )
    return f"no column can be taken for the recommendation score. Looked at: {why}{more}. {advice}"


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
