"""Which column holds the recommendation score: by the wording of its question and by its values, never by one alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.errors import NoScoreColumnError, ReadingError
from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.ends import read_ends
from npsanalysis.reading.labels import agreement, codes_in, labels_in
from npsanalysis.reading.loudness import ASKS, CALLED, MATCHES_LABELS, PLAIN, SILENT, loudness, wave_of
from npsanalysis.reading.matching import fold, says
from npsanalysis.reading.personal import personal_role
from npsanalysis.reading.scales import FEW, NPS_SCALE, scale_of
from npsanalysis.reading.table import Finding, listed, tallied
from npsanalysis.reading.values import Scores, read_scores, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from npsanalysis.reading.profiles import Column

FROM_ONE = (
    "answers on 1-11, it seems 0-10 coded from 1: subtract 1 or export its values anew; "
    "where 11 means no answer, name the column and say scale=(0, 10)"
)

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
    heard = {column.position: loudness(column.name, column.question)[0] for column in columns}
    columns = [c for c in columns if heard[c.position] > SILENT or not says(c.name, words.IDS)]
    worth = [c for c in columns if c.profile.scores >= 0.2 or (c.profile.numbers >= 0.5 and heard[c.position] > SILENT)]
    loud = [c for c in worth if heard[c.position] >= CALLED]
    judged = [found for c in loud if (found := judge(c, cells[c.position], told=told))]
    # Words under a recommendation question: no score, but a reason not to take a plain column instead.
    worded = [
        c for c in columns if c not in worth and heard[c.position] >= CALLED and 1 < c.profile.distinct <= MOST_WORDED
    ]
    judged += [
        Candidate(c.position, c.name, ASKS, "text", read_scores(cells[c.position]), "scale_text") for c in worded
    ]
    if not any(each.scale == NPS_SCALE for each in judged):
        judged += [found for c in worth if c not in loud and (found := judge(c, cells[c.position], told=told))]
    return judged


def judge(column: Column, cells: pd.Series, *, told: bool = False) -> Candidate | None:
    """Judge one column; None when it is not made of numbers."""
    scores = read_ends(read_scores(cells), cells)
    wording, reason = loudness(column.name, column.question)
    valid = int(np.sum(~np.isnan(scores.numbers)))
    filled = valid + sum(scores.invalid.values())
    if not filled:
        return None
    scale = NPS_SCALE if told else scale_of(scores, f"{column.name} {column.question}")
    if valid < LEAST_VALID * filled and scale == NPS_SCALE:
        if wording < CALLED:
            return None
        scale = "text"
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
        and any(fold(tidy(text)) in words.LABELS for text in column.profile.texts)
    ]
    labels = {c.position: found.rename(c.name) for c in few if (found := labels_in(cells[c.position])) is not None}
    coded = {
        c.position: found.rename(c.name)
        for c in columns
        if c.position not in told
        and c.profile.distinct <= MOST_LABELS
        and loudness(c.name, c.question)[0] >= CALLED
        and (found := codes_in(cells[c.position])) is not None
    }
    named = next((column for column in columns if told.get(column.position) == "score"), None)
    if named is not None:
        score = _check_named(named, judge(named, cells[named.position], told=scale_told))
        return Choice(score, labels, "", [Finding("score_column_found", score.name, 1, "noted", "named_by_caller")])
    free = [column for column in columns if column.position not in {*told, *labels} and personal_role(column) is None]
    # Numbers that stand for categories are labels, yet listed where nothing else is found.
    judged = _judged(free, cells, told=scale_told)
    labels |= coded
    if not scale_told:
        judged = [replace(each, scale="1-11") if _is_shifted(each, labels.values()) else each for each in judged]
    ordered = _ranked(judged, list(labels.values()))
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
    ordered = sorted(fitting, key=_order)
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
    if named.scale == "1-11":
        raise ReadingError(f"column {column.name!r}: {FROM_ONE}.")
    if named.scale != NPS_SCALE:
        raise ReadingError(
            f"column {column.name!r} holds answers on {named.scale}; an NPS needs 0-10: "
            "if the scale is 0-10 all the same, say scale=(0, 10)."
        )
    return named


def _is_shifted(candidate: Candidate, labels: Iterable[pd.Series]) -> bool:
    """Tell whether the categories in the file are those of the scores less one: a 0-10 scale coded from 1."""
    if candidate.scale != NPS_SCALE or candidate.wording < CALLED:
        return False
    for each in labels:
        compared, agree, _ = agreement(candidate.scores.numbers, each)
        if compared >= FEW and agree < compared == agreement(candidate.scores.numbers - 1, each)[1]:
            return True
    return False


def _with_labels(candidate: Candidate, labels: Sequence[pd.Series]) -> Candidate:
    """Raise a silent column whose categories are those of a label column."""
    for each in labels:
        compared, agree, _ = agreement(candidate.scores.numbers, each)
        if candidate.wording < MATCHES_LABELS and compared >= FEW and agree >= 0.95 * compared:
            return Candidate(
                candidate.position, candidate.name, MATCHES_LABELS, "0-10", candidate.scores, "matches_labels"
            )
    return candidate


def _order(candidate: Candidate) -> tuple[int, int, int]:
    """Order candidates: the loudest first; of equals the latest year or wave, then the first in the file."""
    return -candidate.wording, -wave_of(candidate.name), candidate.position


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
    settle = [each.name[:60] for each in fitting or ordered if not says(each.name, words.NOT_THE_SCORE)]
    if not settle or ordered[0].scale in {"computed", "1-11"}:
        advice = "Name the right one with score='…', or check that this is the right file or sheet."
    elif fitting:
        advice = f"Name the right one, for example score={settle[0]!r}."
    else:
        advice = (
            "Answers on another scale give a share of satisfied customers (satisfaction), not an NPS; if a scale is "
            f"0-10 all the same, say so: score={settle[0]!r}, scale=(0, 10)."
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
        "1-11": FROM_ONE,
        "computed": "looks like an NPS already computed, not answers",
        "text": f"hardly a number from 0 to 10: {tallied(candidate.scores.invalid or candidate.scores.missing)}",
    }
    return said.get(candidate.scale, f"answers on {candidate.scale}; an NPS needs 0-10")
