"""Rows one may want to leave out: tests, previews, unfinished and repeated responses. Found, counted, offered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.matching import fold, is_called
from npsanalysis.reading.table import Finding, listed
from npsanalysis.reading.values import number_in

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SCREENED = 100_000
"""Rows above which duplicates are first looked for in the most varied columns only."""

_TO_THE_SECOND = re.compile(r"\d[:hH]\d\d:\d\d")


def without_repeated(cells: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """Leave out exact repetitions that an id or a time to the second proves; offer the others.

    Parameters
    ----------
    cells
        Rows of answers.
    names
        The header.
    """
    ids = [j for j, name in enumerate(names) if is_called(name, words.ROLES["response_id"])]
    if any(cells[j].is_unique for j in ids):
        return cells, []
    rows = cells[_repeated(cells)]
    telling = [_is_telling(row) for row in rows.itertuples(index=False)]
    timed = [any(map(_TO_THE_SECOND.search, row)) for row in rows.itertuples(index=False)]
    known = [any(row[j].strip() for j in ids) for row in rows.itertuples(index=False)]
    proven = np.array([a or (b and c) for a, b, c in zip(known, timed, telling, strict=True)], dtype=bool)
    findings = []
    if proven.any():
        where = listed(rows.index[proven])
        findings.append(Finding("duplicates_excluded", where, int(proven.sum()), "excluded"))
    # Short rows may be equal by chance.
    others = rows.index[np.array(telling, dtype=bool) & ~proven]
    if len(others):
        findings.append(Finding("duplicates", listed(others), len(others), "offered"))
    return (cells.drop(index=rows.index[proven]) if proven.any() else cells), findings


def doubtful_rows(cells: pd.DataFrame, names: list[str]) -> list[Finding]:
    """Find previews, tests and unfinished responses."""
    tests = np.zeros(len(cells), dtype=bool)
    partial = np.zeros(len(cells), dtype=bool)
    for j, name in enumerate(names):
        if is_called(name, words.STATUS):
            tests |= _folded_in(cells[j], {*words.TESTS, *(words.TEST_CODES if name == "Status" else ())})
            partial |= _folded_in(cells[j], words.PARTIAL)
        elif is_called(name, words.FINISHED):
            partial |= _folded_in(cells[j], words.NO)
        elif is_called(name, words.PROGRESS):
            partial |= cells[j].map(_under_hundred).to_numpy(dtype=bool)
    findings = []
    for what, marks in (("test_rows", tests), ("partial_rows", partial & ~tests)):
        if marks.any() and not marks.all():
            findings.append(Finding(what, listed(cells.index[marks]), int(marks.sum()), "offered"))
    return findings


def _is_telling(row: tuple[str, ...]) -> bool:
    """Tell whether two rows like this one are hardly equal by chance."""
    filled = [cell for cell in row if cell]
    return len(filled) >= 8 or any(len(cell) >= 20 and " " in cell for cell in filled)


def _repeated(cells: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark rows equal to an earlier one in every cell."""
    if len(cells) <= SCREENED:
        return cells.duplicated().to_numpy(dtype=bool)
    head = cells.head(2_000)
    varied = sorted(cells.columns, key=lambda column: -head[column].nunique())[:2]
    suspects = cells[cells[varied].duplicated(keep=False)]
    again = suspects.duplicated()
    return cells.index.isin(again.index[again])


def _folded_in(column: pd.Series, wanted: set[str] | frozenset[str]) -> NDArray[np.bool_]:
    """Mark the cells that fold to one of the wanted texts."""
    known = {text: fold(text) in wanted for text in column.unique()}
    return column.map(known).to_numpy(dtype=bool)


def _under_hundred(text: str) -> bool:
    value = number_in(text.rstrip(" %"))
    return value is not None and (0 <= value < 1 or 1 < value < 100)
