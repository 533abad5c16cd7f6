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


def test_codes_over_wordings_are_two_header_rows() -> None:
    text = "ident,q1,q2,sec\nNuméro,Recommanderiez-vous ce lieu ?,Pourquoi ?,Durée en secondes\n"
    export = read(text + "".join(f"{k},{k % 11},texte libre numéro {k},{k * 7}\n" for k in range(1, 30)))
    assert export.source.header_rows == 2
    assert export.questions == {"comment": "Pourquoi ?"}
    assert len(export.responses) == 29


def test_groups_of_names_over_names_are_two_header_rows() -> None:
    text = "Client,Client,Satisfaction,Satisfaction,Satisfaction\nNuméro,Ville,NPS,Accueil,Prix\n"
    export = read(text + "".join(f"{k},Lyon,{k % 11},{k % 5},{k % 4}\n" for k in range(1, 30)))
    assert export.columns.set_index("role").loc["score", "source"] == "Satisfaction - NPS"


def test_a_yes_or_no_to_recommending_speaks_against_a_plain_score() -> None:
    text = "rating,recommended\n" + "9,1\n3,0\n10,1\n7,1\n" * 5
    with pytest.raises(NoScoreColumnError, match="yes or no"):
        read(text)
    with pytest.raises(NoScoreColumnError, match="'recommended' "):
        read(text.replace(",1", ",yes").replace(",0", ",no"))


@pytest.mark.parametrize(
    "name", ["NPS_score", "nps1", "Q1NPS", "note_reco", "recommend_score", "eNPS", "Likelihood to Recommend"]
)
def test_names_that_say_it(name: str) -> None:
    export = read(f"id,{name},satisfaction\n" + "".join(f"{k},{k % 11},{(k * 7) % 11}\n" for k in range(40)))
    assert export.columns.set_index("role").loc["score", "source"] == name


@pytest.mark.parametrize("name", ["previous_nps", "nps_target", "NPS moyen", "nps count"])
def test_names_that_only_look_like_it(name: str) -> None:
    with pytest.raises(NoScoreColumnError):
        read(f"id,{name},satisfaction\n" + "".join(f"{k},{k % 11},{(k * 7) % 11}\n" for k in range(40)))


def test_days_come_first_where_the_order_of_the_rows_says_so() -> None:
    days = [f"0{d}/0{m}/2024" for m in (1, 2, 3, 4) for d in range(1, 10)]
    export = read("date,nps\n" + "".join(f"{day},{k % 11}\n" for k, day in enumerate(days)))
    assert export.responses["date"].is_monotonic_increasing
    assert "date_order_guessed" in set(export.audit["what"])


def test_a_scale_that_its_comments_contradict_is_said() -> None:
    rows = [
        "0,Excellent accueil merci",
        "1,Parfait et super agréable",
        "10,Nul et décevant vraiment",
        "9,Mauvais service horrible",
    ]
    export = read("nps,commentaire\n" + "".join(f"{row} {k}\n" for k, row in enumerate(rows * 15)))
    assert export.audit["what"].iloc[0] == "scale_reversed"


def test_multi_select_columns_joined_or_exploded() -> None:
    rows = [
        (9, "Mail, Phone", "Yes", ""),
        (3, "Phone, Chat", "", "Yes"),
        (8, "Mail", "Yes", "Yes"),
        (7, "Chat, Mail", "", ""),
    ] * 4
    text = "".join(f'{a},"{b}",{c},{d}\n' for a, b, c, d in rows)
    columns = read("nps,Channels,Uses [Home],Uses [Work]\n" + text).columns.set_index("source")["role"]
    assert columns[["Channels", "Uses [Home]", "Uses [Work]"]].tolist() == ["multi"] * 3


def test_the_report_speaks_french_and_escapes_html() -> None:
    export = read("nps,<b>x</b> comment\n" + "9,fine\n3,bad <script>\n" * 5)
    assert "est la note" in export.report("fr")
    assert "<script>" not in export._repr_html_()


def test_weights_that_are_none_are_said() -> None:
    export = read("nps,weight\n" + "9,1.5\n3,0.5\n" * 20 + "8,\n")
    assert export.audit.set_index("what").loc["weight_invalid", "count"] == 1
