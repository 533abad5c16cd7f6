"""Read a survey export: the responses, and an audit of all that was guessed, mended or left out."""

from __future__ import annotations

import html
from dataclasses import astuple, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError, ReadingError, UnknownColumnError
from npsanalysis.reading import report as saying
from npsanalysis.reading.build import Builder
from npsanalysis.reading.files import open_table
from npsanalysis.reading.layouts import LOOKED_AT, Header, find_header
from npsanalysis.reading.offers import doubtful_rows, without_repeated
from npsanalysis.reading.roles import Column, describe_columns, find_roles, personal_role
from npsanalysis.reading.rows import leave_out
from npsanalysis.reading.sanity import check_comments, check_scores
from npsanalysis.reading.scales import NPS_SCALE
from npsanalysis.reading.score_column import Candidate, choose, judge, judge_columns, labels_in
from npsanalysis.reading.table import Finding, Source, Table, listed
from npsanalysis.reading.values import blank_na
from npsanalysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCALES = ((0, 10), (1, 10))
"""Scales an NPS can be had from."""


@dataclass(frozen=True)
class Export:
    """A survey export, read.

    Attributes
    ----------
    responses
        A row a response: `response_id, score` and, where there: `comment` (`comment_2`, …), `date, weight,
        respondent_id, account_id`, then every other column under its name.
    audit
        A row a finding, the most important first: `what, where, count, done, detail`.
    columns
        A row a column of the file: `column, source, role, reason, runner_up`.
    contacts
        The personal columns, kept apart, with `response_id`.
    source
        The file and how it was read.
    questions
        The wording of the question of each comment column.
    """

    responses: pd.DataFrame
    audit: pd.DataFrame
    columns: pd.DataFrame
    contacts: pd.DataFrame
    source: Source
    questions: Mapping[str, str]

    def report(self, lang: str = "en") -> str:
        """Say what was read and what was done, a sentence a line."""
        scored = int(self.responses["score"].notna().sum())
        counted = say(
            "Responses: {responses}, with a score: {scored}.", lang, responses=len(self.responses), scored=scored
        )
        return "\n".join([saying.describe_source(self.source, lang), counted, *saying.describe_audit(self.audit, lang)])

    def __str__(self) -> str:
        return self.report()

    def _repr_html_(self) -> str:
        first, *rest = self.report().split("\n")
        items = "".join(f"<li>{html.escape(line)}</li>" for line in rest)
        return f"<p><strong>{html.escape(first)}</strong></p><ul>{items}</ul>"


def read_export(
    source: Any,  # noqa: ANN401 -- a path, a binary buffer or any frame
    *,
    score: str | None = None,
    comment: str | Sequence[str] | None = None,
    date: str | None = None,
    weight: str | None = None,
    by: str | Sequence[str] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    scale: tuple[int, int] | None = None,
) -> Export:
    r"""Read a survey export: columns found by their wording and values, or named; everything done is in the audit.

    Parameters
    ----------
    source
        Path of a file (CSV, TSV, XLSX, XLSB, XLS, ODS), a binary buffer, or a frame.
    score, comment, date, weight, by
        Names of columns, as the file has them or as `responses` would; found by themselves where not given.
    sheet
        Name of the sheet of a workbook.
    encoding
        Encoding of a text file.
    scale
        `(0, 10)` or `(1, 10)`: declares the scale where the values leave doubt. Nothing is rescaled.

    Returns
    -------
    Export
        Responses, audit, columns, contacts, source.

    Raises
    ------
    ReadingError
        If the file cannot be read as a survey.
    NoScoreColumnError
        If no column can be taken for the score.
    UnknownColumnError
        If a named column is not there.

    Examples
    --------
    >>> from io import BytesIO
    >>> export = read_export(BytesIO(b"note;pourquoi ?\n10;Accueil parfait\n3;Trop d'attente\n"), score="note")
    >>> export.responses
      response_id  score          comment
    0           1   10.0  Accueil parfait
    1           2    3.0   Trop d'attente
    """
    if scale is not None and tuple(scale) not in SCALES:
        raise NPSError(
            f"an NPS needs answers on 0-10 (or 1-10, not rescaled), got scale={scale!r}; use satisfaction() for others."
        )
    table = open_table(source, sheet=sheet, encoding=encoding)
    header, cells, findings = _body(table)
    file_source = replace(
        table.source, layout=header.layout, header_rows=header.first - header.preamble, rows=len(cells)
    )
    cells, left_out = leave_out(cells, header.names)
    cells, repeated = without_repeated(cells, header.names)
    cells, marked = blank_na(cells)
    findings = [*table.findings, *findings, *left_out, *repeated, *doubtful_rows(cells, header.names)]
    if marked:
        findings.append(Finding("na_marks_missing", "", marked, "set_missing"))
    if not len(cells):
        raise ReadingError("the file has a header but no answers below it; check that the export was finished.")

    names, questions = header.names, header.questions
    told = _told(names, score=score, comment=comment, date=date, weight=weight, by=by)
    columns = describe_columns(cells, names, questions)
    labels = {
        column.position: found
        for column in columns
        if column.position not in told
        and column.profile.distinct <= 8
        and (found := labels_in(cells[column.position])) is not None
    }
    free = [column for column in columns if column.position not in {*told, *labels} and personal_role(column) is None]
    if score is not None:
        chosen, runner_up, guessed = _named_score(columns, told, cells, scale_told=scale is not None), None, False
        judged = [chosen]
    else:
        judged = judge_columns(free, cells, told=scale is not None)
        chosen, runner_up, guessed = choose(judged, list(labels.values()))
    told = {**told, **dict.fromkeys(labels, "label"), chosen.position: "score"}
    roles = find_roles(columns, told)
    for position in labels:
        roles[position] = ("label", "names_categories")
    if score is None:
        roles[chosen.position] = ("score", chosen.reason)
    what = "score_column_guessed" if guessed else "score_column_found"
    findings.append(Finding(what, chosen.name, 1, "guessed" if guessed else "noted", roles[chosen.position][1]))
    if runner_up is not None and runner_up.wording >= 4:
        seconds = [each.name for each in judged if each.wording >= 4 and each.scale == "0-10" and each is not chosen]
        findings.append(
            Finding("second_recommendation_question", runner_up.name, len(seconds), "offered", listed(seconds))
        )
    builder = Builder(cells, columns, roles, chosen, table)
    responses, contacts, named = builder.build()
    findings.extend(builder.findings)
    asked = questions[chosen.position]
    named_labels = {names[position]: each for position, each in labels.items()}
    texts = columns[chosen.position].profile.texts
    findings.extend(check_scores(chosen.name, chosen.scores.numbers, wording=asked, cells=texts, labels=named_labels))
    if "comment" in responses:
        findings.extend(check_comments(chosen.name, chosen.scores.numbers, responses["comment"]))
    listing = pd.DataFrame(
        {
            "column": [named[column.position] for column in columns],
            "source": names,
            "role": [roles[column.position][0] for column in columns],
            "reason": [roles[column.position][1] for column in columns],
            "runner_up": [
                runner_up.name if runner_up and column.position == chosen.position else "" for column in columns
            ],
        }
    )
    wordings = {named[c.position]: c.question for c in columns if roles[c.position][0] == "comment"}
    return Export(responses, _audit(findings), listing, contacts, file_source, wordings)


