from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npsanalysis import audit_sample, correct_shares, load_codebook, read_coding_sheet, tag_themes, to_coding_sheet
from npsanalysis.errors import NPSError, ReadingError, UnknownColumnError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


def statements(*texts: str) -> pd.DataFrame:
    n = len(texts)
    return pd.DataFrame(
        {
            "response_id": np.arange(n) + 2**60,
            "question": "comment",
            "statement": 0,
            "start": 0,
            "end": [len(text) for text in texts],
            "text": texts,
            "lang": "fr",
            "score": [9.0, np.nan, *[3.5] * n][:n],
            "label": pd.Series(["con", None, *["pro"] * n][:n], dtype="str"),
            "probability": [0.1 + 0.2, np.nan, *[0.5] * n][:n],
            "date": pd.Timestamp("2026-03-12 10:30"),
        }
    )


def edit(path: Path, changes: dict[str, object]) -> None:
    book = openpyxl.load_workbook(path)
    for cell, value in changes.items():
        first(book)[cell] = value
    book.save(path)


def first(book: openpyxl.Workbook) -> Worksheet:
    return book.worksheets[0]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_nobody_touched_comes_back_as_it_was(tmp_path: Path, lang: str) -> None:
    before = statements(
        "trop cher",
        "=HYPERLINK(1)",
        " \x00prix\x0b  _x000D_\r\n é 🙂 ",
        "x" * 70_000,
        "@cmd",
        "'quoted'",
        "\ud7ff كبير",
    )
    path = to_coding_sheet(before, tmp_path / "a.xlsx", lang=lang)
    after = read_coding_sheet(path)
    pd.testing.assert_frame_equal(after[before.columns], before)
    assert after.columns.tolist() == [*before.columns, "history", "themes", "remark"]
    assert set(after["history"]) == {""}
    assert after["themes"].tolist()[0] == "price"
    pd.testing.assert_frame_equal(tag_themes(after), tag_themes(before))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1, max_size=4))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    before = statements(*texts)
    path = to_coding_sheet(before, tmp_path_factory.mktemp("sheet") / "a.xlsx")
    pd.testing.assert_frame_equal(read_coding_sheet(path)[before.columns], before)


def test_a_con_that_became_a_suggestion_keeps_its_history(tmp_path: Path) -> None:
    path = to_coding_sheet(statements("prix", "accueil", "site"), tmp_path / "a.xlsx")
    # A line, B response, C question, D statement, E label, F to H themes, I remark
    edit(path, {"E2": "Suggestions", "E3": "con", "F2": "Waiting and speed", "G2": "my own", "I2": "unsure"})
    once = read_coding_sheet(path)
    assert once["label"].tolist() == ["suggestion", "con", "pro"]
    assert once["history"].tolist() == ["con", "", ""]  # a first label replaces none
    assert once["themes"].tolist() == ["waiting | my own", "staff", "digital"]
    assert once["remark"].tolist() == ["unsure", "", ""]
    again = to_coding_sheet(once, tmp_path / "b.xlsx", lang="fr")
    edit(again, {"E2": "SANS OPINION ", "E3": None})
    twice = read_coding_sheet(again)
    assert twice["history"].tolist() == ["con > suggestion", "con", ""]
    assert twice["label"].isna().tolist() == [False, True, False]
    assert twice["themes"].tolist() == once["themes"].tolist()
    assert twice["remark"].tolist() == once["remark"].tolist()


def test_lines_may_be_sorted_and_left_out(tmp_path: Path) -> None:
    before = statements("prix", "accueil", "site", "livraison")
    path = to_coding_sheet(before, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = first(book)
    for cell in ("A2", "E2", "A4", "E4"):
        sheet[cell] = {"A2": "3", "E2": "con", "A4": "1", "E4": "none"}[cell]
    sheet.delete_rows(5)
    book.save(path)
    after = read_coding_sheet(path)
    assert after["text"].tolist() == before["text"].tolist()
    assert after["label"].fillna("-").tolist() == ["none", "-", "con", "pro"]


def test_formulas_are_texts_and_choices_are_offered(tmp_path: Path) -> None:
    path = to_coding_sheet(statements("=1+1", "+33 6"), tmp_path / "a.xlsx", lang="fr")
    book = openpyxl.load_workbook(path)
    sheet = first(book)
    assert [sheet[cell].value for cell in ("D2", "D3")] == ["'=1+1", "'+33 6"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    lists = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists["E2"] == '"Points positifs,Points négatifs,Suggestions,Sans opinion"'
    assert lists["F2"].startswith("'lists'!$A$1:$A$")
    assert [row[0].value for row in book["lists"].iter_rows()] == load_codebook()["name_fr"].tolist()
    assert [each.sheet_state for each in book.worksheets] == ["visible", "hidden", "hidden"]


def test_no_statements(tmp_path: Path) -> None:
    before = statements("prix").iloc[:0]
    assert read_coding_sheet(to_coding_sheet(before, tmp_path / "a.xlsx")).empty


def test_statements_without_a_label_can_be_coded(tmp_path: Path) -> None:
    path = to_coding_sheet(statements("prix").drop(columns="label"), tmp_path / "a.xlsx")
    edit(path, {"E2": "pro"})
    coded = read_coding_sheet(path)
    assert coded["label"].tolist() == ["pro"]
    assert coded["history"].tolist() == [""]


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"E2": "proo"}, UnknownNameError, "there is no label 'proo'; did you mean 'pro'"),
        ({"A2": None}, ReadingError, "sorted and left out, not added"),
        ({"A3": "1"}, ReadingError, "got the line '1' twice"),
        ({"E1": "Code by hand"}, UnknownColumnError, "there is no column 'Label'"),
    ],
)
def test_errors(tmp_path: Path, changes: dict[str, object], error: type[NPSError], message: str) -> None:
    path = to_coding_sheet(statements("prix", "site"), tmp_path / "a.xlsx")
    edit(path, changes)
    with pytest.raises(error, match=message):
        read_coding_sheet(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(NPSError):
        read_coding_sheet(tmp_path / "a.xlsx")
    path = to_coding_sheet(statements("prix"), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(path)
    book["kept"]["B3"] = "{"
    book.save(path)
    with pytest.raises(ReadingError, match="hidden sheet 'kept' was changed"):
        read_coding_sheet(path)
    with pytest.raises(UnknownColumnError, match="there is no column 'lang'"):
        to_coding_sheet(statements("prix").drop(columns="lang"), tmp_path / "c.xlsx")


def test_an_audit_goes_through_the_sheet_without_showing_the_program_s_labels(tmp_path: Path) -> None:
    told = statements("prix", "site", "accueil", "livraison").assign(label=["con", "con", "pro", "pro"])
    path = to_coding_sheet(audit_sample(told, 4), tmp_path / "a.xlsx")
    assert [first(openpyxl.load_workbook(path))[f"E{row}"].value for row in range(2, 6)] == [None] * 4
    edit(path, {"E2": "Cons", "E3": "Suggestions", "E4": "Pros", "E5": "Pros"})
    audited = read_coding_sheet(path)
    assert audited["predicted"].tolist() == ["con", "con", "pro", "pro"]
    assert audited["label"].tolist() == ["con", "suggestion", "pro", "pro"]
    # cons: 2 of 4 told so, 1 of the 2 is: .5 × (1 + 1) / (2 + 2) + .5 × (0 + 1) / (2 + 2)
    assert correct_shares(told, audited).set_index("label").loc["con", "share"] == pytest.approx(37.5)
