"""Where the header of a survey export ends and the answers begin: the shapes that survey tools give it.

A shape is a function from the first rows to a `Header`, or to None where it does not fit; the first of `LAYOUTS` that
fits is taken. To add a tool's, write such a function and a line there.
"""

from __future__ import annotations

import html
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from npsanalysis.reading.matching import fold
from npsanalysis.reading.values import looks_like_data, says_missing, score_in
from npsanalysis.reading.vocabulary import HEADER_PIECES

if TYPE_CHECKING:
    from collections.abc import Mapping

Rows = list[list[str]]

LOOKED_AT = 40
"""How many first rows are given to a layout."""


class Header(NamedTuple):
    """A header: a name and a wording a column, and the rows it takes."""

    names: list[str]
    questions: list[str]
    preamble: int
    """Rows above the header."""
    first: int
    """Position of the first row of answers."""
    layout: str = ""


class Layout(Protocol):
    """A header shape: the one thing an entry of `LAYOUTS` must do."""

    def __call__(self, rows: Rows) -> Header | None:
        """Return the header of the first rows, or None where the shape does not fit."""


def qualtrics(rows: Rows) -> Header | None:
    """Read the three rows of Qualtrics: codes, wordings, import ids (JSON or not)."""
    for i in range(2, min(len(rows), 8)):
        filled = [cell for cell in rows[i] if cell]
        if filled and sum("ImportId" in cell for cell in filled) > len(filled) / 2:
            return Header(rows[i - 2], rows[i - 1], i - 2, i + 1)
    return None


def qualtrics_legacy(rows: Rows) -> Header | None:
    """Read the two rows of the former Qualtrics format, whose codes begin with V1, V2… or ResponseID."""
    if len(rows) < 3 or rows[0][0].strip() not in {"V1", "ResponseID", "ResponseId", "StartDate"}:
        return None
    wordings = {fold(cell) for cell in rows[1]}
    if not wordings & {
        "response id",
        "responseid",
        "start date",
        "startdate",
        "recorded date",
        "antwort id",
        "anfangsdatum",
    }:
        return None
    return None if any(map(looks_like_data, rows[1])) else Header(rows[0], rows[1], 0, 2)


def two_rows(rows: Rows) -> Header | None:
    """Read questions over pieces of answers, as SurveyMonkey and Survicate write them; blank cells carry on."""
    top = _first_wide(rows)
    if top is None or len(rows) < top + 3:
        return None
    first, second, below = rows[top], rows[top + 1], rows[top + 2 :]
    if any(map(looks_like_data, second)) or not any(map(str.strip, second)) or any(map(looks_like_data, first)):
        return None
    pieces = [fold(cell) in HEADER_PIECES for cell in second if cell.strip()]
    carried = any(not a.strip() and b.strip() for a, b in zip(first, second, strict=True))
    columns = range(len(first))
    filled_below = [sum(bool(row[j].strip()) for row in below) >= 0.9 * len(below) for j in columns]
    data_below = any(
        second[j].strip() and sum(looks_like_data(row[j]) for row in below) > len(below) / 2 for j in columns
    )
    # A row blank where nearly every row below is filled is no answer.
    blank = any(filled_below[j] and not second[j].strip() for j in columns)
    signs = (sum(pieces) > len(pieces) / 2, carried and blank, carried and any(pieces) and data_below)
    if not any(signs):
        return None
    names, questions = [], []
    for last, piece in zip(_carried(first), second, strict=True):
        said = "" if fold(piece) in HEADER_PIECES and fold(piece) not in {"comment", "commentaire", "label"} else piece
        names.append(f"{last} - {said}" if said.strip() and last.strip() else last or said or piece)
        questions.append(last or piece)
    return Header(names, questions, top, top + 2)


def two_texts(rows: Rows) -> Header | None:
    """Read two rows of texts over columns of numbers and dates: codes and wordings, or groups of names over names."""
    top = _first_wide(rows)
    if top is None or len(rows) < top + 4:
        return None
    first, second, below = rows[top], rows[top + 1], rows[top + 2 :]
    numbers = [j for j in range(len(first)) if _is_column_of_data([row[j] for row in below])]
    if len(numbers) < 2 or not all(_is_name(first[j]) and _is_name(second[j]) for j in numbers):
        return None
    filled = [cell for cell in first if cell.strip()]
    if len(set(filled)) < len(first):
        joined = [
            f"{a} - {b}" if a.strip() and b.strip() else a or b for a, b in zip(_carried(first), second, strict=True)
        ]
        return Header(joined, joined, top, top + 2)
    codes, wordings = sorted((first, second), key=lambda row: sum(cell.count(" ") for cell in row))
    return Header(codes, wordings, top, top + 2)


