"""The records of a text file: by pandas' C parser where the file is sound, one by one where it is not."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.reading.table import Finding, listed
from npsanalysis.reading.values import NA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npsanalysis.reading.dialect import Dialect

MOST_LINES, MOST_CHARACTERS = 300, 100_000
"""How far a cell in quotes may reach; beyond it the quote is taken for unbalanced."""

CHUNK = 1 << 22

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def read_records(data: bytes, dialect: Dialect) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the cells of a text file and what was mended on the way.

    Parameters
    ----------
    data
        Clean UTF-8.
    dialect
        How it separates its columns.

    Returns
    -------
    tuple
        Frame of texts with columns 0…, indexed by record number from 1; findings with line numbers.
    """
    if data.endswith((b"\n\n", b"\n\r\n", b"\r\r")):
        data = data.rstrip(b"\r\n")
    cells = _at_once(data, dialect)
    return (cells, []) if cells is not None else _one_by_one(data, dialect)


def without_unquoted_na(data: bytes, separator: str) -> tuple[bytes, int]:
    r"""Blank the unquoted NA of a file that quotes its texts, and count them.

    Examples
    --------
    >>> without_unquoted_na(b'"a","b"\n"NA",NA\n', ",")
    (b'"a","b"\n"NA",\n', 1)
    """
    sign = re.escape(separator.encode())
    header = re.match(rb'(?:"[^"]*"(?:' + sign + rb")?)+(?=[\r\n])", data)
    if header is None or NA.encode() not in data or data.count(b'"') % 2:
        return data, 0
    bare = re.compile(rb"(?<=[\r\n" + sign + rb"])NA(?=[\r\n" + sign + rb"]|\Z)")
    count = 0
    pieces = data.split(b'"')
    # Every second piece stands outside quotes.
    for k in range(0, len(pieces), 2):
        if NA.encode() in pieces[k]:
            pieces[k], n = bare.subn(b"", pieces[k])
            count += n
    return b'"'.join(pieces), count


def _at_once(data: bytes, dialect: Dialect) -> pd.DataFrame | None:
    """Parse the whole file in C, or return None when it is ragged or its quotes are not in order."""
    separator = dialect.separator.encode()
    has_quotes = dialect.quoted and b'"' in data
    stray = has_quotes and (data.count(b'"') % 2 or _stray_quote(separator).search(data))
    if stray or dialect.width == 1 or dialect.preamble or len(separator) != 1:
        return None
    cells = _by_arrow(data, dialect)
    if cells is None:
        return None
    if cells.shape[1] != dialect.width or _is_ragged(data, separator, cells, has_quotes=has_quotes):
        return None
    columns = [cells[column] for column in cells] if has_quotes and _line_ends(data) > len(cells) else []
    if any(_swallowed(cell, dialect) for column in columns for cell in column[column.str.contains(r"[\r\n]")]):
        return None
    return cells.set_axis(pd.RangeIndex(1, len(cells) + 1))


