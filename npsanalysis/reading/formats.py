"""Tables that are neither plain text nor workbooks: SPSS, Parquet, JSON, HTML."""

from __future__ import annotations

import json
import tempfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.errors import ReadingError
from npsanalysis.reading.matching import says
from npsanalysis.reading.table import Finding, Source, Table, tallied
from npsanalysis.reading.vocabulary import LIKERT

if TYPE_CHECKING:
    from collections.abc import Mapping

RATING_LABELS = 6
"""From so many labels on, a labelled column is a scale and keeps its numbers."""


def from_frame(frame: pd.DataFrame, form: str = "frame") -> Table:
    """Return a frame's cells as texts, blank where missing.

    Examples
    --------
    >>> from_frame(pd.DataFrame({"nps": [9.0, None]})).cells[0].tolist()
    ['9', '']
    """
    named = not isinstance(frame.index, pd.RangeIndex) and frame.index.names != [None]
    flat = frame.reset_index() if named else frame
    cells = pd.DataFrame({j: _as_texts(flat.iloc[:, j]) for j in range(flat.shape[1])})
    cells.index = pd.RangeIndex(1, len(flat) + 1)
    labels: list[object] = list(flat.columns)
    names = [" - ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in labels]
    return Table(cells, Source(format=form), names=names)


def from_parquet(data: bytes) -> Table:
    """Read a Parquet file.

    Raises
    ------
    ReadingError
        If it is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        frame = pq.read_table(BytesIO(data)).to_pandas()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadingError(f"the Parquet file cannot be read ({str(error)[:80]}); export it again.") from None
    return from_frame(frame, "parquet")


def from_sav(data: bytes) -> Table:
    """Read an SPSS file: labels as questions, value labels for groups but never for scales, missing codes counted.

    Raises
    ------
    ReadingError
        If it is damaged, or pyreadstat is not installed.
    """
    try:
        import pyreadstat
    except ImportError:
        raise ReadingError("reading SPSS files needs pyreadstat: pip install 'npsanalysis[files]'.") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.sav"
        path.write_bytes(data)
        try:
            frame, meta = pyreadstat.read_sav(path, user_missing=True)
        except (pyreadstat.ReadstatError, ValueError, OverflowError, UnicodeError, OSError) as error:
            raise ReadingError(f"the SPSS file cannot be read ({str(error)[:80]}); save it again from SPSS.") from None
    findings = []
    for name, ranges in meta.missing_ranges.items():
        column = frame[name]
        marks = np.zeros(len(frame), dtype=bool)
        for each in ranges:
            low, high = (each["lo"], each["hi"]) if isinstance(each, dict) else (each, each)
            marks |= column.map(lambda x, low=low, high=high: type(x) is type(low) and low <= x <= high).to_numpy(bool)
        if marks.any():
            counts = {str(value): int(n) for value, n in column[marks].value_counts().items()}
            findings.append(Finding("user_missing", name, int(marks.sum()), "set_missing", tallied(counts)))
            frame[name] = column.mask(marks)
    for name, labels in meta.variable_value_labels.items():
        if name in frame and not _is_scale(labels, meta.variable_measure.get(name, "")):
            frame[name] = frame[name].map(lambda x, labels=labels: labels.get(x, x))
    table = from_frame(frame, "sav")
    questions = {name: label for name, label in meta.column_names_to_labels.items() if label}
    return Table(table.cells, table.source, findings, table.names, questions)


def from_json(text: str) -> Table | None:
    r"""Read JSON lines or an array of objects, flattened one level; None where the text is no JSON.

    Examples
    --------
    >>> from_json('{"nps": 9, "who": {"town": "Lyon"}}\n{"nps": 3}').names
    ['nps', 'who.town']
    """
    try:
        records = json.loads(text) if text.lstrip().startswith("[") else [json.loads(x) for x in _lines(text)]
    except (ValueError, RecursionError):
        return None
    if isinstance(records, list) and len(records) == 1 and isinstance(records[0], dict):
        # An answer of an API: its one list of objects.
        lists = [v for v in records[0].values() if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
        records = lists[0] if len(lists) == 1 else records
    if not isinstance(records, list) or not records or not all(isinstance(each, dict) for each in records):
        return None
    return from_frame(pd.DataFrame([_flat(each) for each in records], dtype=object), "json")


def from_html(text: str) -> Table:
    """Read the largest table of an HTML page, which some tools name .xls.

    Raises
    ------
    ReadingError
        If the page has no table.
    """
    reader = _Tables()
    reader.feed(text)
    reader.close()
    rows = max(reader.tables, key=len, default=[])
    if not rows:
        raise ReadingError("the file is a web page without a table: export the answers again, as CSV or Excel.")
    width = max(map(len, rows))
    cells = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype=str, columns=range(width))
    return Table(cells.set_axis(pd.RangeIndex(1, len(rows) + 1)), Source(format="html"))


class _Tables(HTMLParser):
    """Collects the texts of table cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- the parser's interface
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("".join(self._cell).strip())
            self._cell = None


def _as_texts(column: pd.Series) -> pd.Series:
    """Write a column as texts: whole floats without a point, blank where missing."""
    column = column.reset_index(drop=True)
    values = column.astype(object).where(column.notna().to_numpy(dtype=bool), "")
    return values.map(_as_text).astype(str)


def _as_text(value: Any) -> str:  # noqa: ANN401 -- a cell of any frame
    """Write one value."""
    if isinstance(value, float | np.floating):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return str(value)


def _is_scale(labels: Mapping[Any, str], measure: str) -> bool:
    """Tell whether value labels stand on a scale, whose numbers are then the answers."""
    numbers = [float(value) for value in labels if isinstance(value, int | float)]
    if len(numbers) >= RATING_LABELS and max(numbers) <= 10:
        return measure != "nominal" or max(numbers) == 10
    # Labels of the ends only, as in 0 = not at all, 10 = extremely.
    ends = 0 < len(numbers) < 4 and max(numbers) >= 5 and max(numbers) - min(numbers) > len(numbers)
    return ends or any(says(label, LIKERT) for label in labels.values())


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Flatten one level of objects; lists become joined texts."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        inner = {f"{name}.{key}": each for key, each in value.items()} if isinstance(value, dict) else {name: value}
        for key, each in inner.items():
            flat[key] = "; ".join(map(str, each)) if isinstance(each, list) else each
    return flat
