"""Frames to spreadsheets in which a text stays a text: what a respondent wrote is never run as a formula."""

from __future__ import annotations

import math
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from npsanalysis.beside import written_beside
from npsanalysis.errors import NPSError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_TEXT = 32_767
"""Characters that a cell of Excel can hold."""

LONGEST_NAME = 31
"""Characters that the name of a sheet can have."""

WIDEST = 60
"""Characters after which a column is not made wider."""

LINES_TO_ADD = 100
"""Empty rows below a form that offer the same choices."""

LONGEST_CHOICES = 255
"""Characters that the words of a drop-down list can have in all; longer lists stand in a sheet of their own."""

LISTS = "lists"
"""The hidden sheet of the long lists."""

FIXED_COLUMNS = 3
"""Columns of a form that stay in sight."""

PAGE_WIDTH = 130
"""Characters that a landscape page of a form can hold legibly."""

DATES = "yyyy-mm-dd"
"""How dates are written."""

A4 = 9
"""What Excel calls the size of paper."""

MOST_LINES = 12
"""Lines of text that a row of a form shows."""

_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


class Form(NamedTuple):
    """What a sheet offers to those who fill it in.

    Attributes
    ----------
    choices
        The words to choose from, by column.
    colours
        The background of a cell that holds a word, in any column of choices, as `#RRGGBB`.
    widths
        The width of a column in characters, where its content does not say it.
    hidden
        Whether people should not see the sheet: it carries what a program needs to read the form back.
    """

    choices: Mapping[str, Sequence[str]] = MappingProxyType({})
    colours: Mapping[str, str] = MappingProxyType({})
    widths: Mapping[str, int] = MappingProxyType({})
    hidden: bool = False


def write_csv(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a frame as CSV for any spreadsheet program: UTF-8 with its mark, texts that look like formulas quoted.

    The file appears only when it is whole: it is written beside and renamed.

    Parameters
    ----------
    frame
        Any frame; its index is left out. A text that begins with `=`, `+`, `-`, `@`, a tab or a return gets an
        apostrophe in front.
    path
        Where to.

    Returns
    -------
    Path
        Where the file is.

    Raises
    ------
    NPSError
        If the file cannot be written.
    """
    path = Path(path)
    safe = frame.map(neutralize)
    safe.columns = pd.Index([neutralize(str(column)) for column in frame.columns])
    try:
        with written_beside(path.parent) as workshop:
            safe.to_csv(workshop / path.name, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    except OSError as error:
        raise NPSError(f"{path} could not be written: {error.strerror}.") from error
    return path


def write_xlsx(
    sheets: Mapping[str, pd.DataFrame],
    path: str | Path,
    *,
    formats: Mapping[str, pd.DataFrame] | None = None,
    forms: Mapping[str, Form] | None = None,
) -> Path:
    """Write frames as the sheets of a workbook, with a header row that stays in sight.

    The workbook appears only when it is whole: it is written beside and renamed.

    Parameters
    ----------
    sheets
        Frames by the name of their sheet; indexes are left out. Numbers and dates stay what they are, texts stay
        texts: nothing is read as a formula or a link.
    path
        Where to.
    formats
        For a sheet, Excel number formats in a frame of the same shape, empty for none.
    forms
        For a sheet that people fill in, its drop-down lists, colours and widths.

    Returns
    -------
    Path
        Where the file is.

    Raises
    ------
    NPSError
        If there is no sheet, two have the same name, or the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    names = [sheet_name(name) for name in sheets]
    if not names or len({name.casefold() for name in names}) < len(names):
        raise NPSError(f"a workbook needs sheets with names of their own, got {names}.")
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    path = Path(path)
    try:
        with written_beside(path.parent) as workshop, xlsxwriter.Workbook(str(workshop / path.name), options) as book:
            for (title, frame), name in zip(sheets.items(), names, strict=True):
                _write_sheet(book, name, frame, (formats or {}).get(title))
                if forms and title in forms:
                    _make_form(book, book.get_worksheet_by_name(name), frame, forms[title])
    except (OSError, XlsxFileError) as error:
        raise NPSError(f"{path} could not be written: {error}.") from error
    return path


def neutralize(value: Any) -> Any:  # noqa: ANN401 -- any cell
    r"""Return a cell that no spreadsheet program takes for a formula.

    Examples
    --------
    >>> neutralize('=HYPERLINK("x")'), neutralize(-3)
    ('\'=HYPERLINK("x")', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN_AS_FORMULA) else value


def sheet_name(name: str) -> str:
    """Return a name that a sheet may have.

    Examples
    --------
    >>> sheet_name("pros/cons: all")
    'pros-cons- all'
    """
    return _NOT_IN_NAMES.sub("-", name)[:LONGEST_NAME]


def _write_sheet(book: Any, name: str, frame: pd.DataFrame, formats: pd.DataFrame | None) -> None:  # noqa: ANN401 -- untyped
    """Write one sheet; it prints on pages as wide as it is, long texts over several lines."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    known: dict[str, Any] = {"": book.add_format({"valign": "top"})}
    lines = [1] * (len(frame) + 1)
    for place, column in enumerate(map(str, frame.columns)):
        sheet.write_string(0, place, column, bold)
        values = frame.iloc[:, place].tolist()
        styles = [""] * len(values) if formats is None else [str(style) for style in formats.iloc[:, place]]
        for row, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
            if not style and hasattr(value, "isoformat"):
                style = DATES  # noqa: PLW2901 -- dates have one where the caller has none
            if style not in known:
                known[style] = book.add_format({"num_format": style, "valign": "top"})
            long = isinstance(value, str) and len(value) > WIDEST
            _write_cell(sheet, row, place, value, wrapped if long else known[style])
        # A heading goes over several lines rather than make its column wide.
        heading = max(map(len, [*column.split(), ""]))
        longest = max([heading + 1, *(len(value) if isinstance(value, str) else 10 for value in values)])
        width = min(longest + 1, WIDEST)
        sheet.set_column(place, place, width)
        texts = [column, *(value if isinstance(value, str) else "" for value in values)]
        lines = [max(most, _lines(text, width - 1)) for most, text in zip(lines, texts, strict=True)]
    _set_heights(sheet, lines)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Any, row: int, place: int, value: Any, style: Any) -> None:  # noqa: ANN401 -- any cell
    """Write a cell by what it is; a missing one stays empty."""
    if isinstance(value, str):
        text = value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - 1] + "…"
        sheet.write_string(row, place, text, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value, style)
    elif pd.isna(value):
        return
    elif isinstance(value, (int, float)) and math.isfinite(value):
        sheet.write_number(row, place, value, style)
    elif isinstance(value, pd.Timestamp):
        sheet.write_datetime(row, place, value.to_pydatetime(), style)
    elif hasattr(value, "isoformat") and not isinstance(value, (int, float)):
        sheet.write_datetime(row, place, value, style)
    else:
        sheet.write_string(row, place, str(value), style)


