import time

import numpy as np
import pandas as pd
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import npsanalysis as nps
from npsanalysis.comments import default, encoder
from npsanalysis.comments.cutting import KINDS, cue_kinds
from npsanalysis.comments.tokens import read_tokens
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError


def cut(text: str) -> pd.DataFrame:
    return nps.split_comments(pd.DataFrame({"comment": [text]}))


@pytest.mark.parametrize(
    ("comment", "pieces"),
    [
        ("Accueil super mais trop d'attente", [("Accueil super", "pro"), ("mais trop d'attente", "con")]),
        ("Trop cher. Il faudrait plus de choix", [("Trop cher.", "con"), ("Il faudrait plus de choix", "suggestion")]),
        ("ACCUEIL SUPER MAIS TROP D ATTENTE", [("ACCUEIL SUPER", "pro"), ("MAIS TROP D ATTENTE", "con")]),
        ("Friendly staff but slow delivery", [("Friendly staff", "pro"), ("but slow delivery", "con")]),
        ("aucun problème", [("aucun problème", "pro")]),
        ("no problems at all", [("no problems at all", "pro")]),
        ("pas bon du tout", [("pas bon du tout", "con")]),
        ("R.A.S.", [("R.A.S.", "none")]),
        ("please add a second till", [("please add a second till", "suggestion")]),
    ],
)  # fmt: skip
def test_cuts_and_labels(comment: str, pieces: list[tuple[str, str]]) -> None:
    statements = nps.classify_statements(cut(comment))
    assert list(zip(statements["text"], statements["label"], strict=True)) == pieces


@given(st.text(max_size=200))
@settings(deadline=None)
def test_statements_cover_every_comment(comment: str) -> None:
    statements = cut(comment)
    places = zip(statements["start"], statements["end"], strict=True)
    covered = [at for start, end in places for at in range(start, end)]
    assert covered == sorted(set(covered))
    assert {at for at, letter in enumerate(comment) if not letter.isspace()} <= set(covered)
    assert all(row.text == comment[row.start : row.end] for row in statements.itertuples())
    assert statements["statement"].tolist() == list(range(len(statements)))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 30_000,
        "!" * 30_000,
        "(" * 15_000 + ")" * 15_000,
        "a.b" * 10_000,
        "'" * 30_000,
        "l'" * 15_000,
        "http://" * 4_000,
        "😀" * 10_000,
        "pas " * 8_000,
        "mais trop " * 3_000,
        " " * 30_000 + "x",
        "<p>très <b>bien</b></p>" * 1_000,
        "\0 bien",
    ],
    ids=lambda text: text[:8].encode("ascii", "replace").decode(),
)
def test_hostile_texts_end_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    statements = nps.classify_statements(cut(text))
    assert time.perf_counter() - start < 20  # a quadratic reader takes minutes
    assert "".join("".join(statements["text"]).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["ras", "N/A", "???", "...", "😀", "نعم ممتاز", "<br/>", "\0", "12"])
def test_odd_texts_end_with_a_label_or_as_other(text: str) -> None:
    statements = nps.classify_statements(cut(text))
    labels = statements["label"]
    assert (labels.isin(["pro", "con", "suggestion", "none"]) | (statements["lang"] == "other")).all()


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


