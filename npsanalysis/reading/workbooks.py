"""Workbooks: the sheet that looks like answers, its cells as texts, what Excel hides said."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import python_calamine

from npsanalysis.errors import ReadingError, UnknownNameError
from npsanalysis.reading.table import Finding, Source, Table, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_UNPACKED = 4 << 30
"""Bytes a workbook may unpack to."""

SUSPECT_UNPACKED, SUSPECT_RATIO = 50 << 20, 150
"""A workbook that unpacks to more than this, so many times its size, is taken for a bomb."""

MOST_CELLS = 200_000_000

Cell = Any


class Sheet(NamedTuple):
    """A sheet: its name, its cells, whether it is shown."""

    name: str
    rows: list[list[Cell]]
    first_row: int
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]


def check_zip(data: bytes) -> None:
    """Raise when a zip archive unpacks to an unreasonable size, by the sizes in its directory.

    Raises
    ------
    ReadingError
        If it does, or is damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise ReadingError("the workbook is damaged; open it in Excel or LibreOffice and save a copy.") from None
    if unpacked > MOST_UNPACKED or (unpacked > SUSPECT_UNPACKED and unpacked > SUSPECT_RATIO * len(data)):
        raise ReadingError(
            f"the file unpacks from {len(data) / 1e6:.1f} to {unpacked / 1e6:,.0f} MB, which no survey does; "
            "it was not opened."
        )


def read_workbook(data: bytes, *, form: str, sheet: str | None = None) -> Table:
    """Read the sheet of a workbook that looks like answers, or the one named.

    Parameters
    ----------
    data
        An xlsx, xlsb, xls or ods file.
    form
        Which of them.
    sheet
        Name of the sheet.

    Raises
    ------
    ReadingError
        If the workbook is encrypted, damaged or has no cells.
    UnknownNameError
        If it has no sheet of that name.
    """
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        shown = {
            each.name: each.visible == python_calamine.SheetVisibleEnum.Visible
            for each in workbook.sheets_metadata
            if each.typ == python_calamine.SheetTypeEnum.WorkSheet
        }
        if sheet is not None and sheet not in shown:
            raise UnknownNameError.of("sheet", sheet, shown)
        wanted = [sheet] if sheet is not None else [name for name, visible in shown.items() if visible] or list(shown)
        sheets = [_read_sheet(workbook, name) for name in wanted]
    except python_calamine.PasswordError:
        raise ReadingError(
            "this workbook is encrypted: open it with its password and save a copy without one."
        ) from None
    except (python_calamine.CalamineError, OSError) as error:
        raise ReadingError(
            f"the workbook cannot be read ({str(error)[:80]}); open it in Excel and save a copy as .xlsx."
        ) from None
    chosen = max(sheets, key=_looks_like_answers, default=None)
    if chosen is None or not chosen.rows:
        raise ReadingError("the workbook has no sheet with cells in it; check that it is the right file.")
    findings = _about_sheets(chosen.name, sheets, shown)
    rows = [[_as_text(cell) for cell in row] for row in chosen.rows]
    if _fill_merged(rows, chosen):
        findings.append(Finding("merged_header_cells", "", len(chosen.merged), "repaired"))
    if form == "xlsx" and _is_filtered(data):
        findings.append(Finding("filter_active", chosen.name, 1, "noted"))
    index = pd.RangeIndex(chosen.first_row + 1, chosen.first_row + 1 + len(rows))
    cells = pd.DataFrame(rows, index=index, columns=range(len(rows[0])), dtype=str)
    epoch_1904 = form == "xlsx" and bool(re.search(rb'date1904="(?:1|true)"', _part(data, "xl/workbook.xml")))
    return Table(cells, Source(format=form, sheet=chosen.name), findings, epoch_1904=epoch_1904)


def _read_sheet(workbook: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    """Read the cells of a sheet, from its first used one."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height * sheet.width > MOST_CELLS:
        raise ReadingError(
            f"sheet {name!r} spans {sheet.height:,} × {sheet.width:,} cells; delete what is empty and save it."
        )
    start = sheet.start or (0, 0)
    rows = sheet.to_python(skip_empty_area=True)
    return Sheet(name, rows, start[0], [_moved(each, start) for each in sheet.merged_cell_ranges or ()])


def _moved(
    area: tuple[tuple[int, int], tuple[int, int]], start: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Place a merged area relative to the first used cell."""
    (top, left), (bottom, right) = area
    return (top - start[0], left - start[1]), (bottom - start[0], right - start[1])


def _looks_like_answers(sheet: Sheet) -> tuple[bool, int]:
    """Rank sheets: tables with a header of texts over many rows of several columns first."""
    wide = [row for row in sheet.rows if sum(cell not in {"", None} for cell in row) >= 2]
    header = bool(wide) and sum(isinstance(cell, str) and cell != "" for cell in wide[0]) >= 0.6 * sum(
        cell not in {"", None} for cell in wide[0]
    )
    return header and len(wide) > 1, len(wide) if wide else min(len(sheet.rows), 1)


def _about_sheets(chosen: str, sheets: list[Sheet], shown: dict[str, bool]) -> list[Finding]:
    """Name the sheet read, the others and the hidden ones."""
    others = [each.name for each in sheets if each.name != chosen]
    hidden = [name for name, visible in shown.items() if not visible and name != chosen]
    findings = []
    if others:
        findings.append(Finding("sheet_chosen", chosen, len(others), "guessed", listed(others)))
    if hidden:
        findings.append(Finding("sheets_hidden", chosen, len(hidden), "noted", listed(hidden)))
    return findings


def _as_text(cell: Cell) -> str:
    """Write a cell as a text: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


def _fill_merged(rows: list[list[str]], sheet: Sheet) -> bool:
    """Repeat a merged cell of the first rows across its columns, not beyond."""
    done = False
    for (top, left), (bottom, right) in sheet.merged:
        # A title merged over the whole table stays a title.
        if top == bottom and 0 <= top < 3 and right - left + 1 < len(rows[0]) and top < len(rows):
            for column in range(left + 1, right + 1):
                rows[top][column] = rows[top][column] or rows[top][left]
            done = True
    return done


def _is_filtered(data: bytes) -> bool:
    """Tell whether a filter hides rows in some sheet."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"xl/(worksheets|tables)/\w+\.xml", name)]
        return any(b"<filterColumn" in _part(data, name) for name in parts)


def _part(data: bytes, name: str) -> bytes:
    """Return a part of a zipped workbook, nothing where it has none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error):
        return b""
