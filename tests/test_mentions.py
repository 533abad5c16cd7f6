"""Themes as drivers: who named what, who could not, and what is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from npsanalysis import DriverError, NPSError, UnknownColumnError, add_mentions, rank_drivers


@pytest.fixture
def responses() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "response_id": ["r1", "r2", "r3", "r4"],
            "score": [9, 2, 8, 6],
            "comment": ["quick and cheap", None, "  ", "slow"],
            "comment_2": [None, "pricey", None, None],
        }
    )


@pytest.fixture
def mentions() -> pd.DataFrame:
    rows = [("r1", "speed", "pro"), ("r1", "price", "pro"), ("r2", "price", "con"), ("r4", "speed", "con")]
    return pd.DataFrame(rows, columns=["response_id", "theme", "label"])


def test_who_named_what(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    added = add_mentions(responses, mentions)
    assert list(added.columns[-2:]) == ["price", "speed"]
    assert added["speed"].tolist() == ["mentioned", "not mentioned", "no comment", "mentioned"]
    assert added["price"].tolist() == ["mentioned", "mentioned", "no comment", "not mentioned"]
    assert "speed" not in responses.columns


def test_labels_apart(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    added = add_mentions(responses, mentions, themes=["speed"], by_label=True)
    assert list(added.columns[-2:]) == ["speed: con", "speed: pro"]
    assert added["speed: con"].tolist() == ["not mentioned", "not mentioned", "no comment", "mentioned"]


def test_without_comments_nobody_is_left_out(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    added = add_mentions(responses.drop(columns=["comment", "comment_2"]), mentions)
    assert added["speed"].tolist() == ["mentioned", "not mentioned", "not mentioned", "mentioned"]


def test_a_theme_is_ranked_beside_ratings_among_those_who_commented() -> None:
    n = 300
    frame = pd.DataFrame({"response_id": [f"r{i}" for i in range(n)], "comment": ["said"] * 200 + [None] * 100})
    frame["rating"] = [1, 2, 3, 4, 5] * 60
    named = [i % 4 == 0 and i < 200 for i in range(n)]
    frame["score"] = [
        min(10, 3 + rating + 2 * (not said) + i % 2)
        for i, (rating, said) in enumerate(zip(frame["rating"], named, strict=True))
    ]
    mentions = frame.loc[named, ["response_id"]].assign(theme="queue")
    ranking = rank_drivers(add_mentions(frame, mentions), ["rating", "queue"], bootstrap=0).set_index("driver")
    assert ranking["n"].to_dict() == {"rating": 300, "queue": 200}
    assert ranking["clear"].all()
    assert ranking.loc["queue", "effect_score"] < -1.5


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        ({"themes": ["taste"]}, DriverError, "nobody names the theme 'taste'"),
        ({"drop": "theme"}, UnknownColumnError, "no column 'theme'"),
        ({"drop": "label", "by_label": True}, UnknownColumnError, "no column 'label'"),
        ({"rename": "score"}, DriverError, "theme 'score' is called like a column"),
    ],
)
def test_bad_inputs_are_named(
    responses: pd.DataFrame, mentions: pd.DataFrame, arguments: dict[str, Any], error: type[NPSError], told: str
) -> None:
    mentions = mentions.drop(columns=arguments.pop("drop", []))
    mentions = mentions.replace("speed", arguments.pop("rename", "speed"))
    with pytest.raises(error, match=told):
        add_mentions(responses, mentions, **arguments)
