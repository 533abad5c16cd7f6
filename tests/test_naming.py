from __future__ import annotations

from pathlib import Path

import pytest

from npsanalysis import build_study, read_export
from npsanalysis.study.naming import LONGEST_NAME, name_by_wording, short_names

BANK = Path(__file__).parent.parent / "data" / "samples" / "bank_qualtrics_en.csv"


@pytest.mark.parametrize(
    ("codes", "wordings", "names"),
    [
        (["Site"], ["Site"], ["Site"]),
        (["Q3"], ["Quel magasin fréquentez-vous\u00a0?"], ["Quel magasin fréquentez-vous"]),
        # The same question asked twice: the codes tell them apart.
        (["Q3", "Q9"], ["Which branch?", "Which branch?"], ["Which branch (Q3)", "Which branch (Q9)"]),
        # Items of two questions that are called alike.
        (
            ["Q4_1", "Q4_2", "Q5_1", "Q5_2"],
            ["Liking - app", "Liking - desk", "Using - app", "Using - web"],
            ["Liking - app", "desk", "Using - app", "web"],
        ),
        # What stands in the responses already is no name for another column.
        (["Q2"], ["score"], ["score (Q2)"]),
        (["ease_of_use"], ["ease_of_use"], ["ease of use"]),
        (["?"], ["?"], ["?"]),
    ],
)
def test_short_names(codes: list[str], wordings: list[str], names: list[str]) -> None:
    assert short_names(codes, wordings, {"score"}) == names


def test_long_wordings_are_cut_after_a_word() -> None:
    (name,) = short_names(
        ["Q1"], ["Thinking of all your visits of the last twelve months, which branch was it?"], set()
    )
    assert len(name) <= LONGEST_NAME
    assert name == "Thinking of all your visits of the last twelve…"
    long = ["Which of our branches do you visit on weekdays and which on other days, a", "b"]
    same = [long[0] + "?", long[0] + " or both?"]
    assert short_names(same, same, set()) == same  # without codes, only the whole wording tells them apart


def test_columns_are_called_by_their_question() -> None:
    export = read_export(BANK)
    assert export.columns.set_index("source").loc["Q3", "question"] == "Which kind of branch do you use most?"
    renamed, names = name_by_wording(export)
    assert names["Q3"] == "Which kind of branch do you use most"
    assert "Q3" not in renamed.responses
    assert names["Q3"] in renamed.columns["column"].tolist()
    assert "Q3" in export.responses  # the export itself stays


@pytest.mark.parametrize("by", [None, "Q3"])
def test_a_study_shows_the_wording(by: str | None) -> None:
    export = read_export(BANK)
    study = build_study(export, by=by, one_pagers="Q3", previous=export)
    name = "Which kind of branch do you use most"
    assert list(study.groups) == [name]
    assert list(study.changes) == [name]
    assert study.units[0].estimate.columns[0] == name
