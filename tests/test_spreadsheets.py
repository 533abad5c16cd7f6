from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from npsanalysis.errors import NPSError
from npsanalysis.spreadsheets import LONGEST_TEXT, neutralize, sheet_name, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

DANGEROUS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"]


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    frame = pd.DataFrame({"=head": [*DANGEROUS, "https://example.org", "007"]})
    path = write_xlsx({"comments": frame}, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(path)["comments"]
    cells = [row[0] for row in sheet.iter_rows()]
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)
    assert cells[-1].value == "007"


def test_csv_texts_are_neutralised(tmp_path: Path) -> None:
    frame = pd.DataFrame({"comment": DANGEROUS, "nps": [-1.5] * len(DANGEROUS)})
    path = write_csv(frame, tmp_path / "out.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(path, encoding="utf-8-sig")
    assert back["comment"].str.startswith("'").all()
    assert (back["nps"] == -1.5).all()


def test_cells_stay_what_they_are(tmp_path: Path) -> None:
    day = dt.date(2026, 3, 12)
    frame = pd.DataFrame(
        {
            "n": [12, 3],
            "nps": [37.68, float("nan")],
            "day": [day, day],
            "time": pd.to_datetime(["2026-03-12 10:00", None], utc=True),
            "flag": [True, False],
            "text": ["x" * (LONGEST_TEXT + 5), None],
            "odd": [float("inf"), 1.0],
        }
    )
    formats = pd.DataFrame("", index=frame.index, columns=frame.columns).assign(nps="+0.0;-0.0")
    path = write_xlsx({"a/b": frame}, tmp_path / "out.xlsx", formats={"a/b": formats})
    first, second = openpyxl.load_workbook(path)["a-b"].iter_rows(min_row=2)
    assert [cell.value for cell in first[:5]] == [
        12,
        37.68,
        dt.datetime(2026, 3, 12),  # noqa: DTZ001 -- a cell of Excel has no zone
        dt.datetime(2026, 3, 12, 10),  # noqa: DTZ001 -- same
        True,
    ]
    assert first[1].number_format == "+0.0;-0.0"
    assert len(first[5].value) == LONGEST_TEXT
    assert first[6].value == "inf"
    assert [second[1].value, second[3].value, second[5].value] == [None, None, None]


def test_what_cannot_be_written(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1]})
    for write in (lambda path: write_xlsx({"a": frame}, path), lambda path: write_csv(frame, path)):
        with pytest.raises(NPSError, match="could not be written"):
            write(tmp_path / "nowhere" / "out")
    with pytest.raises(NPSError, match="names of their own"):
        write_xlsx({}, tmp_path / "out.xlsx")
    with pytest.raises(NPSError, match="names of their own"):
        write_xlsx({"a/b": frame, "A-B": frame}, tmp_path / "out.xlsx")


def test_names() -> None:
    assert sheet_name("a" * 40) == "a" * 31
    assert neutralize(5) == 5


def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    class Unwritable:
        def __str__(self) -> str:
            raise KeyboardInterrupt

    for path, write in (
        (tmp_path / "out.xlsx", lambda frame, path: write_xlsx({"a": frame}, path)),
        (tmp_path / "out.csv", write_csv),
    ):
        path.write_text("older")
        with pytest.raises(KeyboardInterrupt):
            write(pd.DataFrame({"a": [Unwritable()]}), path)
        assert path.read_text() == "older"
        write(pd.DataFrame({"a": [1]}), path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.csv", "out.xlsx"]


def test_sheets_are_read_and_printed_without_scrolling_sideways(tmp_path: Path) -> None:
    frame = pd.DataFrame({"difference from the others": [1.5, 2.5], "text": ["a " * 100, "short"]})
    sheet = openpyxl.load_workbook(write_xlsx({"a": frame}, tmp_path / "out.xlsx"))["a"]
    assert sheet.column_dimensions["A"].width < len("difference from the others")
    assert sheet["B2"].alignment.wrap_text
    # Two hundred letters in lines of 59: four lines of 15 points; the other row grows by itself.
    assert sheet.row_dimensions[2].height == 60
    assert sheet.row_dimensions[3].height is None
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
