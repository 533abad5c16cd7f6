"""Rows that are no responses: blank ones, repeated headers, totals, footers, tests, duplicates.

Excluded only where it is certain, offered elsewhere, always counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.reading.matching import fold, is_called
from npsanalysis.reading.table import Finding, listed
from npsanalysis.reading.values import number_in, tidy
from npsanalysis.reading.vocabulary import SUBTOTALS, TOTALS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

TAIL = 8
"""How many last rows may hold totals and footers."""

LONGEST_NAME = 40
"""Characters of the name of a subtotal."""

_MAY_BE_SUBTOTAL = "|".join(sorted({re.escape(phrase[:3]) for phrase in SUBTOTALS} | {r"[^\x00-\x7F]"}))
"""What any name of a subtotal holds: at a glance, nearly none of a million texts does."""

MOST_SUBTOTALS = 500
"""Rows called a total beyond which they are the answers of one."""


def leave_out(cells: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the cells without blank rows, repeated headers, footers and totals, and what was left out.

    Parameters
    ----------
    cells
        The rows below the header, indexed by row number.
    names
        The header.
    """
    findings: list[Finding] = []

    def without(marks: NDArray[np.bool_], what: str, detail: str = "") -> None:
        nonlocal cells
        if marks.any():
            findings.append(Finding(what, listed(cells.index[marks]), int(marks.sum()), "excluded", detail))
            cells = cells.loc[~marks]

    without(_blank(cells), "blank_rows")
    first = cells.iloc[:, 0].str.strip()
    same = (first == names[0]).to_numpy(dtype=bool, copy=True) if names[0] else np.zeros(len(cells), dtype=bool)
    for k in np.flatnonzero(same):
        row = [tidy(text) for text in cells.iloc[k]]
        same[k] = sum(a == b for a, b in zip(row, names, strict=True)) > 0.8 * len(names)
    without(same, "repeated_header")
    marks = _subtotals(cells)
    without(marks, "total_rows", _shown(cells.loc[marks]))
    kinds = _at_the_end(cells)
    doubtful = kinds == "total_rows_kept"
    if doubtful.any():
        findings.append(
            Finding("total_rows_kept", listed(cells.index[doubtful]), 1, "offered", _shown(cells[doubtful]))
        )
    footers, totals = kinds == "footer_rows", kinds == "total_rows"
    for what, chosen in (("total_rows", totals), ("footer_rows", footers)):
        if chosen.any():
            where = listed(cells.index[chosen])
            findings.append(Finding(what, where, int(chosen.sum()), "excluded", _shown(cells.loc[chosen])))
    return cells.loc[~(footers | totals)], findings


def _shown(rows: pd.DataFrame) -> str:
    """List rows by their filled cells."""
    return listed(" | ".join(cell for cell in row if cell.strip())[:80] for row in rows.itertuples(index=False))


def _subtotals(cells: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark the rows of a grouped report, wherever they stand, that sum up the rows between them and the last such."""
    named = np.zeros(len(cells), dtype=bool)
    for column in cells.columns[:3]:
        at_a_glance = cells[column].str.contains(_MAY_BE_SUBTOTAL, case=False)
        short = [text for text in cells.loc[at_a_glance, column].unique() if len(text) <= LONGEST_NAME]
        called = [text for text in short if is_called(_without_colon(tidy(text)), SUBTOTALS)]
        if called:
            named |= cells[column].isin(called).to_numpy(dtype=bool)
    marks = np.zeros(len(cells), dtype=bool)
    if named.sum() > MOST_SUBTOTALS:
        return marks
    first = 0
    for k in np.flatnonzero(named).tolist():
        row = cells.iloc[k]
        filled = [column for column in range(cells.shape[1]) if tidy(row[column])]
        # After a subtotal stands the total of all.
        block = cells.iloc[:k].loc[~marks[:k]] if first == k else cells.iloc[first:k]
        if len(filled) < len(cells.columns) and _adds_up(block, row, filled):
            marks[k] = True
            first = k + 1
    return marks


def _blank(cells: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark rows without anything."""
    blank = _without_text(cells.iloc[:, 0]) & _without_text(cells.iloc[:, -1])
    suspects = np.flatnonzero(blank)
    blank[suspects] = [not any(map(tidy, row)) for row in cells.iloc[suspects].itertuples(index=False)]
    return blank


def _without_text(column: pd.Series) -> NDArray[np.bool_]:
    """Mark the cells that hold nothing but spaces."""
    return ((column == "") | column.str.isspace()).to_numpy(dtype=bool, copy=True)


def _at_the_end(cells: pd.DataFrame) -> NDArray[np.object_]:
    """Name total and footer rows among the last ones, from the end upwards as long as they are such."""
    kinds = np.full(len(cells), "", dtype=object)
    if len(cells) < 4:
        return kinds
    body = cells.iloc[max(0, len(cells) - 200) : -TAIL] if len(cells) > 2 * TAIL else cells.iloc[: len(cells) // 2]
    usual = float(np.median([sum(map(bool, row)) for row in body.itertuples(index=False)]))
    always = [column for column in range(cells.shape[1]) if float((body[column] != "").mean()) >= 0.95]
    for k in range(len(cells) - 1, max(len(cells) - TAIL, 2) - 1, -1):
        row = cells.iloc[k]
        filled = [column for column in range(cells.shape[1]) if tidy(row[column])]
        lacking = [column for column in always if not tidy(row[column])]
        texts = [tidy(row[column]) for column in filled]
        words = [text for text in texts[:2] if is_called(_without_colon(text), TOTALS)]
        begun = [text for text in texts[:2] if _begins_total(text)]
        computed = (len(lacking) > len(always) / 2 or bool(begun)) and _adds_up(cells.iloc[:k], row, filled)
        if computed or (words and lacking and len(filled) <= usual):
            kinds[k] = "total_rows"
        elif len(filled) == 1 and usual >= 3 and lacking and filled[0] == 0 and number_in(texts[0]) is None:
            kinds[k] = "footer_rows"
        else:
            if begun and lacking:
                kinds[k] = "total_rows_kept"
            break
    return kinds


def _without_colon(text: str) -> str:
    return text.rstrip(" :")


def _begins_total(text: str) -> bool:
    """Tell whether a short text begins with a word for a total."""
    head = fold(text[:40]).split(" ")
    return len(text) < 40 and bool(head) and is_called(head[0], TOTALS)


def _adds_up(above: pd.DataFrame, row: pd.Series, filled: list[int]) -> bool:
    """Tell whether a number of the row is the mean, the sum or the count of its column, and no likely answer."""
    for column in filled:
        value = number_in(row[column])
        if value is None:
            continue
        numbers = np.array([x for x in map(number_in, above[column]) if x is not None], dtype=np.float64)
        if len(numbers) < 3:
            continue
        decimals = len(tidy(row[column]).replace(",", ".").partition(".")[2])
        told = value != int(value) or value > numbers.max() or decimals > 0
        if told and any(
            abs(value - round(x, decimals)) < 1e-9 for x in (float(numbers.mean()), float(numbers.sum()), len(numbers))
        ):
            return True
    return False
