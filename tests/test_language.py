import pandas as pd
import pytest

from npsanalysis import detect_language, is_no_content


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("TRES BON ACCUEIL", "fr"),
        ("prix trop eleves", "fr"),
        ("very helpful staff", "en"),
        ("SLOW AND EXPENSIVE", "en"),
        ("muy buena atención", "other"),
        ("sehr gut und schnell", "other"),
        ("خدمة ممتازة", "other"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert detect_language([text, "bonjour"]).tolist()[0] == lang


def test_unclear_texts_follow_the_others() -> None:
    assert detect_language(["10/10", "the staff were kind"]).tolist() == ["en", "en"]
    assert detect_language(["10/10", "le personnel est gentil"]).tolist() == ["fr", "fr"]


def test_index_and_missing_values_are_kept() -> None:
    langs = detect_language(pd.Series(["bon accueil", None], index=[4, 9]))
    assert langs.index.tolist() == [4, 9]
    assert pd.isna(langs[9])


@pytest.mark.parametrize("text", ["ras", "R.A.S", "N/A", "???", ".", "", "Rien à signaler", "none", None, "  -  "])
def test_no_content(text: str) -> None:
    assert is_no_content([text]).tolist() == [True]


@pytest.mark.parametrize("text", ["trop cher", "nothing works", "rien ne marche", "ok", "👍"])
def test_content(text: str) -> None:
    assert is_no_content([text]).tolist() == [False]
