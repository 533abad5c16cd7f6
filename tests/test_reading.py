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


ASKED = "How likely are you to recommend us to a friend?"
GIVEN = [10, 9, 9, 8, 7, 10, 3, 6, 0, 9] * 3
"""NPS = 100 * (5 - 3) / 10 = +20."""


def survey(**columns: list[Any]) -> Export:
    """Read a frame of 30 rows as a file; `asked_` stands for the question."""
    return read_export(pd.DataFrame({ASKED if name == "asked_" else name: each for name, each in columns.items()}))


@pytest.mark.parametrize(
    ("score", "other"),
    [
        (ASKED, "How useful were the recommendations of our adviser? (0-10)"),
        (ASKED, "Qualité des recommandations de votre conseiller (0-10)"),
        (ASKED, "NPS"),
        ("Recommanderiez-vous notre clinique ?", "Clarté des recommandations du médecin"),
        ("Würden Sie uns weiterempfehlen?", "Anzahl Empfehlungen"),
        ("Ci consiglierebbe a un amico?", "Cortesia del consigliere"),
        ("NPS", "consigliere"),
        ("NPS", "reco_affichees"),
        ("NPS", "ltr_prior"),
        ("LTR", "LTR Last Survey"),
        ("NPS", "NPS old"),
        ("NPS", "NPS N-1"),
        ("NPS", "NPS T1"),
        ("NPS 2023", "NPS 2022"),
        ("NPS T2", "NPS T1"),
        ("NPS", "NPS concurrent"),
        ("Recommandation", "Recommandation concurrent"),
        (ASKED, "How likely are you to recommend BetaCorp (competitor)?"),
        ("LTR", "nps_page"),
        ("NPS", "eNPS"),
        ("QRECO", "note"),
        ("Would you refer a friend?", "rating"),
        ("Would you suggest us to friends?", "rating"),
        ("Parleriez-vous de nous à vos amis ?", "note"),
        ("Net Promotor Score", "rating"),
        ("NP Score", "rating"),
        ("Recomend us to others", "rating"),
        ("Hoe waarschijnlijk is het dat u ons aanbeveelt?", "rating"),
    ],
)
def test_the_stronger_candidate_wins_wherever_it_stands(score: str, other: str) -> None:
    others = GIVEN[::-1]
    for columns in ({other: others, score: GIVEN}, {score: GIVEN, other: others}):
        export = survey(**columns)
        assert export.columns.set_index("role").loc["score", "source"] == score


@pytest.mark.parametrize(
    "name", ["NPS rank", "nps_index", "nps_invites", "NPS question number", "NPS cible", "Valutazione del consigliere"]
)
def test_a_lone_column_beside_the_score_is_refused(name: str) -> None:
    with pytest.raises(NoScoreColumnError, match="does not ask"):
        survey(**{name: GIVEN})


@pytest.mark.parametrize("codes", [(-100, 0, 100), (-1, 0, 1)])
def test_numbers_that_stand_for_the_categories_find_the_score(codes: tuple[int, int, int]) -> None:
    coded = [codes[0] if score < 7 else codes[1] if score < 9 else codes[2] for score in GIVEN]
    export = survey(nps=coded, rating=GIVEN)
    assert export.responses["score"].tolist() == GIVEN
    assert export.columns.set_index("source").loc["nps", "role"] == "label"


def test_a_scale_coded_from_one_is_refused() -> None:
    with pytest.raises(NoScoreColumnError, match="1-11"):
        survey(asked_=[score + 1 for score in GIVEN])
    # Too few 11s to tell, but the categories do.
    coded = [min(score + 1, 10) for score in GIVEN]
    labels = ["Detractor" if score < 7 else "Passive" if score < 9 else "Promoter" for score in GIVEN]
    with pytest.raises(NoScoreColumnError, match="1-11"):
        survey(asked_=coded, group=labels)


def test_ends_in_words_are_ten_and_nought() -> None:
    ends = {10: "Très probable", 0: "Pas du tout probable"}
    export = survey(asked_=[ends.get(score, score) for score in GIVEN])
    assert export.responses["score"].tolist() == GIVEN
    assert export.audit.set_index("what").loc["score_labelled", "count"] == 9