def _make_form(book: Any, sheet: Any, frame: pd.DataFrame, form: Form) -> None:  # noqa: ANN401 -- untyped
    """Add drop-down lists, colours, widths and heights to a sheet, and have it print on pages one can read."""
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    last, widths = len(frame) + LINES_TO_ADD, []
    lines = [1] * (len(frame) + 1)
    for place, column in enumerate(map(str, frame.columns)):
        texts = [column, *(str(value) if isinstance(value, str) else "" for value in frame.iloc[:, place])]
        width = form.widths.get(column, min(max(map(len, texts)) + 2, WIDEST))
        widths.append(width)
        lines = [max(most, _lines(text, width)) for most, text in zip(lines, texts, strict=True)]
        sheet.set_column(place, place, width, wrapped)
        _offer(book, sheet, (1, place, last, place), list(form.choices.get(column, ())), form.colours)
    _set_heights(sheet, lines)
    sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    fixed = min(FIXED_COLUMNS, len(frame.columns) - 1)
    sheet.freeze_panes(1, fixed)
    if fixed:
        sheet.repeat_columns(0, fixed - 1)
    sheet.fit_to_pages(max(1, round(sum(widths) / PAGE_WIDTH)), 0)
    if form.hidden:
        sheet.hide()


def _offer(
    book: Any,  # noqa: ANN401 -- untyped
    sheet: Any,  # noqa: ANN401 -- untyped
    area: tuple[int, int, int, int],
    words: list[str],
    colours: Mapping[str, str],
) -> None:
    """Offer words in the cells of an area, and colour those chosen."""
    if not words:
        return
    source = words if len(",".join(words)) <= LONGEST_CHOICES else _listed(book, words)
    # What is typed instead of chosen is let in: who reads the form back says what was not understood.
    sheet.data_validation(*area, {"validate": "list", "source": source, "error_type": "warning"})
    for word in words:
        if word in colours:
            colour = book.add_format({"bg_color": colours[word]})
            sheet.conditional_format(*area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": colour})


def _listed(book: Any, words: list[str]) -> str:  # noqa: ANN401 -- untyped
    """Write words that are too long for a list of their own into a hidden sheet; return where they stand."""
    sheet = book.get_worksheet_by_name(LISTS)
    if sheet is None:
        sheet = book.add_worksheet(LISTS)
        sheet.hide()
    column = 0 if sheet.dim_colmax is None else sheet.dim_colmax + 1
    for row, word in enumerate(words):
        sheet.write_string(row, column, word)
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(column)
    return f"='{LISTS}'!${letter}$1:${letter}${len(words)}"


def _set_heights(sheet: Any, lines: Sequence[int]) -> None:  # noqa: ANN401 -- untyped
    """Make rows that need several lines high, only those: a row of set height does not grow with what is typed in."""
    for row, most in enumerate(lines):
        if most > 1:
            sheet.set_row(row, 15 * min(most, MOST_LINES))


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column."""
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
