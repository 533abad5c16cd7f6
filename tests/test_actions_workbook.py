"""The workbook of the workshop goes out and comes back without losing a line and without guessing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from actions_data import NASTY, make_impacts, make_survey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npsanalysis import NPSError, ReadingError, UnknownColumnError, UnknownNameError
from npsanalysis.actions.register import plan_actions
from npsanalysis.actions.workbook import COLUMNS, REGISTER, read_actions, write_actions
from npsanalysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LANGS = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def register() -> pd.DataFrame:
    _, statements, mentions = make_survey()
    return plan_actions(make_impacts(), statements, mentions)


def edit(path: Path, change: Callable[[Worksheet], None], lang: str = "en") -> None:
    """Edit the register's sheet as a person in a meeting does."""
    book = openpyxl.load_workbook(path)
    change(book[say(REGISTER, lang)])
    book.save(path)


def at(sheet: Worksheet, line: str, column: str, lang: str = "en") -> Cell:
    """Find a cell by the id of its line and the name of its column."""
    place = [cell.value for cell in sheet[1]].index(say(COLUMNS[column].heading, lang)) + 1
    row = [cell.value for cell in sheet["A"]].index(line) + 1
    return sheet.cell(row, place)


@LANGS
def test_untouched_it_comes_back_the_same(tmp_path: Path, register: pd.DataFrame, lang: str) -> None:
    path = write_actions(register, tmp_path / "a.xlsx", lang=lang)
    after, changes = read_actions(path, register)
    pd.testing.assert_frame_equal(after, register)
    assert len(changes) == 0


@LANGS
def test_what_people_fill_in_comes_back_as_codes(tmp_path: Path, register: pd.DataFrame, lang: str) -> None:
    path = write_actions(register, tmp_path / "a.xlsx", lang=lang)

    def fill(sheet: Worksheet) -> None:
        for column, value in {
            "risk_level": {"en": "High risk ", "fr": "RISQUE ÉLEVÉ"}[lang],
            "urgency": "urgent",
            "importance": "important",
            "decision": {"en": "piloted", "fr": "à l’essai"}[lang],
            "status": {"en": "in progress", "fr": "en cours"}[lang],
            "remedy": "Ouvrir une 2e caisse\nle samedi",
            "deadline": dt.datetime(2027, 1, 15),  # noqa: DTZ001 -- a spreadsheet has no zones
            "owner": 3,
        }.items():
            at(sheet, "con-waiting", column, lang).value = value

    edit(path, fill, lang)
    after, changes = read_actions(path, register)
    line = after.set_index("action_id").loc["con-waiting"]
    assert line[
        ["risk_level", "urgency", "importance", "quadrant", "decision", "status", "remedy", "owner"]
    ].tolist() == [
        "high",
        "high",
        "high",
        "do_first",
        "piloted",
        "in_progress",
        "Ouvrir une 2e caisse\nle samedi",
        "3",
    ]
    assert line["deadline"] == pd.Timestamp("2027-01-15")
    assert set(changes["change"]) == {"edited"}
    assert set(changes["line"]) == {"con-waiting"}
    status = changes.set_index("column").loc["status"]
    assert (status["before"], status["after"]) == ("to_do", "in_progress")


def test_missing_renamed_extra_and_doubled_lines_are_all_kept(tmp_path: Path, register: pd.DataFrame) -> None:
    path = write_actions(register, tmp_path / "a.xlsx")

    def change(sheet: Worksheet) -> None:
        at(sheet, "con-waiting", "owner").value = "Anne"
        at(sheet, "con-price", "action_id").value = "con-prices"  # renamed
        doubled = [cell.value for cell in sheet[2]]  # con-waiting once more
        row = [cell.value for cell in sheet["A"]].index("suggestion-waiting") + 1
        sheet.delete_rows(row)
        sheet.append(doubled)
        sheet.append([None, "parking", "con", 4, -1.5, "about two"])  # extra, without an id
        sheet.append([])
        sheet.append(["con-parking", "parking", "neither"])  # extra, with an id and a word that is none

    edit(path, change)
    after, changes = read_actions(path, register)
    by_id = after.set_index("action_id")
    assert sorted(by_id.index) == [
        "con-parking",
        "con-price",
        "con-prices",
        "con-waiting",
        "con-waiting-2",
        "new",
        "pro-welcome",
        "suggestion-waiting",
    ]
    assert by_id.loc[["con-waiting", "con-waiting-2"], "owner"].tolist() == ["Anne", "Anne"]
    assert by_id.loc["new", ["theme", "label", "responses", "impact"]].tolist() == ["parking", "con", 4, -1.5]
    assert by_id.loc["con-price", "responses"] == by_id.loc["con-prices", "responses"] == 2
    told = {(line, kind) for line, kind in zip(changes["line"], changes["change"], strict=True)}
    assert told == {
        ("con-waiting", "edited"),
        ("con-prices", "added"),
        ("con-waiting-2", "duplicate"),
        ("new", "added"),
        ("new", "not understood"),
        ("con-parking", "added"),
        ("con-parking", "not understood"),
        ("con-price", "missing"),
        ("suggestion-waiting", "missing"),
    }


