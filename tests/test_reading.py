"""Reading a sound export: roles, types, what the audit says, what is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from npsanalysis import nps, read_export
from npsanalysis.errors import NoScoreColumnError, NPSError, ReadingError, UnknownColumnError

if TYPE_CHECKING:
    from pathlib import Path

    from npsanalysis import Export

FRENCH = (
    "Horodateur;Sur une échelle de 0 à 10, recommanderiez-vous notre hôtel à un ami ?;"
    "Pourquoi cette note ?;Ville;Adresse e-mail\n"
    "13/03/2024 10:05:00;10;Accueil parfait, chambre calme;Lyon;a@example.org\n"
    "14/03/2024 11:00:00;7;ras;Paris;b@example.org\n"
    "15/03/2024 12:30:00;;Trop d'attente à l'accueil;Lyon;c@example.org\n"
    "16/03/2024 09:00:00;2;Chambre bruyante et chère;Paris;d@example.org\n"
)


def read(text: str, encoding: str = "utf-8", **options: Any) -> Export:  # noqa: ANN401 -- any argument of read_export
    return read_export(io.BytesIO(text.encode(encoding)), **options)


def test_a_french_form_is_read_untold() -> None:
    export = read(FRENCH, "cp1252")
    responses = export.responses
    assert responses.columns.tolist() == ["response_id", "score", "comment", "date", "Ville"]
    assert responses["score"].tolist()[:2] == [10, 7]
    assert nps(responses["score"]).nps == pytest.approx(0)  # one promoter, one detractor of three
    assert responses["date"].dt.day.tolist() == [13, 14, 15, 16]
    assert export.contacts.columns.tolist() == ["response_id", "Adresse e-mail"]
    assert export.questions == {"comment": "Pourquoi cette note ?"}
    found = export.audit.set_index("what")
    assert found.loc["score_missing", "count"] == 1
    assert found.loc["no_content_comments", "count"] == 1
    assert found.loc["encoding_guessed", "detail"] == "cp1252"


def test_named_columns_win() -> None:
    export = read("a;b;c;d\n1;9;x;u\n2;8;y;v\n3;7;z;u\n", score="b", comment="c", by="d")
    assert export.responses["score"].tolist() == [9, 8, 7]
    assert export.columns.set_index("source").loc["d", "role"] == "group"


def test_a_frame_is_read_as_a_file() -> None:
    frame = pd.DataFrame({"nps": [10.0, None, 3.0], "comment": ["Great", "Slow", "None"]})
    responses = read_export(frame).responses
    assert responses["score"].isna().tolist() == [False, True, False]
    assert responses["comment"].tolist()[2] == "None"


def test_an_empty_file_a_folder_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="empty"):
        read("")
    with pytest.raises(ReadingError, match="folder"):
        read_export(tmp_path)
    with pytest.raises(ReadingError, match="no file"):
        read_export(tmp_path / "none.csv")
    with pytest.raises(ReadingError, match="no answers"):
        read("nps;comment\n")


def test_other_wrong_arguments_are_refused() -> None:
    with pytest.raises(UnknownColumnError, match="did you mean 'note'"):
        read("note;x\n9;a\n", score="notte")
    with pytest.raises(NPSError, match="0-10"):
        read("note;x\n9;a\n", scale=(1, 5))
    with pytest.raises(ReadingError, match="no usable score"):
        read("note;x\n9;a\n", score="x")


def test_ratings_that_do_not_ask_to_recommend_are_refused() -> None:
    with pytest.raises(NoScoreColumnError, match=r"price.*score="):
        read("service;price\n" + "9;8\n7;3\n10;5\n" * 5)
