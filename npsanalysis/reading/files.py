"""From a path, a buffer or a frame to a table: what a file is, told by its first bytes and not by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from npsanalysis.errors import ReadingError
from npsanalysis.reading.bytes_ import decode
from npsanalysis.reading.dialect import find_dialect, without_told
from npsanalysis.reading.records import read_records, without_unquoted_na
from npsanalysis.reading.table import Finding, Source, Table
from npsanalysis.reading.workbooks import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_table(source: Any, *, sheet: str | None, encoding: str | None) -> Table:  # noqa: ANN401 -- path, buffer or any frame
    """Return the cells of a source, whatever it is.

    Raises
    ------
    ReadingError
        If it is missing, empty, a folder, not a table, or a kind that needs a library not installed.
    """
    if isinstance(source, pd.DataFrame):
        return from_frame(source)
    if hasattr(source, "to_pandas"):
        return from_frame(source.to_pandas())
    data, name = _bytes_of(source)
    if not data.strip():
        raise ReadingError(f"{name or 'the file'} is empty; check that the export was finished.")
    table = _by_magic(data, sheet=sheet, encoding=encoding)
    return replace(table, source=replace(table.source, name=name))


def from_frame(frame: pd.DataFrame, form: str = "frame") -> Table:
    """Return a frame's cells as texts, blank where missing."""
    named = not isinstance(frame.index, pd.RangeIndex) and frame.index.names != [None]
    flat = frame.reset_index() if named else frame
    cells = pd.DataFrame({j: _as_texts(flat.iloc[:, j]) for j in range(flat.shape[1])})
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    labels: list[object] = list(flat.columns)
    names = [" - ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in labels]
    return Table(cells, Source(format=form), names=names)


def _as_texts(column: pd.Series) -> pd.Series:
    """Write a column as texts: whole floats without a point, blank where missing."""
    column = column.reset_index(drop=True)
    if pd.api.types.is_float_dtype(column.dtype):
        values = column.astype(object).where(column.notna(), None)
        texts = values.map(
            lambda x: "" if x is None else str(int(x)) if float(x).is_integer() and abs(x) < 1e15 else repr(float(x))
        )
    else:
        values = column.astype(object)
        texts = values.where(values.notna(), "").map(str)
    return texts.astype(str)


def _bytes_of(source: Any) -> tuple[bytes, str]:  # noqa: ANN401 -- checked here
    """Read a path or a buffer; also return the name of the file."""
    if hasattr(source, "read"):
        content = source.read()
        name = Path(str(getattr(source, "name", ""))).name
        return (content.encode("utf-8", errors="replace") if isinstance(content, str) else bytes(content)), name
    try:
        path = Path(source)
    except TypeError:
        raise ReadingError(
            f"read_export reads a path, a binary buffer or a frame, got {type(source).__name__}."
        ) from None
    try:
        return path.read_bytes(), path.name
    except FileNotFoundError:
        raise ReadingError(f"there is no file {str(path)!r}; check its name and folder.") from None
    except IsADirectoryError:
        raise ReadingError(f"{str(path)!r} is a folder; name the export file in it.") from None
    except (OSError, ValueError) as error:
        raise ReadingError(f"{str(path)!r} cannot be opened ({error}); check the path and your rights.") from None


def _by_magic(data: bytes, *, sheet: str | None, encoding: str | None) -> Table:
    """Read a file as what its first bytes say it is."""
    if data[:4] == b"PK\x03\x04":
        return read_workbook(data, form=_zipped_form(data), sheet=sheet)
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadingError("this workbook is encrypted: open it with its password and save a copy without one.")
        return read_workbook(data, form="xls", sheet=sheet)
    return read_text(data, encoding=encoding)


def _zipped_form(data: bytes) -> str:
    """Name the kind of a zipped workbook."""
    if b"opendocument.spreadsheet" in data[:200]:
        return "ods"
    return "xlsb" if b"xl/workbook.bin" in data else "xlsx"


def read_text(data: bytes, *, encoding: str | None = None) -> Table:
    """Read a CSV, TSV or other text file.

    Raises
    ------
    ReadingError
        If it holds no rows.
    """
    clean, named, findings = decode(data, encoding)
    clean, told = without_told(clean)
    dialect, more = find_dialect(clean, told)
    clean, not_answered = without_unquoted_na(clean, dialect.separator) if dialect.quoted else (clean, 0)
    cells, mended = read_records(clean, dialect)
    form = "tsv" if dialect.separator == "\t" else "csv"
    source = Source(format=form, encoding=named, separator=dialect.separator if dialect.width > 1 else "")
    said = [Finding("separator_told", "", 1, "noted", told)] if told else []
    if not_answered:
        said.append(Finding("na_unquoted", "", not_answered, "set_missing"))
    return Table(cells, source, [*findings, *said, *more, *mended])
