"""What a file holds before anything in it is understood: texts in rows and columns, and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

SHOWN = 12
"""How many values or row numbers a finding lists."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of an audit.

    Attributes
    ----------
    what
        A code of `report.SENTENCES`.
    where
        The column, or the rows or lines of the file.
    count
        How many cells, rows or columns it concerns.
    done
        `guessed`, `kept`, `repaired`, `excluded`, `set_missing`, `noted` or `offered`.
    detail
        The values met, the runner-up, the names.
    """

    what: str
    where: str = ""
    count: int = 1
    done: str = "noted"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where responses came from: the name of the file and how it was read.

    Attributes
    ----------
    name
        Name of the file, without its folder; empty for a buffer or a frame.
    format
        `csv`, `xlsx`, `sav`, `frame`…
    encoding, separator
        Of a text file.
    sheet
        Of a workbook.
    layout
        The name in `LAYOUTS` of the header's shape.
    header_rows
        Rows the header takes.
    rows
        Rows below the header, before anything was left out.
    """

    name: str = ""
    format: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    layout: str = ""
    header_rows: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of a file, all of them texts, blank where there is nothing.

    Attributes
    ----------
    cells
        A column a column of the file, labelled 0, 1, …; the index is the row number in the file, from 1.
    source
        How it was read so far.
    findings
        What was met on the way.
    names
        The names of the columns, where the format has them apart from the cells.
    questions
        The wordings of questions, by column name, where the format has them.
    epoch_1904
        Whether the workbook counts its days from 1904.
    """

    cells: pd.DataFrame
    source: Source
    findings: list[Finding] = field(default_factory=list)
    names: list[str] | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    epoch_1904: bool = False


def listed(values: Iterable[object]) -> str:
    """List the first values for a finding's detail.

    Examples
    --------
    >>> listed(range(15))
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … (15)'
    """
    every = [str(value) for value in values]
    return ", ".join(every) if len(every) <= SHOWN else f"{', '.join(every[:SHOWN])}, … ({len(every)})"


def tallied(counts: Mapping[str, int]) -> str:
    """List values with how often each was met, most frequent first.

    Examples
    --------
    >>> tallied({"99": 2, "abc": 1})
    '99 (2), abc (1)'
    """
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return listed(f"{value[:40]} ({count})" for value, count in ordered)
