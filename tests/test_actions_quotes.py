"""Quotes stand behind each line of a register, personal data blacked out."""

from __future__ import annotations

from actions_data import make_impacts, make_survey

from npsanalysis.actions.quotes import pick_action_quotes
from npsanalysis.actions.register import plan_actions


def test_each_line_has_the_words_of_those_who_said_it() -> None:
    _, statements, mentions = make_survey()
    register = plan_actions(make_impacts(), statements, mentions)
    quotes = pick_action_quotes(register, statements, mentions)
    said = quotes.groupby("action_id")["response_id"].agg(set).to_dict()
    assert said == {
        "con-waiting": {"R1", "R2", "R5"},
        "con-price": {"R3", "R6"},
        "pro-welcome": {"R4", "R5"},
        "suggestion-waiting": {"R1"},
    }
    assert not quotes["text"].str.contains("anne@example.com").any()
    assert quotes["text"].str.contains("always a queue").any()
    assert quotes.groupby("action_id").size().max() <= 5
    assert pick_action_quotes(register, statements, mentions, most=1)["action_id"].is_unique


def test_a_line_nobody_speaks_of_any_more_has_none() -> None:
    _, statements, mentions = make_survey()
    register = plan_actions(make_impacts(), statements, mentions)
    quotes = pick_action_quotes(register, statements, mentions.head(0))
    assert quotes.columns.tolist() == ["action_id", "response_id", "score", "text"]
    assert len(quotes) == 0
