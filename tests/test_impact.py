from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from npsanalysis import comment_rates, has_comment, impact_by_theme, nps
from npsanalysis.errors import NPSError, ScoreRangeError, SmallGroupWarning, UnknownColumnError, UnknownNameError
from npsanalysis.impact import IMPACT_COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore::npsanalysis.errors.SmallGroupWarning")


@pytest.fixture
def responses() -> pd.DataFrame:
    """Ten commenters, two silent, one commenter without a score."""
    return pd.DataFrame(
        {
            "response_id": list("abcdefghijklm"),
            "score": [0, 6, 9, 10, 8, 10, 10, 9, 7, 3, 10, 10, None],
            "comment": ["x"] * 10 + [None, " ", "x"],
        }
    )


@pytest.fixture
def mentions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "response_id": ["a", "a", "b", "c", "d", "d", "m", "k"],
            "theme": ["price", "price", "price", "price", "staff", "staff", "price", "price"],
            "label": ["con", "con", "con", "pro", "pro", None, "con", "con"],
        }
    )


def test_impacts_by_hand(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    impacts = impact_by_theme(responses, mentions)
    assert impacts.columns.tolist() == list(IMPACT_COLUMNS)
    told = impacts.set_index(["theme", "label"]).drop(columns=["impact_low", "impact_high"])
    # Commenters with a score: a…j, promoters c d f g h = 5, detractors a b j = 3, NPS +20.
    # price: a, b, c (k was silent, m gave no score): NPS (1 − 2) / 3; others d…j: (4 − 1) / 7; 0.3 × (−1/3 − 3/7)
    expected = {
        ("price", "all"): [3, 30.0, -100 / 3, 300 / 7, 30 * (-1 / 3 - 3 / 7)],
        ("price", "pro"): [1, 10.0, 100.0, 100 / 9, 10 * (1 - 1 / 9)],
        ("price", "con"): [2, 20.0, -100.0, 50.0, 20 * (-1 - 0.5)],
        ("staff", "all"): [1, 10.0, 100.0, 100 / 9, 10 * (1 - 1 / 9)],
        ("staff", "pro"): [1, 10.0, 100.0, 100 / 9, 10 * (1 - 1 / 9)],
    }
    assert told.index.tolist() == list(expected)
    np.testing.assert_allclose(told.to_numpy(dtype=float), list(expected.values()))


def test_interval_by_hand(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    row = impact_by_theme(responses, mentions).iloc[0]
    # mentioning d, s, p = 2, 0, 1 → with ¾, 1½, ¾: 2.75, 1.5, 1.75 of 6: 4.5/6 − (1/6)² = 13/18; / 3
    # others 1, 2, 4 → 1.75, 3.5, 4.75 of 10: .65 − .3² = .56; / 7
    # share .3: .3 × .7 / 10 × (−1/3 − 3/7)² + .3² × (.722222 / 3 + .56 / 7)
    variance = 0.021 * (16 / 21) ** 2 + 0.09 * (13 / 18 / 3 + 0.08)
    half = 100 * 1.959963985 * variance**0.5
    np.testing.assert_allclose([row["impact_low"], row["impact_high"]], [row["impact"] - half, row["impact"] + half])


def test_the_silent_in_the_base(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    row = impact_by_theme(responses, mentions, base="respondents").iloc[0]
    # a, b, c and k mention it now: NPS (2 − 2) / 4 = 0; others d…j and l: (5 − 1) / 8; 4/12 × (0 − .5)
    np.testing.assert_allclose(row[["share", "nps", "nps_others", "impact"]].to_list(), [100 / 3, 0, 50, -50 / 3])


def test_weights(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    weighted = responses.assign(weight=[2.0] + [1.0] * 12)
    row = impact_by_theme(weighted, mentions).iloc[0]
    # a counts twice: base 11, mentioning 2 + 1 + 1 = 4: NPS (1 − 3) / 4; others 3/7; 4/11 × (−.5 − 3/7)
    np.testing.assert_allclose(row[["share", "nps", "impact"]].to_list(), [400 / 11, -50, 400 / 11 * (-0.5 - 3 / 7)])
    assert row["responses"] == 3
    pd.testing.assert_frame_equal(
        impact_by_theme(weighted, mentions, weight=False), impact_by_theme(responses, mentions)
    )
    pd.testing.assert_frame_equal(
        impact_by_theme(responses.assign(weight=7.0), mentions), impact_by_theme(responses, mentions)
    )


@given(st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=2, max_size=40))
def test_impact_is_the_score_of_the_base_minus_that_of_the_others(answers: list[tuple[int, bool]]) -> None:
    scores, named = (np.array(column) for column in zip(*answers, strict=True))
    assume(named.any())
    assume(not named.all())
    responses = pd.DataFrame({"response_id": range(len(answers)), "score": scores, "comment": "x"})
    mentions = pd.DataFrame({"response_id": np.flatnonzero(named), "theme": "t", "label": "con"})
    row = impact_by_theme(responses, mentions).iloc[0]

    def score(of: np.ndarray) -> float:
        return 100 * float((of >= 9).mean() - (of <= 6).mean())

    assert row["impact"] == pytest.approx(score(scores) - score(scores[~named]))
    assert row["impact"] == pytest.approx(row["share"] / 100 * (row["nps"] - row["nps_others"]))
    assert row["impact_low"] < row["impact"] < row["impact_high"]
    base = row["share"] * row["nps"] / 100 + (100 - row["share"]) * row["nps_others"] / 100
    assert base == pytest.approx(score(scores))


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=3, max_size=30))
def test_swapping_promoters_and_detractors_turns_impacts_round(answers: list[tuple[int, bool]]) -> None:
    category, named = (np.array(column) for column in zip(*answers, strict=True))
    assume(named.any())
    mentions = pd.DataFrame({"response_id": np.flatnonzero(named), "theme": "t", "label": "con"})
    rows = []
    for scores in (np.array([0, 7, 10]), np.array([10, 7, 0])):
        responses = pd.DataFrame({"response_id": range(len(answers)), "score": scores[category], "comment": "x"})
        rows.append(impact_by_theme(responses, mentions).iloc[0][["impact", "impact_low", "impact_high"]].astype(float))
    turned = -rows[1][["impact", "impact_high", "impact_low"]].to_numpy()
    np.testing.assert_allclose(rows[0].to_numpy(), turned, atol=1e-9)


def test_a_theme_of_everybody_has_no_others(responses: pd.DataFrame) -> None:
    mentions = pd.DataFrame({"response_id": responses["response_id"], "theme": "t", "label": "pro"})
    row = impact_by_theme(responses, mentions).iloc[0]
    assert row["share"] == 100
    assert row[["nps_others", "impact", "impact_low", "impact_high"]].isna().all()


def test_no_mentions(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    assert impact_by_theme(responses, mentions.iloc[:0]).columns.tolist() == list(IMPACT_COLUMNS)


def test_small_themes_are_warned_about(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    with pytest.warns(SmallGroupWarning, match="2 of 2 themes are mentioned by fewer than 10"):
        impact_by_theme(responses, mentions)


def test_comment_rates_by_hand(responses: pd.DataFrame) -> None:
    rates = comment_rates(responses).set_index("category")
    # detractors a, b, j all comment; passives e, i both; of the promoters c d f g h comment, k and l are silent
    assert rates[["n", "commenters"]].to_numpy().tolist() == [[3, 3], [2, 2], [7, 5], [12, 10]]
    np.testing.assert_allclose(rates["share"], [100, 100, 500 / 7, 1000 / 12])
    assert ((rates["low"] < rates["share"]) & (rates["share"] <= rates["high"] + 1e-9)).all()


def test_comment_rates_without_a_category() -> None:
    rates = comment_rates(pd.DataFrame({"score": [10, 9], "comment": ["a", None]}))
    assert rates["share"].isna().tolist() == [True, True, False, False]


def test_has_comment_reads_every_comment_column() -> None:
    frame = pd.DataFrame({"comment": [None, "a", ""], "comment_2": ["b", None, "\n"]}, index=[5, 6, 7])
    assert has_comment(frame).to_dict() == {5: True, 6: True, 7: False}


def test_the_commenters_agree_with_a_plain_nps(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    row = impact_by_theme(responses, mentions).iloc[0]
    commenters = nps(responses.loc[has_comment(responses), "score"]).nps
    assert row["nps_others"] + row["impact"] == pytest.approx(commenters)


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({}, {"base": "all"}, UnknownNameError, "there is no base 'all'"),
        ({}, {"weight": "w"}, UnknownColumnError, "there is no column 'w'"),
        ({"score": 11}, {}, ScoreRangeError, "between 0 and 10"),
        ({"score": np.nan}, {}, NPSError, "none of the commenters gave a score"),
        ({"comment": None}, {}, NPSError, "none of the commenters gave a score"),
        ({"weight": -1.0}, {}, NPSError, "weights that are missing"),
        ({}, {"level": 95}, NPSError, "level=0.95"),
    ],
)
def test_errors(
    responses: pd.DataFrame,
    mentions: pd.DataFrame,
    change: dict[str, object],
    options: dict[str, object],
    error: type[NPSError],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        impact_by_theme(responses.assign(**change), mentions, **options)  # type: ignore[arg-type]


def test_missing_columns(responses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    with pytest.raises(UnknownColumnError, match="there is no column 'theme'"):
        impact_by_theme(responses, mentions.drop(columns="theme"))
    with pytest.raises(UnknownColumnError, match="there is no column 'score'"):
        impact_by_theme(responses.drop(columns="score"), mentions)
    with pytest.raises(UnknownColumnError, match="there is no column 'comment'"):
        impact_by_theme(responses.drop(columns="comment"), mentions)
