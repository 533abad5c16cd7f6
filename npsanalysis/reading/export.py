"""Read a survey export: the responses, and an audit of all that was guessed, mended or left out."""

from __future__ import annotations

import html
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.reading import report as saying
from npsanalysis.reading.body import find_body
from npsanalysis.reading.build import Builder
from npsanalysis.reading.files import open_table
from npsanalysis.reading.profiles import describe_columns
from npsanalysis.reading.roles import find_roles
from npsanalysis.reading.sanity import check_score
from npsanalysis.reading.score_column import find_score
from npsanalysis.reading.shapes import check_rows
from npsanalysis.reading.table import Finding, Source, listed
from npsanalysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCALES = ((0, 10), (1, 10))
"""Scales an NPS can be had from."""


@dataclass(frozen=True, repr=False)
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
        A row a column of the file: `column, source, question, role, reason, runner_up`; `question` is the wording that
        the header gives, `source` where it gives no other.
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

    def __repr__(self) -> str:
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
        Path of a file (CSV, TSV, XLSX, XLSB, XLS, ODS, SPSS, Parquet, JSON, HTML), a binary buffer, or a frame.
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
    body = find_body(table)
    told = _told(body.names, score=score, comment=comment, date=date, weight=weight, by=by)
    columns = describe_columns(body.cells, body.names, body.questions)
    choice = find_score(columns, body.cells, told, scale_told=scale is not None)
    check_rows(columns, body.cells, choice.score, told)
    roles = find_roles(columns, told, choice)
    builder = Builder(table, body.cells, columns, roles, choice.score)
    responses, contacts, named = builder.build()
    wordings = {named[c.position]: c.question for c in columns if roles[c.position][0] == "comment"}
    findings = [
        *body.findings,
        *choice.findings,
        *check_score(columns[choice.score.position], choice, responses),
        *builder.findings,
    ]
    if len(wordings) > 1:
        asked_openly = listed(f"{name} = {question}" for name, question in wordings.items())
        findings.append(Finding("comments_found", "", len(wordings), "guessed", asked_openly))
    listing = pd.DataFrame(
        {
            "column": [named[column.position] for column in columns],
            "source": body.names,
            "question": [column.question for column in columns],
            "role": [roles[column.position][0] for column in columns],
            "reason": [roles[column.position][1] for column in columns],
            "runner_up": [choice.runner_up if column.position == choice.score.position else "" for column in columns],
        }
    )
    return Export(responses, _audit(findings), listing, contacts, body.source, wordings)


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


def _audit(findings: list[Finding]) -> pd.DataFrame:
    """Make the audit of the findings, the most important first."""
    order = {code: k for k, code in enumerate(saying.SENTENCES)}
    ordered = sorted(findings, key=lambda each: order[each.what])
    return pd.DataFrame([astuple(each) for each in ordered], columns=[each.name for each in fields(Finding)]).astype(
        {"count": np.int64}
    )
