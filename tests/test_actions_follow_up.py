"""Whom to call or to thank: in which order, with whose consent, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest
from actions_data import NASTY, make_impacts, make_survey

from npsanalysis import NPSError, UnknownColumnError
from npsanalysis.actions import workbook
from npsanalysis.actions.calls import COLUMNS, SHEET, read_follow_up, write_follow_up
from npsanalysis.actions.follow_up import LONGEST_CONTEXT, follow_up
from npsanalysis.actions.register import plan_actions
from npsanalysis.wording import say

if TYPE_CHECKING:
    from pathlib import Path

LANGS = pytest.mark.parametrize("lang", ["en", "fr"])
CONTACTS = pd.DataFrame({"response_id": ["R1", "R2", "R3"], "email": ["a@x.org", "b@x.org", "c@x.org"]})


def everybody(responses: pd.DataFrame) -> pd.Series:
    return responses["score"].notna()


def test_order_and_tasks_by_hand() -> None:
    calls = follow_up(*make_survey(), consent=everybody)
    # Detractors who blame a theme (2, 4, 6), the detractor who names none (3), the passive who blames (8), promoters.
    assert calls["response_id"].tolist() == ["R1", "R2", "R3", "R7", "R6", "R5", "R4"]
    assert calls["task"].tolist() == ["repair", "repair", "repair", "listen", "improve", "thank", "thank"]
    assert tuple(calls.columns) == tuple(COLUMNS)
    assert calls.loc[0, ["pros", "cons", "suggestions"]].tolist() == [0, 1, 1]
    assert calls.loc[0, "themes"] == "waiting"
    assert calls.loc[0, "context"] == "twenty minutes at the till, open a second till please"
    assert calls["due"].tolist()[0] == pd.Timestamp("2026-03-04")
    assert calls[["outcome", "called", "note"]].isna().all(axis=None)


def test_with_a_register_only_what_has_a_remedy_can_be_repaired() -> None:
    responses, statements, mentions = make_survey()
    register = plan_actions(make_impacts(), statements, mentions).set_index("action_id")
    register.loc["con-price", "remedy"] = "a loyalty price"
    register.loc["con-waiting", ["remedy", "decision"]] = ["a second till", "rejected"]
    calls = follow_up(responses, statements, mentions, actions=register.reset_index(), consent=everybody)
    assert calls["response_id"].tolist()[:4] == ["R3", "R1", "R7", "R2"]
    assert calls["task"].tolist()[:4] == ["repair", "listen", "listen", "listen"]


def test_only_those_who_said_yes_are_listed() -> None:
    calls = follow_up(*make_survey(), consent="consent")
    # yes, oui, no, Yes, nothing, 1, True: R3 and R5 did not agree.
    assert set(calls["response_id"]) == {"R1", "R2", "R4", "R6", "R7"}
    assert set(calls["consent"]) == {"yes"}


@pytest.mark.parametrize("said", ["", "no", "maybe", "0", None, np.nan, False, "non", "yes?"])
def test_what_is_no_plain_yes_is_a_no(said: object) -> None:
    responses, statements, mentions = make_survey()
    responses["consent"] = pd.Series([said] * len(responses), dtype=object)
    assert len(follow_up(responses, statements, mentions, consent="consent")) == 0


def test_without_consent_there_are_ids_and_counts_alone() -> None:
    calls = follow_up(*make_survey())
    assert set(calls["consent"]) == {"unknown"}
    assert len(calls) == 7
    assert calls[["score", "themes", "context", "due"]].isna().all(axis=None)
    assert calls["cons"].sum() == 6
    with pytest.raises(NPSError, match="say who did with consent="):
        follow_up(*make_survey(), contacts=CONTACTS)


def test_addresses_are_shown_when_asked_for_only() -> None:
    assert (
        not follow_up(*make_survey(), consent="consent").astype(str).apply(lambda c: c.str.contains("@")).any(axis=None)
    )
    calls = follow_up(*make_survey(), consent="consent", contacts=CONTACTS)
    assert calls.columns[-1] == "email"
    assert calls.set_index("response_id")["email"].dropna().to_dict() == {"R1": "a@x.org", "R2": "b@x.org"}


def test_a_respondent_is_called_once_about_the_latest_response() -> None:
    responses, statements, mentions = make_survey()
    responses["respondent_id"] = ["A", "B", "C", "A", "B", None, None]
    calls = follow_up(responses, statements, mentions, consent=everybody).set_index("response_id")
    assert set(calls.index) == {"R3", "R4", "R5", "R6", "R7"}
    assert calls["earlier"].to_dict() == {"R3": 0, "R4": 1, "R5": 1, "R6": 0, "R7": 0}
    assert calls.loc["R4", "task"] == "thank"


def test_times_zones_and_missing_scores() -> None:
    responses, statements, mentions = make_survey()
    responses["date"] = pd.to_datetime(["2026-03-02 14:30:00+01:00"] * 7)
    responses.loc[0, "score"] = np.nan
    calls = follow_up(responses, statements, mentions, consent=everybody, hours=24)
    assert "R1" not in set(calls["response_id"])
    assert set(calls["due"]) == {pd.Timestamp("2026-03-03 14:30:00")}


@pytest.mark.parametrize("kind", NASTY)
def test_any_comment_goes_through_legible(kind: str, tmp_path: Path) -> None:
    responses, statements, mentions = make_survey()
    responses.loc[0, "comment"] = NASTY[kind]
    calls = follow_up(responses, statements, mentions, consent=everybody)
    context = calls.loc[0, "context"]
    assert len(context) <= LONGEST_CONTEXT
    assert not set(context) & set("\r\n\t\x07\u202e")
    path = write_follow_up(calls, tmp_path / "calls.xlsx")
    assert {cell.data_type for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }
    after, changes = read_follow_up(path, calls)
    pd.testing.assert_frame_equal(after, calls)
    assert len(changes) == 0


@LANGS
def test_outcomes_are_read_back(tmp_path: Path, lang: str) -> None:
    responses, statements, mentions = make_survey()
    responses["date"] += pd.Timedelta(hours=14.51)
    book = pd.DataFrame({"theme": ["waiting"], "name_en": ["Waiting"], "name_fr": ["Attente"]})
    calls = follow_up(responses, statements, mentions, consent=everybody, contacts=CONTACTS)
    path = write_follow_up(calls, tmp_path / "calls.xlsx", codebook=book, lang=lang)
    sheets = openpyxl.load_workbook(path)
    sheet = sheets[say(SHEET, lang)]
    headings = [cell.value for cell in sheet[1]]
    place = {name: headings.index(say(column.heading, lang)) + 1 for name, column in COLUMNS.items()}
    assert sheet.cell(2, place["themes"]).value == {"en": "Waiting", "fr": "Attente"}[lang]
    sheet.cell(2, place["outcome"]).value = {"en": "answer promised", "fr": "Réponse promise"}[lang]
    sheet.cell(2, place["called"]).value = "2026-03-03"
    sheet.cell(3, place["outcome"]).value = "left a message"
    sheet.cell(3, place["cons"]).value = 12
    sheet.delete_rows(4)
    sheets.save(path)
    after, changes = read_follow_up(path, calls)
    by_id = after.set_index("response_id")
    assert by_id.loc["R1", "outcome"] == "promised"
    assert by_id.loc["R1", "called"] == pd.Timestamp("2026-03-03")
    assert sorted(by_id.index) == sorted(calls["response_id"])
    told = list(zip(changes["line"], changes["column"].fillna(""), changes["change"], strict=True))
    assert told == [
        ("R1", "outcome", "edited"),
        ("R1", "called", "edited"),
        ("R2", "cons", "kept"),
        ("R2", "outcome", "not understood"),
        ("R3", "", "missing"),
    ]


@LANGS
def test_no_two_columns_have_the_same_heading(lang: str) -> None:
    for columns in (COLUMNS, workbook.COLUMNS):
        headings = [say(column.heading, lang).casefold() for column in columns.values()]
        assert len(set(headings)) == len(headings)


def test_numbered_responses_keep_their_numbers(tmp_path: Path) -> None:
    responses, statements, mentions = make_survey()
    frames = [
        frame.assign(response_id=frame["response_id"].str[1:].astype(int))
        for frame in (responses, statements, mentions)
    ]
    calls = follow_up(*frames, consent=everybody)
    after, _ = read_follow_up(write_follow_up(calls, tmp_path / "calls.xlsx"), calls)
    pd.testing.assert_frame_equal(after, calls)


def test_what_is_refused() -> None:
    responses, statements, mentions = make_survey()
    with pytest.raises(UnknownColumnError, match="'agreed'"):
        follow_up(responses, statements, mentions, consent="agreed")
    with pytest.raises(NPSError, match="a rule of consent says True or False"):
        follow_up(responses, statements, mentions, consent=lambda frame: frame["score"])
    with pytest.raises(NPSError, match="a rule of consent says True or False"):
        follow_up(responses, statements, mentions, consent=lambda frame: True)  # noqa: ARG005 -- a rule that forgets to look
    with pytest.raises(NPSError, match="cannot be called 'note'"):
        follow_up(responses, statements, mentions, consent="consent", contacts=CONTACTS.assign(note="x"))
    with pytest.raises(UnknownColumnError, match="'label'"):
        follow_up(responses, statements.drop(columns="label"), mentions)
    with pytest.raises(UnknownColumnError, match="'comment'"):
        follow_up(responses.drop(columns="comment"), statements, mentions)
    with pytest.raises(NPSError, match="no statement is of these responses"):
        follow_up(responses.assign(response_id=range(7)), statements, mentions)
