"""Ratings from any column: what is recognised, in which order, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from npsanalysis import DriverError
from npsanalysis.drivers.ratings import as_ratings, scale_of

NAN = float("nan")


@pytest.mark.parametrize(
    ("answers", "ratings"),
    [
        ([1, 5, None], [1, 5, NAN]),
        ([True, False, True], [1, 0, 1]),
        (["4", "3,5", " 2 ", ""], [4, 3.5, 2, NAN]),
        (["0 - Pas du tout", "7", "10 – Très probable"], [0, 7, 10]),
        (["4/5", "5 étoiles", "3 stars"], [4, 5, 3]),
        (["oui", "Non", "OUI", None], [1, 0, 1, NAN]),
        (["Très satisfait(e)", "satisfaites", "Peu satisfait", "PAS DU TOUT SATISFAIT·E"], [4, 3, 2, 1]),
        (["Very satisfied", "Dissatisfied", "Neither satisfied nor dissatisfied"], [3, 1, 2]),
        (["Tout à fait d’accord", "Plutôt d'accord", "Plutôt pas d'accord", "Pas du tout d'accord"], [4, 3, 2, 1]),
        (["Strongly agree", "Somewhat disagree", "Agree", "Strongly disagree"], [4, 2, 3, 1]),
        (["Très facile", "Difficile", "Plutôt facile"], [3, 1, 2]),
        (["Excellent", "Good", "Fair", "Very poor"], [4, 3, 2, 1]),
        (["Toujours", "Jamais", "Parfois", "Souvent"], [4, 1, 2, 3]),
        (["très satisfait", "Very satisfied", "Dissatisfied", "insatisfait"], [2, 2, 1, 1]),  # two languages, one scale
        (["mentioned", "not mentioned", "no comment"], [1, 0, NAN]),
        (["Bien", "Très bien", "NSP", "Sans réponse", "-"], [1, 2, NAN, NAN, NAN]),
    ],
)
def test_answers_are_read_in_their_order(answers: list[object], ratings: list[float]) -> None:
    assert as_ratings(pd.Series(answers, name="x")).given == pytest.approx(ratings, nan_ok=True)


@pytest.mark.parametrize(
    "said", ["Non concerné", "non concernée", "N/A", "n/a", "Not applicable", "Sans objet", "Pas utilisé"]
)
def test_not_concerned_is_routing_and_not_a_missing_rating(said: str) -> None:
    ratings = as_ratings(pd.Series(["4", said, None, "5"], name="x"))
    assert ratings.routed.tolist() == [False, True, False, False]
    assert np.isnan(ratings.given).tolist() == [False, True, True, False]


def test_ordered_categories_keep_their_order() -> None:
    column = pd.Series(pd.Categorical(["so la la", "top", "N/A"], categories=["N/A", "so la la", "top"], ordered=True))
    ratings = as_ratings(column)
    assert ratings.given == pytest.approx([1, 2, NAN], nan_ok=True)
    assert ratings.routed.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["Lyon", "Paris"], "column 'x' must hold ratings .* got 'Lyon', 'Paris'; leave it out"),
        (["Très bien", "Bien", "cher"], "got 'cher'"),
        (["4", "5", "bof"], "got 'bof'"),
        ([1.0, np.inf], "column 'x' holds an infinite number"),
        ([{"a": 1}, [2]], "column 'x' must hold ratings"),
        (pd.to_datetime(["2026-01-01", "2026-01-02"]), "column 'x' must hold ratings"),
    ],
)
def test_what_is_no_rating_is_refused(answers: list[object], told: str) -> None:
    with pytest.raises(DriverError, match=told):
        as_ratings(pd.Series(answers, name="x"))


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([0, 1], (0, 1)),
        ([1, 2, 3], (1, 3)),
        ([1, 4], (1, 4)),
        ([2, 5], (1, 5)),
        ([1, 6], (1, 7)),
        ([1, 8], (0, 10)),
        ([0, 4], (0, 4)),
        ([10, 80], (10, 80)),
    ],
)
def test_scales_are_recognised(values: list[float], scale: tuple[float, float]) -> None:
    assert scale_of(np.array([*values, NAN])) == scale
