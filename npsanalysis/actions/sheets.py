"""Sheets that people filled in, read back without losing a line and without guessing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from npsanalysis.actions.columns import COMPUTED, Column
from npsanalysis.errors import NPSError, UnknownNameError
from npsanalysis.reading.files import open_table
from npsanalysis.spreadsheets import LONGEST_TEXT
from npsanalysis.wording import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import Path

    Line = dict[Hashable, Any]

CHANGE_COLUMNS = ("row", "line", "column", "before", "after", "change")
"""The columns of what changed in a sheet that comes back."""


MOST_ABOVE = 20
"""Rows in which headings are looked for, when the sheet has a title or remarks above."""


class Change(NamedTuple):
    """One thing that is otherwise in the sheet than it was."""

    row: int | None
    line: str | None
    column: str | None
    before: object
    after: object
    change: str


def take_back(
    path: str | Path, before: pd.DataFrame, columns: Mapping[str, Column], sheet: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a sheet that people filled in, beside the frame it was written from.

    Lines are told by their key alone. None is lost: those without a known key are kept as new, those no longer in the
    sheet are kept as they were. What cannot be understood leaves the value as it was and is reported.

    Parameters
    ----------
    path
        The workbook, in either language, saved by any spreadsheet program.
    before
        The frame the sheet was written from.
    columns
        Columns by name; the first of kind `key` names the lines.
    sheet
        Name of the sheet, in English.

    Returns
    -------
    after : DataFrame
        The lines of the sheet in its order, then those missing in it; columns that the sheet has more come last.
    changes : DataFrame
        `row` (of the sheet), `line` (its key), `column, before, after, change`. `change` is `edited`, `added` (a line
        of its own), `duplicate` (a second line of the same key, kept under another), `missing` (kept as it was),
        `kept` (a figure written over: the computed one stays), `not understood` (the value stays as it was), `column
        added` or `column missing`.

    Raises
    ------
    ReadingError
        If the file cannot be read.
    UnknownNameError
        If there is no such sheet.
    NPSError
        If no column has the heading of the key, or two lines of `before` have the same.
    """
    key = next(name for name, column in columns.items() if column.kind == "key")
    old = {_clean(line[key]): line for line in before.to_dict("records")}
    if len(old) < len(before):
        raise NPSError(f"two lines have the same {key}, or none; give each its own before it goes into a sheet.")
    cells = _open(path, sheet)
    own = {str(name): Column(str(name), "text") for name in before.columns if name not in columns}
    top, places, changes = _find_columns(
        cells, _headings(cells, columns) | {name.casefold(): name for name in own}, key, columns
    )
    taken, lines = set(old), []
    seen: set[str] = set()
    for row, texts in zip(cells.index[top + 1 :], cells.iloc[top + 1 :].itertuples(index=False), strict=True):
        filled = {name: _clean(texts[place]) for name, place in places.items()}
        if not any(filled.values()):
            continue
        name = filled[key]
        known = old.get(name) if name not in seen else None
        if known is None:
            kind = "duplicate" if name in seen else "added"
            name = name if name and name not in taken else _free(name or "new", taken)
            changes.append(Change(row, name, None, None, None, kind))
        taken.add(name)
        seen.add(name)
        line, more = _read_line(filled, known or {}, columns)
        changes += [Change(row, name, *each) for each in more]
        lines.append(line if known else line | {key: name})
    for name in (name for name in old if name not in seen):
        changes.append(Change(None, name, None, None, None, "missing"))
        lines.append(old[name])
    after = pd.DataFrame(lines, columns=pd.Index([*before.columns, *(c for c in places if c not in before)]))
    report = pd.DataFrame(changes, columns=pd.Index(CHANGE_COLUMNS)).astype(
        {"row": "Int64", "line": "str", "column": "str", "change": "str"}
    )
    return after, report


def _open(path: str | Path, sheet: str) -> pd.DataFrame:
    """Return the cells of a sheet as texts, whichever language it was written in."""
    names = list(dict.fromkeys(say(sheet, lang) for lang in LANGUAGES))
    for name in names[:-1]:
        try:
            return open_table(path, sheet=name, encoding=None).cells
        except UnknownNameError:
            continue
    return open_table(path, sheet=names[-1], encoding=None).cells


