"""From a path, a buffer or a frame to a table: what a file is, told by its first bytes and not by its name."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from npsanalysis.errors import ReadingError
from npsanalysis.reading.bytes_ import decode
from npsanalysis.reading.dialect import find_dialect, unwrapped, without_told
from npsanalysis.reading.formats import from_frame, from_html, from_json, from_parquet, from_sav
from npsanalysis.reading.records import read_records, without_unquoted_na
from npsanalysis.reading.table import Finding, Source, Table
from npsanalysis.reading.workbooks import check_zip, read_workbook

WORKBOOKS = {"xlsx": "xl/workbook.xml", "xlsb": "xl/workbook.bin", "ods": "content.xml"}
"""The part of a zip archive that tells a workbook."""

NO_TABLES = {b"%PDF": "a PDF", b"{\\rtf": "a text document", b"\x89PNG": "a picture", b"SQLite format 3": "a data base"}
"""First bytes of files that are met in place of exports."""

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
    if not (data[:1000].strip() or data.strip()):
        raise ReadingError(f"{name or 'the file'} is empty; check that the export was finished.")
    table = _by_magic(data, sheet=sheet, encoding=encoding)
    return replace(table, source=replace(table.source, name=name))


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
        return _from_zip(data, sheet=sheet, encoding=encoding)
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadingError("this workbook is encrypted: open it with its password and save a copy without one.")
        return read_workbook(data, form="xls", sheet=sheet)
    if data[:4] in {b"$FL2", b"$FL3"}:
        return from_sav(data)
    if data[:4] == b"PAR1":
        return from_parquet(data)
    for magic, kind in NO_TABLES.items():
        if data.startswith(magic):
            raise ReadingError(f"the file is {kind}, not a table of answers: export them as CSV or Excel.")
    return _from_text(data, encoding)


def _from_zip(data: bytes, *, sheet: str | None, encoding: str | None) -> Table:
    """Read a zipped workbook, or the one file of an archive, as Qualtrics sends it."""
    check_zip(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        for form, part in WORKBOOKS.items():
            if part in names:
                return read_workbook(data, form=form, sheet=sheet)
        inside = [name for name in names if not name.startswith("__MACOSX/")]
        if len(inside) != 1:
            raise ReadingError(f"the archive holds {len(inside)} files; unpack it and name one of them.")
        try:
            content = archive.read(inside[0])
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
            raise ReadingError("the archive is encrypted or damaged; unpack it and name the file in it.") from None
    if content[:4] == b"PK\x03\x04" or not content.strip():
        raise ReadingError("the archive holds no single table; unpack it and name the file in it.")
    return _by_magic(content, sheet=sheet, encoding=encoding)


def _from_text(data: bytes, encoding: str | None) -> Table:
    """Read a file of texts: HTML, JSON, or separated values."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")) or b"<table" in head:
        return from_html(decode(data, encoding).data.decode("utf-8", errors="replace"))
    if head.startswith((b"{", b"[")):
        table = from_json(decode(data, encoding).data.decode("utf-8", errors="replace"))
        if table is not None:
            return table
    return read_text(data, encoding=encoding)


def read_text(data: bytes, *, encoding: str | None = None) -> Table:
    """Read a CSV, TSV or other text file.

    Raises
    ------
    ReadingError
        If it holds no rows.
    """
    clean, named, findings = decode(data, encoding)
    clean, told = without_told(clean)
    inner = unwrapped(clean)
    if inner is not clean:
        findings.append(Finding("lines_unwrapped", "", 1, "repaired"))
        clean = inner
    dialect, more = find_dialect(clean, told)
    clean, not_answered = without_unquoted_na(clean, dialect.separator) if dialect.quoted else (clean, 0)
    cells, mended = read_records(clean, dialect)
    form = "tsv" if dialect.separator == "\t" else "csv"
    source = Source(format=form, encoding=named, separator=dialect.separator if dialect.width > 1 else "")
    said = [Finding("separator_told", "", 1, "noted", told)] if told else []
    if not_answered:
        said.append(Finding("na_unquoted", "", not_answered, "set_missing"))
    return Table(cells, source, [*findings, *said, *more, *mended])