def _body(table: Table) -> tuple[Header, pd.DataFrame, list[Finding]]:
    """Return the header, the cells below it and what there is to say of it."""
    if table.names is not None:
        questions = [table.questions.get(name) or name for name in table.names]
        header = find_header([table.names, ["" for _ in table.names]])
        names = header.names if header else table.names
        return Header(names, questions, 0, 0, "names"), table.cells, []
    header = find_header(table.cells.head(LOOKED_AT).to_numpy(dtype=object).tolist())
    if header is None:
        raise ReadingError("the file holds no table: no row has a cell in it; check that the export was finished.")
    findings = []
    above = table.cells.iloc[: header.preamble]
    if len(above):
        lines = (" ".join(cell for cell in row if cell) for row in above.itertuples(index=False))
        findings.append(
            Finding("preamble", listed(above.index), len(above), "noted", listed(line[:80] for line in lines if line))
        )
    if header.first == header.preamble:
        findings.append(Finding("no_header", "", 1, "guessed"))
    elif header.first - header.preamble > 1:
        findings.append(Finding("header_layout", "", header.first - header.preamble, "guessed", header.layout))
    return header, table.cells.iloc[header.first :], findings


def _told(names: list[str], **told: str | Sequence[str] | None) -> dict[int, str]:
    """Return the roles the caller gave, by position."""
    roles: dict[int, str] = {}
    for argument, value in told.items():
        role = "group" if argument == "by" else argument
        for name in [value] if isinstance(value, str) else value or ():
            position = _find(name, names)
            if roles.get(position, role) != role:
                raise NPSError(f"column {name!r} was named as {roles[position]} and as {role}; a column has one role.")
            roles[position] = role
    return roles


def _find(name: str, names: list[str]) -> int:
    """Return the position of a column by its name, its capitals and spaces forgiven."""
    if name in names:
        return names.index(name)
    loose = [" ".join(str(each).casefold().split()) for each in names]
    wanted = " ".join(str(name).casefold().split())
    if wanted in loose:
        return loose.index(wanted)
    raise UnknownColumnError.of(name, names)


def _named_score(columns: list[Column], told: Mapping[int, str], cells: pd.DataFrame, *, scale_told: bool) -> Candidate:
    """Return the score column the caller named, refused where its values are on another scale."""
    column = columns[next(position for position, role in told.items() if role == "score")]
    named = judge(column, cells[column.position], told=scale_told)
    if named is None or not np.isfinite(named.scores.numbers).any():
        raise ReadingError(f"column {column.name!r} has no usable score: none of its cells is a number from 0 to 10.")
    if named.scale != NPS_SCALE:
        raise ReadingError(
            f"column {column.name!r} holds answers on {named.scale}; an NPS needs 0-10: "
            "if the scale is 0-10 all the same, say scale=(0, 10)."
        )
    return named


def _audit(findings: list[Finding]) -> pd.DataFrame:
    """Make the audit of the findings, the most important first."""
    order = {code: k for k, code in enumerate(saying.SENTENCES)}
    ordered = sorted(findings, key=lambda each: order[each.what])
    return pd.DataFrame([astuple(each) for each in ordered], columns=[each.name for each in fields(Finding)]).astype(
        {"count": np.int64}
    )