def _headings(cells: pd.DataFrame, columns: Mapping[str, Column]) -> dict[str, str]:
    """Return the columns by their headings, folded, in the language that most of the sheet's are in."""
    first = {_clean(text).casefold() for text in cells.head(MOST_ABOVE).to_numpy().ravel()}
    said = [{say(column.heading, lang).casefold(): name for name, column in columns.items()} for lang in LANGUAGES]
    return {name.casefold(): name for name in columns} | max(said, key=lambda headings: len(first & headings.keys()))


def _find_columns(
    cells: pd.DataFrame, headings: Mapping[str, str], key: str, columns: Mapping[str, Column]
) -> tuple[int, dict[str, int], list[Change]]:
    """Find the row of headings and which column stands where; also return what is missing or was added."""
    above = cells.head(MOST_ABOVE).to_numpy()
    is_top = [key in {headings.get(_clean(text).casefold()) for text in texts} for texts in above]
    if True not in is_top:
        raise NPSError(
            f"no column is headed {columns[key].heading!r}, which tells the lines apart; write it back above the ids."
        )
    top = is_top.index(True)
    row = int(cells.index[top])
    places: dict[str, int] = {}
    changes: list[Change] = []
    for place, text in enumerate(map(_clean, cells.iloc[top])):
        name = headings.get(text.casefold())
        below = cells.iloc[top + 1 :, place].map(_clean)
        if name is not None and name not in places:
            places[name] = place
        elif text or (below != "").any():
            added = _free(text or f"column {place + 1}", {*columns, *places})
            places[added] = place
            changes.append(Change(row, None, added, None, None, "column added"))
    changes += [Change(row, None, name, None, None, "column missing") for name in columns if name not in places]
    return top, places, changes


def _read_line(
    filled: Mapping[str, str], known: Line, columns: Mapping[str, Column]
) -> tuple[Line, list[tuple[str, Any, Any, str]]]:
    """Read the cells of a line; also return the column, before, after and kind of each change."""
    line = dict(known)
    changes: list[tuple[str, Any, Any, str]] = []
    for name, text in filled.items():
        column = columns.get(name, Column(name, "text"))
        if column.kind in {"key", "shown"}:
            continue
        before = known.get(name)
        value, understood = _understand(text, column)
        if _same(value if understood else text, before, column):
            continue
        if not understood:
            changes.append((name, before, text, "not understood"))
        elif known and column.kind in COMPUTED:
            changes.append((name, before, value, "kept"))
        else:
            line[name] = value
            if known:
                changes.append((name, before, value, "edited"))
    return line, changes


def _understand(text: str, column: Column) -> tuple[Any, bool]:
    """Return what a cell says and whether that could be understood."""
    if not text:
        return None, True
    if column.words:
        code = column.codes().get(text.casefold())
        return code, code is not None
    if column.names:
        return column.codes().get(text.casefold(), text), True
    if column.kind in {"figure", "count"}:
        number = float(pd.to_numeric(text, errors="coerce"))
        return number, math.isfinite(number) and (column.kind == "figure" or number.is_integer())
    if column.kind in {"date", "moment"}:
        form = "%Y-%m-%d" if column.kind == "date" else "ISO8601"
        value = pd.to_datetime(text.removesuffix(" 00:00:00"), format=form, errors="coerce")
        return value, not pd.isna(value)
    return text, True


def _same(value: Any, before: Any, column: Column) -> bool:  # noqa: ANN401 -- any cell
    """Tell whether a cell says what stood there before, as far as a cell can hold it."""
    missing = before is None or bool(pd.isna(before)) or before == ""
    if missing or value is None:
        return missing and value is None
    if column.kind in {"figure", "count"} and not isinstance(value, str):
        return math.isclose(value, before, rel_tol=1e-9, abs_tol=1e-9)
    if column.kind == "moment" and not isinstance(value, str):
        return bool(abs(value - before) < pd.Timedelta(seconds=2))  # a cell rounds to a second
    if column.kind == "date" or column.words:
        return bool(value == before)
    text, cell = _clean(before), str(value)
    is_cut = len(text) > LONGEST_TEXT - len("…")
    return cell == text or (is_cut and text.startswith(cell.removesuffix("…")))


def _clean(text: object) -> str:
    """Return a text as it compares: one kind of line end, no space around."""
    return str(text).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _free(name: str, taken: set[str]) -> str:
    """Return a name like `name` that is not taken."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
