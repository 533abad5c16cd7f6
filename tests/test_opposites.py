"""Statements said otherwise, to learn from."""

from importlib.resources import files

import pandas as pd
import pytest

from npsanalysis.comments.default import make_examples, wish_examples
from npsanalysis.comments.opposites import say_otherwise
from npsanalysis.comments.tokens import plain
from npsanalysis.comments.training import read_corpus


def said(text: str, label: str, lang: str = "en") -> pd.DataFrame:
    return say_otherwise(pd.DataFrame({"text": [text], "lang": [lang], "label": [label]}))


def opposites() -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    text = files("npsanalysis").joinpath("comments", "cues", "opposites.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {(lang, slot): (set(good.split(" | ")), set(bad.split(" | "))) for lang, slot, good, bad in lines}


def test_praise_becomes_blame_by_a_word_that_can_stand_in_its_place() -> None:
    made = said("The nurse was very attentive", "pro")
    good, bad = opposites()["en", "people"]
    for text, label in zip(made["text"], made["label"], strict=True):
        assert text.startswith("The nurse was very ")
        assert text.removeprefix("The nurse was very ") in (bad if label == "con" else good)
    assert set(made["label"]) == {"pro", "con"}


def test_blame_becomes_praise() -> None:
    assert set(said("Terrible hotel", "con")["label"]) == {"pro", "con"}


def test_gender_number_and_capitals_are_kept() -> None:
    made = said("Des vendeuses COMPÉTENTES", "pro", "fr")
    _, bad = opposites()["fr", "people"]
    feminine = {f"{word.partition('/')[2] or word}s".upper() for word in bad}
    turned = made.loc[made["label"] == "con", "text"].str.removeprefix("Des vendeuses ")
    assert set(turned) <= feminine


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The nurse was not attentive", "con"),  # a negation turns the new word round as well
        ("Attentive but slow", "pro"),
        ("An attentive nurse would be nice", "suggestion"),
        ("The nurse was attentive", "con"),  # meant otherwise than it says
        ("Attentive nurse, never any problem", "pro"),
        ("We came on a Monday", "none"),
    ],
)
def test_what_another_word_speaks_for_is_left_alone(text: str, label: str) -> None:
    assert said(text, label).empty


def test_no_word_stands_for_both_sides() -> None:
    for (lang, slot), (good, bad) in opposites().items():
        both = set(map(plain, good)) & set(map(plain, bad))
        assert not both, (lang, slot, both)


def test_a_comment_that_praises_and_wishes_is_an_example_of_a_wish() -> None:
    corpus = pd.DataFrame(
        {
            "comment_id": ["a", "a", "b", "b", "c", "d"],
            "comment": [
                "Nice, add a map",
                "Nice, add a map",
                "Slow, add a map",
                "Slow, add a map",
                "Nice",
                "Add a map",
            ],
            "lang": "en",
            "label": ["pro", "suggestion", "con", "suggestion", "pro", "suggestion"],
        }
    )
    assert wish_examples(corpus)[["text", "label"]].to_numpy().tolist() == [["Nice, add a map", "suggestion"]]


def test_examples_hold_every_agreed_statement_and_weigh_what_is_made_less() -> None:
    corpus = read_corpus("en", writers=("a",))
    agreed = corpus["label"] == corpus["blind"]
    examples = make_examples(corpus)
    written = examples[examples["weight"] == 1]
    assert written["text"].tolist() == corpus.loc[agreed, "text"].tolist()
    assert examples.loc[examples["weight"] < 1, "label"].nunique() == 4
