"""How a text file separates its columns, found by parsing its first records whole, never its header line alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import Literal, NamedTuple

from npsanalysis.reading.table import Finding

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_BYTES = 300_000
SAMPLE_RECORDS = 500
LEAST_EVEN = 1.0
"""Evenness below which spaces are tried too, as R separates cells."""

LONGEST_CELL = 1 << 24
"""Characters the csv module accepts in a cell; its own default of 131,072 stops at the first unbalanced quote."""

csv.field_size_limit(LONGEST_CELL)

_TOLD = re.compile(rb'"?sep=(.)"?[ \t;,]*(?:\r\n|\r|\n)', re.IGNORECASE)


class Dialect(NamedTuple):
    """Separator, whether cells may stand in quotes, number of columns, and records above the table."""

    separator: str
    quoted: bool
    width: int
    preamble: int


def without_told(data: bytes) -> tuple[bytes, str]:
    r"""Take off the line `sep=;` that tells Excel the separator, and return it.

    Examples
    --------
    >>> without_told(b"sep=;\na;b\n")
    (b'a;b\n', ';')
    """
    told = _TOLD.match(data)
    return (data[told.end() :], told[1].decode("latin-1")) if told else (data, "")


def unwrapped(data: bytes) -> bytes:
    r"""Take off the quotes that stand around whole lines, as a file saved twice has them; others come back as they are.

    Examples
    --------
    >>> unwrapped(b'"a,b"\n"1,2"\n')
    b'a,b\n1,2\n'
    """
    if not data.startswith(b'"') or find_dialect(data)[0].width > 1:
        return data
    lines = data.splitlines(keepends=True)
    bare = [line.rstrip(b"\r\n") for line in lines]
    if len(lines) < 2 or not all(len(line) > 1 and line[:1] == line[-1:] == b'"' for line in bare):
        return data
    inner = b"".join(
        line[1:-1].replace(b'""', b'"') + whole[len(line) :] for line, whole in zip(bare, lines, strict=True)
    )
    return inner if find_dialect(inner)[0].width > 1 else data


def find_dialect(data: bytes, told: str = "") -> tuple[Dialect, list[Finding]]:
    r"""Find the separator by parsing the first records with each and keeping the most even one.

    Parameters
    ----------
    data
        Clean UTF-8.
    told
        The separator the file names itself.

    Returns
    -------
    tuple
        The dialect and what there is to say of it.

    Examples
    --------
    >>> find_dialect(b"a;b\n7,0;x\n8,5;y\n")[0].separator
    ';'
    """
    lines = _sample_lines(data)
    candidates = [
        (_evenness(records, separator), Dialect(separator, quoted, *_shape(records)))
        for separator in ((told,) if told else SEPARATORS)
        for quoted in ((True, False) if separator == "\t" else (True,))
        if (records := _parsed(lines, separator, quoted=quoted))
    ]
    candidates = [each for each in candidates if each[1].width > 1]
    if not told and max((score for score, _ in candidates), default=0.0) < LEAST_EVEN:
        records = _parsed(lines, " ", quoted=True)
        width, above = _shape(records) if records else (1, 0)
        # R leaves the header cell of its row names out.
        if width > 1 and above < 2 < len(records) and all(len(record) == width for record in records[1:]):
            return Dialect(" ", True, width, above), []  # noqa: FBT003 -- the field is named in the class
    if not candidates:
        return Dialect(told or ",", True, 1, 0), []  # noqa: FBT003 -- the field is named in the class
    # The first of equals: quotes before no quotes.
    score, best = max(candidates, key=lambda each: each[0])
    others = [each for each in candidates if each[1].separator != best.separator and each[0] > score - 0.1]
    findings = (
        [] if told or not others else [Finding("separator_close", "", 1, "guessed", repr(others[0][1].separator))]
    )
    return best, findings


def _sample_lines(data: bytes) -> list[str]:
    """Return the first lines of the file, whole ones."""
    head = data[:SAMPLE_BYTES]
    lines = re.split(r"\r\n|\r|\n", head.decode("utf-8", errors="ignore"))
    if len(data) > SAMPLE_BYTES and len(lines) > 1:
        lines.pop()
    return lines


def _parsed(lines: list[str], separator: str, *, quoted: bool) -> list[list[str]]:
    """Parse the sample; what was inside quotes is not looked at again."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    records: list[list[str]] = []
    try:
        for record in csv.reader([line + "\n" for line in lines], delimiter=separator, quoting=quoting):
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) == SAMPLE_RECORDS:
                break
    except csv.Error:
        # A cell past any length: what was parsed before it decides.
        pass
    return records


def _shape(records: list[list[str]]) -> tuple[int, int]:
    """Return the usual number of columns and how many records stand above the first that has it."""
    widths = [len(record) for record in records]
    counted = Counter(widths)
    # A title or a footer is one cell wide: the table is what is wider.
    width = max((w for w in counted if w > 1), key=lambda w: (counted[w], w), default=1)
    return width, widths.index(width) if width in counted else 0


def _evenness(records: list[list[str]], separator: str) -> float:
    """Judge a parse: the share of records of the usual width, less the share of cells other separators would cut."""
    width, _ = _shape(records)
    even = sum(len(record) == width for record in records) / len(records)
    others = "".join(each for each in SEPARATORS if each != separator)
    cut = re.compile(rf"[{re.escape(others)}](?!\s)")
    cells = [cell for record in records[:100] for cell in record]
    uncut = sum(not cut.search(cell) for cell in cells) / max(len(cells), 1)
    return even + uncut / 2 + min(width, 20) / 1000
