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


@pytest.mark.parametrize(
    ("text", "label", "ending"),
    [
        ("Des vendeuses COMPÉTENTES", "pro", "ES"),
        ("Des vendeurs compétents", "pro", "s"),
        ("Une vendeuse compétente", "pro", "e"),
    ],
)
def test_gender_number_and_capitals_are_kept(text: str, label: str, ending: str) -> None:
    made = said(text, label, "fr")
    kept = text.rpartition(" ")[0]
    assert set(made["label"]) == {"pro", "con"}
    assert made["text"].str.startswith(kept + " ").all()
    assert made["text"].str.endswith(ending).all()
    assert not (made["text"] == text).any()


def test_a_word_for_both_genders_gives_place_only_to_such_words() -> None:
    made = said("Une équipe efficace", "pro", "fr")["text"].str.removeprefix("Une équipe ")
    both = {word for side in opposites()["fr", "people"] for word in side if "/" not in word}
    assert len(made)
    assert set(made) <= both


def test_accents_tell_words_apart() -> None:
    assert set(said("Livreur adoré", "pro", "fr")["text"].str[-1]) == {"é"}
    assert said("Poisson salé", "con", "fr").empty  # and not "sale"


def test_the_word_before_need_not_change() -> None:
    for text in said("An awful hotel", "con")["text"]:
        assert text.split()[1][0] in "aeiouh"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The nurse was not attentive", "pro"),  # a negation turns the new word round as well
        ("Attentive but late", "pro"),
        ("An attentive nurse would be nice", "pro"),
        ("The nurse was attentive", "con"),  # meant otherwise than it says
        ("Attentive nurse, never any problem", "pro"),
        ("We came on a Monday", "none"),
        ("Attentive nurse", "suggestion"),
    ],
)
def test_what_another_word_speaks_for_is_left_alone(text: str, label: str) -> None:
    assert said("The nurse was attentive", "pro").shape[0]
    assert said(text, label).empty


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_word_stands_for_both_sides(lang: str) -> None:
    sides = [
        {
            plain(form)
            for (of, _), pair in opposites().items()
            if of == lang
            for word in pair[side]
            for form in word.split("/")
        }
        for side in (0, 1)
    ]
    assert not sides[0] & sides[1]


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
            "blind": ["pro", "suggestion", "con", "suggestion", "pro", "suggestion"],
        }
    )
    assert wish_examples(corpus)[["text", "label"]].to_numpy().tolist() == [["Nice, add a map", "suggestion"]]
    doubted = corpus.assign(blind=["none", *corpus["blind"][1:]])
    assert wish_examples(doubted).empty


def test_examples_hold_every_agreed_statement_and_weigh_what_is_made_less() -> None:
    corpus = read_corpus("en", writers=("a",))
    agreed = corpus["label"] == corpus["blind"]
    examples = make_examples(corpus)
    written = examples[examples["weight"] == 1]
    assert written["text"].tolist() == corpus.loc[agreed, "text"].tolist()
    made = set(examples.loc[examples["weight"] < 1, "text"])
    assert set(say_otherwise(written)["text"]) <= made
    assert set(wish_examples(corpus)["text"]) <= made
    assert "waste of money" in made  # a cue