def test_what_is_not_understood_leaves_the_value(tmp_path: Path, register: pd.DataFrame) -> None:
    path = write_actions(register, tmp_path / "a.xlsx")
    written = {"status": "nearly", "risk_level": "very high", "deadline": "in spring", "responses": "many", "impact": 5}

    def change(sheet: Worksheet) -> None:
        for column, value in written.items():
            at(sheet, "con-waiting", column).value = value
        at(sheet, "con-waiting", "theme").value = "queues"
        at(sheet, "con-waiting", "quadrant").value = "later"

    edit(path, change)
    after, changes = read_actions(path, register)
    pd.testing.assert_frame_equal(after, register)
    kinds = changes.set_index("column")["change"].to_dict()
    assert kinds == dict.fromkeys(["status", "risk_level", "deadline", "responses"], "not understood") | {
        "impact": "kept",
        "theme": "kept",
        "quadrant": "kept",
    }
    assert changes.set_index("column").loc["deadline", "after"] == "in spring"


def test_columns_gone_renamed_and_added(tmp_path: Path, register: pd.DataFrame) -> None:
    register.loc[0, "remedy"] = "a second till"
    path = write_actions(register, tmp_path / "a.xlsx")

    def change(sheet: Worksheet) -> None:
        at(sheet, "Line", "remedy").value = "Our answer"  # a heading renamed
        sheet.delete_cols([cell.value for cell in sheet[1]].index("Owner") + 1)
        sheet.cell(2, sheet.max_column + 2).value = "a remark"  # beside the table, without a heading
        sheet.insert_rows(1)
        sheet["A1"].value = "Meeting of 3 March"

    edit(path, change)
    after, changes = read_actions(path, register)
    assert after.loc[0, "remedy"] == "a second till"
    assert after.loc[0, "Our answer"] == "a second till"
    assert "a remark" in set(after.iloc[0].astype(str))
    assert set(zip(changes["column"], changes["change"], strict=True)) >= {
        ("Our answer", "column added"),
        ("remedy", "column missing"),
        ("owner", "column missing"),
    }
    # Next time round the added columns are known.
    again, more = read_actions(write_actions(after, tmp_path / "b.xlsx"), after)
    pd.testing.assert_frame_equal(again, after)
    assert len(more) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 3), max_size=8),
    st.lists(st.sampled_from(["con-waiting", "con-price", "", "x", " con-waiting ", "new"]), max_size=8),
)
def test_no_line_is_ever_lost(tmp_path: Path, register: pd.DataFrame, kept: list[int], ids: list[str]) -> None:
    """Whatever lines are deleted, doubled, shuffled, renamed or added: all come back, each under an id of its own."""
    lines = register.iloc[kept].reset_index(drop=True).assign(note=[f"row {i}" for i in range(len(kept))])
    for place, name in enumerate(ids[: len(lines)]):
        lines.loc[place, "action_id"] = name
    after, changes = read_actions(write_actions(lines, tmp_path / "a.xlsx"), register)
    assert after["action_id"].is_unique
    assert set(register["action_id"]) <= set(after["action_id"])
    assert sorted(after["note"].dropna()) == sorted(lines["note"])
    missing = int((changes["change"] == "missing").sum())
    assert len(after) == len(lines) + missing


