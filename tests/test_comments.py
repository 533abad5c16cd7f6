import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import npsanalysis as nps
from npsanalysis.errors import UnknownColumnError


def cut(text: str) -> pd.DataFrame:
    return nps.split_comments(pd.DataFrame({"comment": [text]}))


@pytest.mark.parametrize(
    ("comment", "pieces"),
    [
        ("Accueil super mais trop d'attente", [("Accueil super", "pro"), ("mais trop d'attente", "con")]),
        (
            "Prix trop élevés. Il faudrait plus de choix",
            [("Prix trop élevés.", "con"), ("Il faudrait plus de choix", "suggestion")],
        ),
        ("Friendly staff but slow delivery", [("Friendly staff", "pro"), ("but slow delivery", "con")]),
        ("no problems at all", [("no problems at all", "pro")]),
        ("pas bon du tout", [("pas bon du tout", "con")]),
        ("R.A.S.", [("R.A.S.", "none")]),
        ("please add a second till", [("please add a second till", "suggestion")]),
        ("👍", [("👍", "pro")]),
    ],
)
def test_cuts_and_labels(comment: str, pieces: list[tuple[str, str]]) -> None:
    statements = nps.classify_statements(cut(comment))
    assert list(zip(statements["text"], statements["label"], strict=True)) == pieces


@given(st.text(max_size=200))
def test_statements_cover_every_comment(comment: str) -> None:
    statements = cut(comment)
    covered = [
        at for start, end in zip(statements["start"], statements["end"], strict=True) for at in range(start, end)
    ]
    assert covered == sorted(set(covered))
    assert {at for at, letter in enumerate(comment) if not letter.isspace()} <= set(covered)
    assert all(row.text == comment[row.start : row.end] for row in statements.itertuples())


def test_columns_keys_and_missing_comments() -> None:
    responses = pd.DataFrame(
        {
            "response_id": ["a", "b", "c"],
            "score": [9, 2, 5],
            "comment": ["Très bien", None, "  "],
            "comment_2": ["", "slow", "?"],
        }
    )
    statements = nps.split_comments(responses, questions={"comment_2": "What should we improve?"})
    assert list(statements.columns) == ["response_id", "question", "statement", "start", "end", "text", "lang", "score"]
    assert statements["response_id"].tolist() == ["a", "b", "c"]
    assert statements["question"].tolist() == ["comment", "What should we improve?", "What should we improve?"]
    assert statements["score"].tolist() == [9, 2, 5]


def test_without_comments_says_so() -> None:
    with pytest.raises(UnknownColumnError, match="comment"):
        nps.split_comments(pd.DataFrame({"score": [1]}))


def test_other_languages_stay_unlabelled_and_count_in_the_base() -> None:
    responses = pd.DataFrame(
        {"response_id": [1, 2], "comment": ["great service and friendly staff", "muy buena atención, gracias"]}
    )
    statements = nps.classify_statements(nps.split_comments(responses))
    assert statements.loc[statements["response_id"] == 2, "label"].isna().all()
    counted = nps.count_labels(statements).set_index("label")
    assert counted.loc["pro", "share"] == 50.0


def test_no_comments_give_empty_frames() -> None:
    statements = nps.classify_statements(nps.split_comments(pd.DataFrame({"comment": pd.Series([], dtype="str")})))
    assert statements.empty
    assert nps.count_labels(statements)["responses"].tolist() == [0, 0, 0, 0]