def _by_arrow(data: bytes, dialect: Dialect) -> pd.DataFrame | None:
    """Parse with pyarrow, or return None where it finds the file uneven."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(j) for j in range(dialect.width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.separator,
                quote_char='"' if dialect.quoted else False,
                newlines_in_values=dialect.quoted and b'"' in data,
                ignore_empty_lines=False,
            ),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string())),
        )
    except pa.ArrowException:
        return None
    dtype = pd.StringDtype(na_value=np.nan)
    cells: pd.DataFrame = table.to_pandas(
        types_mapper={pa.large_string(): dtype}.get, split_blocks=True, self_destruct=True
    )
    return cells.set_axis(range(dialect.width), axis=1)


def _is_ragged(data: bytes, separator: bytes, cells: pd.DataFrame, *, has_quotes: bool) -> bool:
    """Tell whether short rows were filled: the number of separators tells."""
    last = cells.iloc[:, -1]
    if not (last == "").any():
        return False
    wanted = len(cells) * (cells.shape[1] - 1)
    return (_outside_quotes(data, separator) if has_quotes else data.count(separator)) != wanted


def _outside_quotes(data: bytes, separator: bytes) -> int:
    """Count the separators that stand outside quotes, a piece at a time."""
    count, inside = 0, 0
    for start in range(0, len(data), CHUNK):
        piece = np.frombuffer(data, dtype=np.uint8, count=min(CHUNK, len(data) - start), offset=start)
        # Sums of one byte overflow, but keep what is asked of them: whether they are odd.
        depth = np.cumsum(piece == ord('"'), dtype=np.uint8) + np.uint8(inside)
        count += int(((piece == ord(separator)) & (depth % 2 == 0)).sum())
        inside = int(depth[-1] % 2)
    return count


def _line_ends(data: bytes) -> int:
    """Count the lines."""
    return (data.count(b"\n") or data.count(b"\r")) + (not data.endswith((b"\n", b"\r")))


def _one_by_one(data: bytes, dialect: Dialect) -> tuple[pd.DataFrame, list[Finding]]:
    """Parse record by record: a broken one costs itself, not its neighbours."""
    lines = _LINE.findall(data.decode("utf-8", errors="replace"))
    if lines and not lines[-1]:
        lines.pop()
    records = list(_records(lines, dialect))
    rows: list[list[str]] = []
    numbers: list[int] = []
    met: dict[str, list[int]] = {
        "unbalanced_quote": [],
        "short_rows": [],
        "long_rows_cut": [],
        "long_rows_excluded": [],
    }
    last_full = max((i for i, (_, cells, _) in enumerate(records) if len(cells) == dialect.width), default=-1)
    header_is_short = dialect.preamble == 1 and len(records[0][1]) == dialect.width - 1 > 1
    for i, (line, cells, unbalanced) in enumerate(records):
        extra = len(cells) - dialect.width
        if unbalanced:
            met["unbalanced_quote"].append(line)
        if extra > 0 and any(cell.strip() for cell in cells[dialect.width :]):
            met["long_rows_excluded"].append(line)
            continue
        if extra > 0:
            met["long_rows_cut"].append(line)
        elif extra < 0 and dialect.preamble <= i and any(cells) and (len(cells) > 1 or i < last_full):
            met["short_rows"].append(line)
        padding = [""] * -extra
        # R leaves the header cell of its row names out.
        rows.append([*padding, *cells] if header_is_short and i == 0 else [*cells[: dialect.width], *padding])
        numbers.append(i + 1)
    frame = pd.DataFrame(rows, index=pd.Index(numbers, dtype=np.int64), columns=range(dialect.width), dtype=str)
    done = {"unbalanced_quote": "repaired", "short_rows": "kept", "long_rows_cut": "kept"}
    return frame, [
        Finding(what, listed(where), len(where), done.get(what, "excluded")) for what, where in met.items() if where
    ]


def _records(lines: list[str], dialect: Dialect) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the line number, the cells, and whether a quote was unbalanced, of each record."""
    scanner = _Scanner(dialect.separator)
    closing = [k for k, line in enumerate(lines) if scanner.may_close(line)] if dialect.quoted else []
    i = 0
    while i < len(lines):
        line = lines[i].rstrip("\r\n")
        if not dialect.quoted or '"' not in line:
            yield i + 1, line.split(dialect.separator), False
            i += 1
            continue
        cells, is_open = scanner.split(line)
        reached = i
        while is_open:
            # On to the next line where a quote can close; those before it are text as they were written.
            k = bisect_right(closing, reached)
            if k == len(closing) or closing[k] - i > MOST_LINES or len(cells[-1]) > MOST_CHARACTERS:
                break
            ends = lines[reached][len(lines[reached].rstrip("\r\n")) :]
            between = "".join(lines[reached + 1 : closing[k]]).replace('""', '"')
            reached = closing[k]
            more, is_open = scanner.split(lines[reached].rstrip("\r\n"), inside=True)
            cells = [*cells[:-1], cells[-1] + ends + between + more[0], *more[1:]]
        if is_open or (reached > i and any(_swallowed(cell, dialect) for cell in cells)):
            yield i + 1, line.split(dialect.separator), True
            i += 1
        else:
            yield i + 1, cells, False
            i = reached + 1


class _Scanner:
    """Splits lines at their separators; a quote closes a cell only where the cell ends."""

    def __init__(self, separator: str) -> None:
        sign = re.escape(separator)
        self._separator = separator
        self._closing = re.compile(rf'"(?={sign}|[\r\n]|\Z)')
        self._inside = re.compile(rf'(?:[^"]|""|"(?!"|{sign}|\Z))*+')

    def may_close(self, line: str) -> bool:
        """Tell whether a quote could close a cell in the line."""
        return '"' in line and self._closing.search(line) is not None

    def split(self, line: str, *, inside: bool = False) -> tuple[list[str], bool]:
        """Return the cells of a line, whose first may be `inside` quotes, and whether the last one is still open."""
        cells: list[str] = []
        at = 0
        while True:
            if not inside and line.startswith('"', at):
                inside, at = True, at + 1
            if inside:
                match = self._inside.match(line, at)
                end = match.end() if match else at
                cells.append(line[at:end].replace('""', '"'))
                if end == len(line):
                    return cells, True
                inside, end = False, end + 1
            else:
                end = line.find(self._separator, at)
                end = len(line) if end < 0 else end
                cells.append(line[at:end])
            if end == len(line):
                return cells, False
            at = end + 1


def _swallowed(cell: str, dialect: Dialect) -> bool:
    """Tell whether a cell holds a line, after its first, that would be a record of its own."""
    sign = dialect.separator if dialect.separator == "\t" else re.escape(dialect.separator) + r"(?!\s)"
    record = re.compile(rf"[\r\n](?:[^\r\n]*?{sign}){{{dialect.width - 1}}}")
    return record.search(cell) is not None


def _stray_quote(separator: bytes) -> re.Pattern[bytes]:
    """Match a quote with text on both sides: not how a cell begins, ends or doubles one."""
    around = rb'[",\r\n' + re.escape(separator) + rb"]"
    return re.compile(rb'"(?!' + around + rb")(?<!" + around + rb'")')