def test_a_con_moved_to_suggestion_is_remembered(tmp_path: Path, register: pd.DataFrame) -> None:
    path = write_actions(register, tmp_path / "a.xlsx", lang="fr")

    def change(sheet: Worksheet) -> None:
        at(sheet, "con-price", "label", "fr").value = "suggestion"
        at(sheet, "con-price", "reason", "fr").value = "demande d’une formule"

    edit(path, change, "fr")
    after, changes = read_actions(path, register)
    assert after.set_index("action_id").loc["con-price", "label"] == "suggestion"
    assert after["label"].tolist() == ["con", "pro", "suggestion", "suggestion"]
    moved = changes[changes["column"] == "label"].iloc[0]
    assert (moved["before"], moved["after"]) == ("con", "suggestion")


@pytest.mark.parametrize("kind", NASTY)
def test_any_text_goes_through_harmless(tmp_path: Path, register: pd.DataFrame, kind: str) -> None:
    register.loc[0, ["remedy", "owner"]] = NASTY[kind]
    register.loc[0, "theme"] = NASTY[kind]
    path = write_actions(register, tmp_path / "a.xlsx")
    cells = [cell for row in openpyxl.load_workbook(path)["Actions"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}  # no formula anywhere
    assert not any(cell.hyperlink for cell in cells)
    after, changes = read_actions(path, register)
    pd.testing.assert_frame_equal(after, register)
    assert len(changes) == 0


def test_a_text_cut_by_the_workbook_is_not_taken_for_an_edit(tmp_path: Path, register: pd.DataFrame) -> None:
    register.loc[0, "remedy"] = "very long " * 4000  # 40,000 characters, a cell holds 32,767
    after, changes = read_actions(write_actions(register, tmp_path / "a.xlsx"), register)
    pd.testing.assert_frame_equal(after, register)
    assert len(changes) == 0


def test_quotes_have_a_sheet(tmp_path: Path, register: pd.DataFrame) -> None:
    quotes = pd.DataFrame({"action_id": ["con-waiting"], "response_id": ["R1"], "score": [2.0], "text": ["=1+1"]})
    path = write_actions(register, tmp_path / "a.xlsx", quotes=quotes)
    sheet = openpyxl.load_workbook(path)["Quotes"]
    assert list(sheet.values) == [("Line", "Response", "Score", "Quote"), ("con-waiting", "R1", 2, "=1+1")]
    assert sheet["D2"].data_type == "s"
    with pytest.raises(UnknownColumnError, match="'text'"):
        write_actions(register, path, quotes=quotes.drop(columns="text"))


@LANGS
def test_lists_and_colours(tmp_path: Path, register: pd.DataFrame, lang: str) -> None:
    path = write_actions(register, tmp_path / "a.xlsx", lang=lang)
    sheet = openpyxl.load_workbook(path)[say(REGISTER, lang)]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    offered = [name for name, column in COLUMNS.items() if column.kind == "choice"]
    assert len(lists) == len(offered) == 6
    assert f'"{",".join(say(word, lang) for word in ("to do", "in progress", "done", "dropped"))}"' in lists.values()
    assert len(sheet.conditional_formatting) >= 4
    assert not sheet.protection.sheet


def test_what_is_refused(tmp_path: Path, register: pd.DataFrame) -> None:
    path = write_actions(register, tmp_path / "a.xlsx")
    with pytest.raises(ReadingError, match="there is no file"):
        read_actions(tmp_path / "b.xlsx", register)
    with pytest.raises(UnknownColumnError, match="'status'"):
        read_actions(path, register.drop(columns="status"))
    with pytest.raises(UnknownNameError, match="no output language 'de'"):
        write_actions(register, path, lang="de")
    with pytest.raises(NPSError, match="could not be written"):
        write_actions(register, tmp_path / "no" / "a.xlsx")
    with pytest.raises(NPSError, match="two lines have the same action_id"):
        read_actions(path, pd.concat([register, register]))
    edit(path, lambda sheet: sheet.cell(1, 1, "Number"))
    with pytest.raises(NPSError, match="no column is headed 'Line'"):
        read_actions(path, register)
    book = openpyxl.load_workbook(path)
    book["Actions"].title = "Plan"
    book.save(path)
    with pytest.raises(UnknownNameError, match="no sheet"):
        read_actions(path, register)