def test_the_question_is_a_cue() -> None:
    responses = pd.DataFrame({"comment": ["l'accueil"], "comment_2": ["l'accueil"]})
    questions = {"comment": "Qu'avez-vous apprécié ?", "comment_2": "Que devons-nous améliorer ?"}
    statements = nps.classify_statements(nps.split_comments(responses, questions=questions))
    assert statements["label"].tolist() == ["pro", "con"]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: nps.split_comments(pd.DataFrame({"score": [1]})), UnknownColumnError, "comment"),
        (
            lambda: nps.split_comments(pd.DataFrame({"comment": ["x"]}), questions={"comment_9": "?"}),
            UnknownColumnError,
            "comment_9",
        ),
        (lambda: nps.classify_statements(pd.DataFrame({"text": ["x"]})), UnknownColumnError, "lang"),
        (lambda: nps.count_labels(pd.DataFrame({"label": ["pro"]})), UnknownColumnError, "response_id"),
        (lambda: nps.classify_texts(["x"], quality="standart"), UnknownNameError, "standard"),
        (lambda: nps.CommentClassifier().fit(["a b", "c d"], ["pro", "pro"]), NPSError, "two different labels"),
        (lambda: nps.CommentClassifier().fit([], []), NPSError, "no text"),
        (lambda: nps.CommentClassifier().fit([["a"], ["b"]], ["pro", "con"]), NPSError, "shape"),
    ],
)
def test_errors_say_what_to_do(call: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()  # type: ignore[operator]


def test_other_languages_stay_unlabelled_and_count_in_the_base() -> None:
    comments = ["great service and friendly staff", "muy buena atención, gracias"]
    statements = nps.classify_statements(nps.split_comments(pd.DataFrame({"response_id": [1, 2], "comment": comments})))
    other = statements["response_id"] == 2
    assert statements.loc[other, ["label", "probability"]].isna().all(axis=None)
    assert nps.count_labels(statements).set_index("label").loc["pro", "share"] == 50.0


def test_no_comments_give_empty_frames() -> None:
    statements = nps.classify_statements(nps.split_comments(pd.DataFrame({"comment": pd.Series([], dtype="str")})))
    assert statements.empty
    assert nps.count_labels(statements)["responses"].tolist() == [0, 0, 0, 0]


def test_labels_are_counted_by_group() -> None:
    frame = pd.DataFrame({"response_id": [1, 1, 2, 3], "label": ["pro", "con", "con", "none"], "site": list("aabb")})
    counted = nps.count_labels(frame, "site").set_index(["site", "label"])["share"]
    # site a has one respondent, with a pro and a con; site b has two, one con and one none
    assert counted["a"].tolist() == [100, 100, 0, 0]
    assert counted["b"].tolist() == [0, 50, 0, 50]


def test_texts_are_labelled_without_cutting() -> None:
    found = nps.classify_texts(pd.Series(["très bien", None, "ottimo servizio grazie"], index=[3, 5, 8]))
    assert list(found.columns) == ["text", "lang", "label", "pro", "con", "suggestion", "none"]
    assert found["label"].tolist()[:2] == ["pro", "none"]
    assert pd.isna(found.loc[8, "label"])
    assert found.loc[[3, 5], ["pro", "con", "suggestion", "none"]].sum(axis=1).tolist() == pytest.approx([1, 1])


def test_a_passed_pipeline_marks_sentences() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    frame = pd.DataFrame({"comment": ["The room was there. The view was there too"]})
    assert nps.split_comments(frame, nlp={"en": nlp})["start"].tolist() == [0, 20]


def test_state_is_kept_without_pickle(tmp_path: object) -> None:
    texts = ["très bien", "trop cher", "plus de choix svp", "super", "trop long", "ajoutez un banc"] * 2
    fitted = nps.CommentClassifier().fit(texts, ["pro", "con", "suggestion"] * 4)
    np.savez(f"{tmp_path}/m.npz", **fitted.to_arrays())
    with np.load(f"{tmp_path}/m.npz", allow_pickle=False) as arrays:
        again = nps.CommentClassifier.from_arrays(arrays)
    assert again.predict_proba(["trop petit"]) == pytest.approx(fitted.predict_proba(["trop petit"]), abs=1e-5)


def test_own_classifier_is_used() -> None:
    fitted = nps.CommentClassifier().fit(["blue", "red"] * 3, ["pro", "con"] * 3)
    assert nps.classify_texts(["blue"], lang="en", classifier=fitted)["label"].tolist() == ["pro"]
    other = nps.CommentClassifier().fit(["blue", "red"] * 3, ["sky", "rose"] * 3)
    with pytest.raises(NPSError, match="rose"):
        nps.classify_texts(["blue"], lang="en", classifier=other)


@pytest.mark.parametrize("quality", ["fast", "standard"])
def test_every_quality_reads_plain_statements(quality: str) -> None:
    texts = ["poor quality", "excellente qualité", "please add a search bar", "ne fonctionne plus"]
    found = nps.classify_texts(texts, quality=quality)["label"].tolist()
    assert found == ["con", "pro", "suggestion", "con"]
    statements = nps.classify_statements(cut("Accueil super mais trop d'attente"), quality=quality)
    assert statements["label"].tolist() == ["pro", "con"]


@pytest.mark.parametrize("quality", ["fast", "standard"])
def test_a_label_does_not_hang_on_the_statements_around_it(quality: str) -> None:
    gold = nps.read_corpus("fr", writers=("gold",)).head(40)
    batches = [nps.classify_statements(gold[at : at + 7], quality=quality) for at in range(0, 40, 7)]
    pd.testing.assert_frame_equal(pd.concat(batches), nps.classify_statements(gold, quality=quality))


def test_other_files_of_the_encoder_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(encoder.DIGESTS, "sp.model", "0" * 64)
    with pytest.raises(NPSError, match=r"sp\.model.*pip install"):
        encoder.load_encoder.__wrapped__()


def test_a_missing_encoder_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(encoder, "files", nowhere)
    with pytest.raises(NPSError, match="pip install"):
        encoder.load_encoder.__wrapped__()


def test_the_bundled_model_is_as_new_as_corpus_and_cues() -> None:
    assert str(default.load_arrays()["fingerprint"]) == default.fingerprint(), (
        "refit with python -m npsanalysis.comments.default"
    )


def test_corpus_holds_its_texts_where_it_says() -> None:
    for lang in ("fr", "en"):
        corpus = nps.read_corpus(lang)
        assert (corpus["text"] == [row.comment[row.start : row.end] for row in corpus.itertuples()]).all()
        assert corpus["label"].value_counts().min() >= 500
        assert (corpus["label"] == corpus["blind"]).mean() > 0.95


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_cue_is_listed_twice(lang: str) -> None:
    from npsanalysis.comments.cues import read_phrases

    phrases = [phrase for _, phrase in read_phrases(lang)]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize("emoji", ["👍🏽", "👨\u200d👩\u200d👧", "1\ufe0f\u20e3", "❤\ufe0f"])
def test_an_emoji_is_never_cut(emoji: str) -> None:
    pieces = nps.split_comments(pd.DataFrame({"comment": [f"Super accueil {emoji} mais trop cher {emoji}"]}))["text"]
    assert sum(piece.count(emoji) for piece in pieces) == 2


@pytest.mark.parametrize(
    ("comment", "pieces"),
    [
        ("Magasin agréable mais caisses lentes", ["Magasin agréable", "mais caisses lentes"]),
        ("the app is fine but support is slow", ["the app is fine", "but support is slow"]),
        ("good phone, however the battery dies", ["good phone,", "however the battery dies"]),
        ("the price, however, is fair", ["the price, however, is fair"]),
        ("nothing but praise for the crew", ["nothing but praise for the crew"]),
        ("le but est atteint", ["le but est atteint"]),
    ],
)
def test_a_contrast_begins_a_statement(comment: str, pieces: list[str]) -> None:
    assert cut(comment)["text"].tolist() == pieces


def test_phrases_are_cues_to_the_cutter_as_words_are() -> None:
    tokens = read_tokens(["not happy with it", "happy", "it would be nice to"], "en")
    kinds = [[KINDS[kind] for kind in cue_kinds("en", tokens)[0][tokens.row == row]] for row in range(3)]
    assert kinds[0][:2] == ["blame", ""]  # and no praise inside
    assert kinds[1] == ["good"]
    assert "wish" in kinds[2]


@pytest.mark.parametrize("comment", ["Très beau magasin", "Un grand choix de plantes", "A very helpful engineer"])
def test_noun_groups_stay_whole(comment: str) -> None:
    assert cut(comment)["text"].tolist() == [comment]


@pytest.mark.parametrize(
    ("comment", "pieces"),
    [
        ("Sinon, les prix sont trop élevés", ["Sinon, les prix sont trop élevés"]),
        ("En revanche, les prix sont trop élevés", ["En revanche, les prix sont trop élevés"]),
        ("Very slow. That said, the staff are kind", ["Very slow.", "That said, the staff are kind"]),
        ("Toujours ! Le parking est trop petit", ["Toujours !", "Le parking est trop petit"]),
        ("Toujours !! Le parking est trop petit", ["Toujours !!", "Le parking est trop petit"]),
        ("Très bon accueil. Mais", ["Très bon accueil.", "Mais"]),
        ("mais", ["mais"]),
    ],
)
def test_what_leads_to_a_statement_stays_with_it(comment: str, pieces: list[str]) -> None:
    assert cut(comment)["text"].tolist() == pieces


def test_leads_of_one_comment_leave_the_next_alone() -> None:
    assert nps.split_comments(pd.DataFrame({"comment": ["sinon", "trop cher"]}))["text"].tolist() == [
        "sinon",
        "trop cher",
    ]


def test_without_reaches_less_far_than_not() -> None:
    found = nps.classify_texts(
        ["Vos produits sans gluten sont trop limités", "Livraison sans le moindre problème"], lang="fr"
    )
    assert found["label"].tolist() == ["con", "pro"]