@pytest.mark.parametrize(
    ("columns", "told", "not_told"),
    [
        ({"asked_": ["10-Oct", "9-Sep", "3-mars"] * 10}, r"10-Oct \(10\)", "score='id'"),
        ({"asked_": [score + 1 for score in GIVEN]}, "subtract 1", "so: score="),
        ({"id": range(30), "asked_": [88] * 27 + [9, 8, 3]}, r"88 \(27\)", "score='id'"),
        ({"id": range(30), "nps_survey_id": range(30)}, "score='…'|none holds", "score='"),
        ({"store": range(30), "NPS": [12, 34, -3, 51, -20] * 6}, "already computed", "score='"),
        ({"id": range(30), "average rating": [8.1, 7.4] * 15, "moyenne": [8.2, 9.1] * 15}, "score='…'", "score='id'"),
    ],
)
def test_a_refusal_shows_what_was_seen_and_advises_no_id(columns: dict[str, Any], told: str, not_told: str) -> None:
    with pytest.raises(NoScoreColumnError, match=told) as caught:
        survey(**columns)
    assert not_told not in str(caught.value).replace("score='…'", "")


@pytest.mark.parametrize(
    ("score", "text", "told"),
    [
        (
            "Recommandation",
            "Recommandation;Effectif\n" + "".join(f"{k};{k * 3 + 2}\n" for k in range(11)),
            "weight='Effectif'",
        ),
        (
            "answer",
            "respondent;question;answer\n" + "".join(f"{k};{q};{k % 11}\n" for k in range(20) for q in ("NPS", "CSAT")),
            "a row an answer",
        ),
    ],
)
def test_tables_whose_rows_are_no_responses_are_refused(score: str, text: str, told: str) -> None:
    with pytest.raises(ReadingError, match=told):
        read(text, score=score)


def test_counts_of_each_score_are_weights_where_told() -> None:
    text = "Recommandation;Effectif\n" + "".join(f"{k};{k * 3 + 2}\n" for k in range(11))
    assert read(text, weight="Effectif").responses["weight"].sum() == 187


def test_subtotals_are_left_out_wherever_they_stand() -> None:
    block = "A{0};9;ok\nB{0};10;fine\nC{0};8;good\nSubtotal;9.00;\n"
    export = read("name;nps;comment\n" + "".join(block.format(k) for k in range(3)) + "Total;9.00;\n", "utf-8")
    assert export.responses["score"].tolist() == [9, 10, 8] * 3
    assert export.audit.set_index("what").loc["total_rows", "count"].sum() == 4


@pytest.mark.parametrize("name", ["Total Energies", "Media Markt", "Base Camp", "Ensemble scolaire"])
def test_a_last_respondent_called_like_a_total_stays(name: str) -> None:
    export = read("company;nps;comment\n" + "Acme;9;fine\nBeta;10;good\nGamma;7;ok\n" * 5 + f"{name};3;\n")
    assert export.responses["score"].iloc[-1] == 3
    assert "total_rows_kept" in set(export.audit["what"])


