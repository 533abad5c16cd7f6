from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from npsanalysis import load_codebook, tag_themes
from npsanalysis.comments.codebook import CODEBOOK_COLUMNS, theme_names
from npsanalysis.errors import NPSError, ReadingError, UnknownColumnError

if TYPE_CHECKING:
    from pathlib import Path


def statements(*texts: str, lang: str = "fr", label: str | None = "con") -> pd.DataFrame:
    frame = pd.DataFrame({"response_id": range(len(texts)), "question": "comment", "statement": 0, "text": texts})
    return frame.assign(lang=lang, label=pd.Series([label] * len(texts), dtype="str"))


def themes(text: str, lang: str = "fr") -> set[str]:
    return set(tag_themes(statements(text, lang=lang))["theme"])


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("TROP CHER", "fr", {"price"}),
        ("l'accueil", "fr", {"staff"}),
        ("acceuil desagreable", "fr", {"staff"}),
        ("qualité/prix correct", "fr", {"price"}),
        ("legumes pas frais", "fr", {"quality"}),
        ("sans frais", "fr", {"price"}),
        ("délais de livraison", "fr", {"waiting", "delivery"}),
        ("Caisses fermées le dimanche", "fr", {"waiting", "hours"}),
        ("le site plante tout le temps", "fr", {"digital", "reliability"}),
        ("same day delivery", "en", {"waiting", "delivery"}),
        ("prices keep going up", "en", {"price"}),
        ("staff were rude", "en", {"staff"}),
        ("no reply to my emails", "en", {"communication"}),
        ("refunds take weeks to arrive", "en", {"billing", "waiting"}),
        ("so far so good", "en", set()),
        ("je suis d'ailleurs ravie", "fr", set()),
        ("trop cher", "other", set()),
    ],
)
def test_themes_of_a_statement(text: str, lang: str, expected: set[str]) -> None:
    assert themes(text, lang) == expected


def test_columns_and_one_row_a_statement_and_theme() -> None:
    mentions = tag_themes(statements("prix, tarifs, prix !", "bonjour à tous"))
    assert mentions.columns.tolist() == ["response_id", "question", "statement", "theme", "label"]
    assert mentions.to_numpy().tolist() == [[0, "comment", 0, "price", "con"], *mentions.iloc[1:].to_numpy().tolist()]
    assert not mentions.duplicated(["response_id", "theme"]).any()


def test_unlabelled_statements_have_no_label() -> None:
    assert tag_themes(statements("prix").drop(columns="label"))["label"].isna().all()


def test_no_statements_no_mentions() -> None:
    assert tag_themes(statements("prix").iloc[:0]).empty


def test_themes_coded_by_hand_stand() -> None:
    coded = statements("prix", "prix", "prix").assign(themes=["waiting | my theme | waiting", None, ""])
    assert tag_themes(coded)["theme"].tolist() == ["waiting", "my theme"]


def test_own_codebook(tmp_path: Path) -> None:
    book = load_codebook()
    book.loc[len(book)] = {
        "theme": "pets",
        "name_en": "Pets",
        "name_fr": "",
        "en": "cat* | dog",
        "fr": "chien|poisson rouge",
    }
    path = tmp_path / "book.tsv"
    book.to_csv(path, sep="\t", index=False)
    read = load_codebook(path)
    pd.testing.assert_frame_equal(read, book)
    assert theme_names(read, "fr")["pets"] == "pets"
    found = tag_themes(statements("deux CHIENS", "des poissons rouges", "chiendent"), codebook=read)
    assert found[found["theme"] == "pets"]["response_id"].tolist() == [0, 1]
    assert set(tag_themes(statements("dogs, catnip", lang="en"), codebook=read)["theme"]) >= {"pets"}


def test_a_phrase_may_name_two_themes() -> None:
    book = pd.DataFrame(
        [("a", "", "", "", "prix"), ("b", "", "", "", "prix | prix du port")], columns=list(CODEBOOK_COLUMNS)
    )
    assert tag_themes(statements("prix"), codebook=book)["theme"].tolist() == ["a", "b"]
    assert tag_themes(statements("prix du port"), codebook=book)["theme"].tolist() == ["b"]  # the longest phrase wins
    assert tag_themes(statements("price", lang="en"), codebook=book).empty  # a language without phrases


def test_bad_codebooks_and_frames(tmp_path: Path) -> None:
    book = load_codebook()
    with pytest.raises(UnknownColumnError, match="there is no column 'fr'"):
        tag_themes(statements("prix"), codebook=book.drop(columns="fr"))
    with pytest.raises(NPSError, match=r"a line a theme.*'price'"):
        tag_themes(statements("prix"), codebook=pd.concat([book, book.head(1)]))
    with pytest.raises(UnknownColumnError, match="there is no column 'lang'"):
        tag_themes(statements("prix").drop(columns="lang"))
    with pytest.raises(ReadingError, match="cannot be read as a codebook"):
        load_codebook(tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes("theme\té\n".encode("latin-1"))
    with pytest.raises(ReadingError, match="cannot be read as a codebook"):
        load_codebook(tmp_path / "latin.tsv")


def test_the_codebook_of_the_package_is_whole() -> None:
    book = load_codebook()
    assert len(book) >= 14
    assert (book[["theme", "name_en", "name_fr", "en", "fr"]] != "").all(axis=None)


@pytest.mark.parametrize("piece", ["prix ", "a", "-", "é", "prixprix", "plus de ", "\0"])
def test_time_is_bounded(piece: str) -> None:
    began = time.perf_counter()
    tag_themes(statements(piece * (30_000 // len(piece))))
    assert time.perf_counter() - began < 3
