"""The register: which lines, in which order, what is kept from wave to wave."""

from __future__ import annotations

import pandas as pd
import pytest
from actions_data import make_impacts, make_survey

from npsanalysis import NPSError, UnknownColumnError
from npsanalysis.actions.register import ACTION_COLUMNS, JUDGED, order_actions, plan_actions, shape_actions


@pytest.fixture
def register() -> pd.DataFrame:
    _, statements, mentions = make_survey()
    return plan_actions(make_impacts(), statements, mentions)


def test_lines_and_figures_by_hand(register: pd.DataFrame) -> None:
    # Waiting comes before price: its interval (-10 to -2) excludes 0, that of price (-20 to +2) does not.
    assert register["action_id"].tolist() == ["con-waiting", "con-price", "pro-welcome", "suggestion-waiting"]
    assert register["responses"].tolist() == [3, 2, 2, 1]
    assert register["impact"].tolist() == [-6.0, -9.0, 12.0, -1.0]


def test_judgements_are_left_to_people(register: pd.DataFrame) -> None:
    assert tuple(register.columns) == ACTION_COLUMNS
    assert register[[column for column in JUDGED if column != "status"]].isna().all(axis=None)
    assert set(register["status"]) == {"to_do"}


def test_the_label_of_the_statement_counts_not_that_of_the_mention() -> None:
    _, statements, mentions = make_survey()
    relabelled = statements.assign(label=statements["label"].where(statements["statement"] != 0, "suggestion"))
    register = plan_actions(make_impacts(), relabelled, mentions)
    # All first statements are suggestions now; R1's second was one before, R5's second stays a con about waiting.
    by_id = register.set_index("action_id")["responses"]
    assert by_id.to_dict() == {
        "con-waiting": 1,
        "suggestion-waiting": 2,
        "suggestion-price": 2,
        "suggestion-welcome": 2,
    }
    assert register.set_index("action_id").loc["suggestion-price", "impact":"impact_high"].isna().all()


def test_risk_given_by_people_orders_first(register: pd.DataFrame) -> None:
    register.loc[register["action_id"] == "con-price", "risk_level"] = "high"
    register.loc[register["action_id"] == "con-waiting", "risk_level"] = "low"
    assert order_actions(register)["action_id"].tolist()[:2] == ["con-price", "con-waiting"]


def test_a_con_of_the_happy_comes_after_those_that_may_harm() -> None:
    lines = pd.DataFrame(
        {
            "action_id": ["happy", "may harm", "harms"],
            "label": "con",
            "impact": [3.0, -4.0, -1.0],
            "impact_low": [1.0, -9.0, -1.5],
            "impact_high": [5.0, 1.0, -0.5],
        }
    )
    assert order_actions(shape_actions(lines))["action_id"].tolist() == ["harms", "may harm", "happy"]


def test_pros_come_by_the_help_they_are() -> None:
    lines = pd.DataFrame(
        {
            "action_id": ["a", "b", "c"],
            "label": "pro",
            "impact": [1.0, 9.0, 5.0],
            "impact_low": [0.5, -1.0, 4.0],
            "impact_high": [1.5, 19.0, 6.0],
        }
    )
    assert order_actions(shape_actions(lines))["action_id"].tolist() == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("urgency", "importance", "quadrant"),
    [
        ("high", "high", "do_first"),
        ("low", "high", "schedule"),
        ("high", "low", "delegate"),
        ("low", "low", "later"),
        ("high", None, None),
    ],
)
def test_quadrant(register: pd.DataFrame, urgency: str, importance: str | None, quadrant: str | None) -> None:
    shaped = shape_actions(register.assign(urgency=urgency, importance=importance))
    assert set(shaped["quadrant"].dropna()) == ({quadrant} if quadrant else set())


def test_the_next_wave_keeps_what_people_said(register: pd.DataFrame) -> None:
    at = register.set_index("action_id")
    at.loc["con-waiting", ["owner", "status"]] = ["Anne", "done"]
    at.loc["con-price", "label"] = "suggestion"  # moved in the meeting
    previous = at.reset_index().assign(note="seen")
    _, statements, mentions = make_survey()
    gone = mentions[mentions["theme"] != "welcome"]
    after = plan_actions(make_impacts(), statements, gone, previous=previous).set_index("action_id")
    assert after.loc["con-waiting", ["owner", "status"]].tolist() == ["Anne", "done"]
    assert after.loc["con-price", "label"] == "suggestion"
    assert after.loc["con-price", "responses"] == 2
    assert after.loc["pro-welcome", "responses"] == 0
    assert after.loc["pro-welcome", "note"] == "seen"
    assert sorted(after.index) == sorted(previous["action_id"])


def test_nobody_mentions_anything() -> None:
    _, statements, mentions = make_survey()
    register = plan_actions(make_impacts(), statements, mentions.head(0))
    assert len(register) == 0
    assert tuple(register.columns) == ACTION_COLUMNS


def test_what_is_refused(register: pd.DataFrame) -> None:
    _, statements, mentions = make_survey()
    impacts = make_impacts()
    with pytest.raises(UnknownColumnError, match="'impact_low'"):
        plan_actions(impacts.drop(columns="impact_low"), statements, mentions)
    with pytest.raises(NPSError, match="two rows for 'price' as con"):
        plan_actions(pd.concat([impacts, impacts.head(1)]), statements, mentions)
    with pytest.raises(NPSError, match="2 mentions are of statements that are not there"):
        plan_actions(impacts, statements[statements["response_id"] != "R1"], mentions)
    with pytest.raises(NPSError, match="do not name responses alike"):
        plan_actions(impacts, statements, mentions.assign(response_id=range(len(mentions))))
    twice = pd.concat([register, register.head(1)])
    with pytest.raises(NPSError, match="two lines of the previous register are called 'con-waiting'"):
        plan_actions(impacts, statements, mentions, previous=twice)
