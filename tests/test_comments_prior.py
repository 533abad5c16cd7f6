from itertools import product

import numpy as np
import pandas as pd
import pytest

import npsanalysis as nps
from npsanalysis.comments import default
from npsanalysis.comments.prior import count_odds, weigh_by_odds
from npsanalysis.errors import UnknownColumnError


def statements(scores: list[float | None], comments: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "response_id": comments,
            "question": "comment",
            "statement": pd.Series(comments).groupby(comments).cumcount(),
            "score": scores,
        }
    )


def test_odds_compare_a_score_with_all_scores() -> None:
    corpus = pd.DataFrame(
        {"score": [0, 0, 10, 10], "comment_id": [1, 1, 2, 3], "label": ["con", "suggestion", "pro", "pro"]}
    )
    odds = count_odds(corpus)
    # at 0 the shares are (0 + 1, 1 + 1, 1 + 1, 0 + 1) / 6, of which 4 are added to the one con that opens a comment:
    # con (1 + 4 × 2/6) / 5 = 7/15, beside (1 + 1) / (4 + 4) usually
    assert odds.shape == (11, 5, 4)
    assert odds[0, 4, 1] == pytest.approx((7 / 15 / (2 / 8)) ** 0.75)


def test_odds_of_labels_never_seen_are_finite() -> None:
    assert np.isfinite(default.load_arrays()["score_odds"]).all()


def test_a_comment_is_read_as_a_chain() -> None:
    rng = np.random.default_rng(0)
    odds, chances = rng.uniform(0.2, 3, (11, 5, 4)), rng.dirichlet(np.ones(4), 3)
    found = weigh_by_odds(chances, statements([6, 6, 6], [1, 1, 1]), odds)
    weights = np.zeros((3, 4))
    for labels in product(range(4), repeat=3):  # every way to label three statements
        weight = odds[6, 4, labels[0]] * odds[6, labels[0], labels[1]] * odds[6, labels[1], labels[2]]
        for row, label in enumerate(labels):
            weights[row, label] += weight * np.prod([chances[at, each] for at, each in enumerate(labels)])
    assert found == pytest.approx(weights / weights.sum(axis=1, keepdims=True))


def test_order_of_rows_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    frame = statements([2, 2, 9, 9, 9, 5], [1, 1, 2, 2, 2, 3])
    odds, chances = rng.uniform(0.2, 3, (11, 5, 4)), rng.dirichlet(np.ones(4), 6)
    order = rng.permutation(6)
    found = weigh_by_odds(chances[order], frame.iloc[order], odds)
    assert found == pytest.approx(weigh_by_odds(chances, frame, odds)[order])


@pytest.mark.parametrize("score", [None, float("nan"), 11, -1, 7.5])
def test_without_a_score_a_statement_keeps_its_probabilities(score: float | None) -> None:
    chances = np.random.default_rng(2).dirichlet(np.ones(4), 2)
    found = weigh_by_odds(chances, statements([score, 0], [1, 2]), default.load_arrays()["score_odds"])
    assert found[0].tolist() == chances[0].tolist()
    assert found[1].tolist() != chances[1].tolist()


def test_scores_settle_what_words_leave_open() -> None:
    responses = pd.DataFrame({"score": [0, 10, None], "comment": ["la caisse", "la caisse", "la caisse"]})
    cut = nps.split_comments(responses)
    plainly = nps.classify_statements(cut, quality="fast")
    weighed = nps.classify_statements(cut, quality="fast", use_score=True)
    assert weighed["label"].tolist()[:2] == ["con", "pro"]
    assert weighed.loc[2, "probability"] == plainly.loc[2, "probability"]


def test_a_question_that_asks_for_one_side_leaves_the_score_out() -> None:
    responses = pd.DataFrame({"score": [10], "comment": ["l'attente en caisse"]})
    cut = nps.split_comments(responses, questions={"comment": "Que devons-nous améliorer ?"})
    plainly = nps.classify_statements(cut, quality="fast")
    pd.testing.assert_frame_equal(nps.classify_statements(cut, quality="fast", use_score=True), plainly)


def test_other_languages_and_empty_frames_stay_as_they_are() -> None:
    responses = pd.DataFrame({"score": [0], "comment": ["muy buena atención, gracias"]})
    cut = nps.split_comments(responses)
    assert nps.classify_statements(cut, use_score=True)["label"].isna().all()
    assert not len(nps.classify_statements(cut.head(0), use_score=True))


def test_a_long_letter_is_read_without_underflow() -> None:
    chances = np.tile([0.999, 0.0005, 0.0004, 0.0001], (3000, 1))
    found = weigh_by_odds(chances, statements([0] * 3000, [1] * 3000), default.load_arrays()["score_odds"])
    assert found.sum(axis=1) == pytest.approx(np.ones(3000))


def test_missing_columns_are_named() -> None:
    with pytest.raises(UnknownColumnError, match="score"):
        nps.classify_statements(
            pd.DataFrame({"text": ["x"], "lang": "en", "response_id": 1, "question": "", "statement": 0}),
            use_score=True,
        )