FIRST = ["Anna", "Marc", "Paul", "Léa", "Tom", "Inès"]
LAST = ["Durand", "Smith", "Petit", "López", "Weber"]
PEOPLE = [f"{FIRST[k % 6]} {LAST[k % 5]}" for k in range(30)]
PHONES = [f"+44 7700 900{k:03d}" for k in range(30)]
MAILS = [f"p{k}@example.org" for k in range(30)]
SOME_MAILS = [f"p{k}@example.org" if k % 5 == 0 else "non" if k % 2 else "" for k in range(30)]


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (
            (
                "Requester|Contact: Full Name|Votre nom et prénom|Quel est votre nom ?|What is your name?|"
                "Nombre y apellidos|Ihr Name (freiwillig)|Nom de l'enquêté|Nom Prénom client|customer_full_name|"
                "Q12 Name|username|Client|Contact|Customer|Patient|Guest|Employee|Salarié|respondent"
            ),
            PEOPLE,
        ),
        ("Customer Phone Number|Contact number|Numéro", PHONES),
        ("TEL_1", [str(612345600 + k) for k in range(30)]),
        ("Si vous souhaitez être recontacté, laissez votre e-mail|Coordonnées pour être recontacté|Autre", SOME_MAILS),
        ("Adresse du logement", [f"{k} rue de la Paix" for k in range(30)]),
        ("CC", [f"Anna <{mail}>" for mail in MAILS]),
        ("gps-Latitude|_geo_latitude|Latitude GPS", [f"48.{k:04d}" for k in range(30)]),
        ("IBAN|compte bancaire", [f"FR76 3000 6000 0112 3456 78{k:02d} 189" for k in range(30)]),
        ("N° Sécurité sociale", [f"1 85 05 78 006 {k:03d}" for k in range(30)]),
        ("Immatriculation", [f"AB-{k:03d}-CD" for k in range(30)]),
        ("LinkedIn|profil", [f"https://www.linkedin.com/in/p{k}" for k in range(30)]),
        ("Twitter|réseau", [f"@person{k}" for k in range(30)]),
        ("Année de naissance", [str(1960 + k) for k in range(30)]),
    ],
)
def test_personal_data_are_kept_apart(names: str, values: list[str]) -> None:
    for name in names.split("|"):
        export = survey(asked_=GIVEN, **{name: values})
        assert export.columns["role"].tolist() == ["score", "contact"], name


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Souhaitez-vous être recontacté ?", ["Oui", "Non", "Non"] * 10),
        ("Store name", ["Lyon Nord", "Paris Sud", "Lille Centre"] * 10),
        ("Customer type", ["Big Account", "Small Account", "New Account"] * 10),
        ("Mobile", ["Yes", "No"] * 15),
        ("Commentaire", ["Appelez-moi a@example.org", "Très bien merci", "Bof"] * 10),
        ("Comment avez-vous trouvé nos coordonnées ?", ["Internet", "Ami", "Presse", "Radio", "Ami"] * 6),
        ("Laissez votre avis", [f"Très bon accueil, numéro {k}" for k in range(30)]),
        ("How often do you use Instagram?", ["Daily", "Weekly", "Monthly", "Never", "Daily"] * 6),
        ("Téléphone : qualité de l'écoute", [3, 4, 5] * 10),
    ],
)
def test_what_only_sounds_personal_stays(name: str, values: list[str | int]) -> None:
    assert "contact" not in survey(asked_=GIVEN, **{name: values}).columns["role"].tolist()


SHORT = ["Rien", "Les prix", "L'attente"] * 10
JS_DATES = [f"Tue Jan {1 + k % 28:02d} 2024 10:00:00 GMT+0100 (CET)" for k in range(30)]
DAYS = [f"2024-03-{1 + k % 30:02d} 10:00:00" for k in range(30)]


@pytest.mark.parametrize(
    ("columns", "role"),
    [
        *(({name: SHORT}, "comment") for name in ("Que changer ?", "NPSwhy", "motif", "ouverte1", "Q3_OE")),
        ({"Comment avez-vous connu le club ?": SHORT}, "group"),
        ({"Timestamp": JS_DATES}, "date"),
        ({"submitdate": DAYS, "startdate": DAYS, "datestamp": DAYS}, "date"),
        ({"_submission_time": DAYS, "start": DAYS, "end": DAYS}, "date"),
        ({"SEXE": [1, 2] * 15}, "group"),
        ({"AGE_R": [1, 2, 3, 4, 2] * 6}, "group"),
        ({"NPS wave no": [1, 2, 3] * 10}, "group"),
        ({"nps_page": [1, 2, 3] * 10}, "other"),
        ({"Group lessons (no fee)": [4, 7, 9] * 10}, "driver"),
    ],
)
def test_names_settle_what_cells_leave_open(columns: dict[str, list[Any]], role: str) -> None:
    export = survey(**dict(reversed(columns.items())), asked_=GIVEN)
    assert export.columns.set_index("source").loc[next(iter(columns)), "role"] == role
