from __future__ import annotations

import pandas as pd
import pytest

from npsanalysis import load_codebook, suggest_themes
from npsanalysis.comments.suggestions import SUGGESTION_COLUMNS
from npsanalysis.errors import UnknownColumnError

FRENCH = ["le piano du hall est faux", "un piano désaccordé", "rejouez du piano", "la fanfare de midi", "une fanfare ?"]
ENGLISH = ["piano out of tune", "get the piano tuned by Karim", "the gazebo leaks", "paint the gazebo", "trop cher"]


@pytest.fixture
def statements() -> pd.DataFrame:
    frame = pd.DataFrame({"text": FRENCH + ENGLISH, "lang": ["fr"] * 5 + ["en"] * 5, "label": "con"})
    return frame.assign(response_id=range(len(frame)), question="comment", statement=0)


def test_groups_of_both_languages_are_one(statements: pd.DataFrame) -> None:
    found = suggest_themes(statements)
    assert found.columns.tolist() == list(SUGGESTION_COLUMNS)
    piano = found.iloc[0]
    assert "piano" in piano["words_fr"]
    assert "piano" in piano["words_en"]
    assert (piano["responses"], piano["share"]) == (5, 50.0)
    assert "un piano désaccordé" in piano["examples"]
    assert "Karim" not in piano["examples"]
    assert set(found["words_en"]) >= {"gazebo"}
    assert set(found["words_fr"]) >= {"fanfare"}


def test_what_the_codebook_has_is_not_suggested(statements: pd.DataFrame) -> None:
    book = load_codebook()
    book.loc[len(book)] = {"theme": "music", "name_en": "", "name_fr": "", "en": "piano", "fr": "piano | fanfare"}
    found = suggest_themes(statements, codebook=book)
    assert found["words_en"].tolist() == ["gazebo"]


def test_what_says_nothing_is_left_out(statements: pd.DataFrame) -> None:
    assert suggest_themes(statements.assign(label="none")).empty
    assert suggest_themes(statements.iloc[:0]).empty
    assert len(suggest_themes(statements, most=1)) == 1
    assert not suggest_themes(statements.drop(columns="label")).empty


def test_missing_columns(statements: pd.DataFrame) -> None:
    with pytest.raises(UnknownColumnError, match="there is no column 'lang'"):
        suggest_themes(statements.drop(columns="lang"))
