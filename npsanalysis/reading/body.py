"""The body of an export: its header found, and the rows that are answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from npsanalysis.errors import ReadingError
from npsanalysis.reading.layouts import LOOKED_AT, Header, find_header, plain_header
from npsanalysis.reading.offers import doubtful_rows, without_repeated
from npsanalysis.reading.rows import leave_out
from npsanalysis.reading.table import Finding, Source, Table, listed
from npsanalysis.reading.values import blank_na

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Body:
    """Answers below their header.

    Attributes
    ----------
    cells
        The rows that are answers, texts, indexed by row number.
    names, questions
        Name and wording of each column.
    source
        How it was read.
    findings
        What was met, left out and offered.
    """

    cells: pd.DataFrame
    names: list[str]
    questions: list[str]
    source: Source
    findings: list[Finding]


def find_body(table: Table) -> Body:
    """Find the header of a table, and leave out the rows that are certainly no answers.

    Raises
    ------
    ReadingError
        If nothing is below the header, or nothing is there at all.
    """
    header = _header(table)
    cells = table.cells.iloc[header.first :]
    source = replace(table.source, layout=header.layout, header_rows=header.first - header.preamble, rows=len(cells))
    cells, left_out = leave_out(cells, header.names)
    cells, repeated = without_repeated(cells, header.names)
    cells, marked = blank_na(cells)
    if not len(cells):
        raise ReadingError("the file has a header but no answers below it; check that the export was finished.")
    findings = [*table.findings, *_about(table, header), *left_out, *repeated, *doubtful_rows(cells, header.names)]
    if marked:
        findings.append(Finding("na_marks_missing", "", marked, "set_missing"))
    return Body(cells, header.names, header.questions, source, findings)


def _header(table: Table) -> Header:
    """Return the header: of the format itself, or found in the first rows."""
    if table.names is not None:
        return plain_header(table.names, [table.questions.get(name, name) for name in table.names])
    header = find_header(table.cells.head(LOOKED_AT).to_numpy(dtype=object).tolist())
    if header is None:
        raise ReadingError("the file holds no table: no row has a cell in it; check that the export was finished.")
    return header


def _about(table: Table, header: Header) -> list[Finding]:
    """Say what stands above the header and how it is made."""
    findings = []
    above = table.cells.iloc[: header.preamble]
    if len(above):
        lines = [" ".join(filter(None, row))[:80] for row in above.itertuples(index=False)]
        findings.append(Finding("preamble", listed(above.index), len(above), "noted", listed(filter(None, lines))))
    rows = header.first - header.preamble
    if rows == 0 and table.names is None:
        findings.append(Finding("no_header", "", 1, "guessed"))
    elif rows > 1:
        findings.append(Finding("header_layout", "", rows, "guessed", header.layout))
    return findings