def one_row(rows: Rows) -> Header | None:
    """Read one row of names, below a title or not; a file that begins with data has none."""
    top = _first_wide(rows)
    if top is None:
        top = next((i for i, row in enumerate(rows) if any(map(str.strip, row))), None)
    if top is None:
        return None
    names = rows[top]
    if _is_data(names, rows[top + 1 :]):
        made = [f"column_{j + 1}" for j in range(len(names))]
        return Header(made, made, top, top)
    return Header(names, names, top, top + 1)


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "qualtrics": qualtrics,
        "qualtrics_legacy": qualtrics_legacy,
        "two_rows": two_rows,
        "two_texts": two_texts,
        "one_row": one_row,
    }
)
"""Header shapes by name, in the order they are tried. A new one is a `Layout` function and a line here."""


def find_header(rows: Rows) -> Header | None:
    """Return the header by the first layout that fits, its names cleaned and kept apart; None for an empty file.

    Examples
    --------
    >>> find_header([["Export of May", ""], ["note", "note"], ["9", "8"]]).names
    ['note', 'note (2)']
    """
    for layout, fits in LAYOUTS.items():
        header = fits(rows)
        if header is not None:
            plain = plain_header(header.names, header.questions)
            return header._replace(names=plain.names, questions=plain.questions, layout=layout)
    return None


def plain_header(names: list[str], questions: list[str]) -> Header:
    """Return a header that takes no row, its names cleaned and kept apart."""
    apart = _apart([clean(name) for name in names])
    return Header(apart, [clean(question) or name for question, name in zip(questions, apart, strict=True)], 0, 0)


def clean(name: str) -> str:
    """Return a header cell as a person reads it: without HTML, invisible signs and line breaks.

    Examples
    --------
    >>> clean("<p>Why&nbsp;this <b>score</b>?</p>")
    'Why this score?'
    """
    text = html.unescape(re.sub(r"<(?:br|/p|/div)\\s*/?>", " ", name, flags=re.IGNORECASE))
    text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    return re.sub(r"[\s\u200b\ufeff]+", " ", text).strip()


def _first_wide(rows: Rows) -> int | None:
    """Return the position of the first row about as filled as the others: above it stand titles."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = sorted(count for count in filled if count > 1)
    if not usual:
        return None
    least = max(2, usual[len(usual) // 2] * 0.6)
    return next((i for i, count in enumerate(filled) if count >= least), None)


def _carried(row: list[str]) -> list[str]:
    """Carry filled cells on over the blank ones after them."""
    carried: list[str] = []
    for cell in row:
        carried.append(cell if cell.strip() or not carried else carried[-1])
    return carried


def _is_column_of_data(cells: list[str]) -> bool:
    """Tell whether nearly all filled cells are numbers or dates."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) >= 2 and sum(map(looks_like_data, filled)) >= 0.8 * len(filled)


def _is_name(cell: str) -> bool:
    """Tell whether a cell names a column rather than answering it."""
    return not (looks_like_data(cell) or says_missing(cell) or score_in(cell) is not None)


def _is_data(first: list[str], below: Rows) -> bool:
    """Tell whether the first row is an answer already: numbers or dates where those below have them."""
    found = [looks_like_data(cell) for cell in first]
    if not any(found) or not below:
        return False
    like_below = [
        sum(looks_like_data(row[j]) for row in below[:20]) > len(below[:20]) / 2
        for j, is_data in enumerate(found)
        if is_data
    ]
    return (
        sum(like_below) >= max(1, len(like_below) / 2)
        and len(set(map(str.strip, first))) < len(first) + 1
        and (sum(found) >= 0.3 * sum(bool(cell.strip()) for cell in first))
    )


def _apart(names: list[str]) -> list[str]:
    """Give repeated names a number and nameless columns a name."""
    taken: set[str] = set()
    result = []
    for j, name in enumerate(names):
        wanted = name or f"column_{j + 1}"
        each, k = wanted, 1
        while each in taken:
            k += 1
            each = f"{wanted} ({k})"
        taken.add(each)
        result.append(each)
    return result
