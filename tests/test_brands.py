"""Several brands in one survey: paired where people are the same, apart where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from npsanalysis import NPSError, UnknownColumnError, UnknownNameError, competitive_nps, nps

if TYPE_CHECKING:
    from collections.abc import Callable

A = [10, 10, 9, 8, 8, 7, 6, 3] * 10
B = [9, 8, 9, 6, 8, 6, 3, 7] * 10


def ratings(*, paired: bool) -> pd.DataFrame:
    """Return the same ratings, by the same people or by different ones."""
    people = [*range(80), *(range(80) if paired else range(80, 160))]
    return pd.DataFrame({"respondent_id": people, "brand": ["A"] * 80 + ["B"] * 80, "score": A + B})


def opinions(scores: list[int]) -> np.ndarray:
    return np.array([-1 if score <= 6 else int(score >= 9) for score in scores])


def test_people_who_rate_both_are_paired() -> None:
    # The error of a paired difference is that of the differences within people.
    within = 100 * (opinions(A) - opinions(B))
    se = within.std(ddof=1) / np.sqrt(80)
    row = competitive_nps(ratings(paired=True), against="B").iloc[0]
    assert row["difference"] == pytest.approx(within.mean())
    assert row["difference_high"] - row["difference"] == pytest.approx(1.959964 * se, rel=1e-6)
    assert row["n_both"] == 80


def test_different_people_are_independent() -> None:
    # Var = VA / 80 + VB / 80, times 160 / 159 for the 160 people.
    se = 100 * np.sqrt((opinions(A).var() + opinions(B).var()) / 80)
    row = competitive_nps(ratings(paired=False), against="B").iloc[0]
    assert row["difference_high"] - row["difference"] == pytest.approx(1.959964 * se * np.sqrt(160 / 159), rel=1e-6)
    assert row["n_both"] == 0
    unnamed = competitive_nps(ratings(paired=False).drop(columns="respondent_id"), against="B").iloc[0]
    assert unnamed["difference_high"] - unnamed["difference"] == pytest.approx(1.959964 * se, rel=1e-6)


def test_the_same_people_are_told_apart_better() -> None:
    paired, apart = (competitive_nps(ratings(paired=p), against="B").iloc[0] for p in (True, False))
    assert paired["difference"] == apart["difference"]
    assert paired["p_value"] < apart["p_value"]


def test_respondents_without_a_name_are_people_of_their_own() -> None:
    unnamed = ratings(paired=True).assign(respondent_id=None)
    bare = ratings(paired=True).drop(columns="respondent_id")
    columns = ["difference_low", "difference_high", "n_both"]
    pd.testing.assert_frame_equal(
        competitive_nps(unnamed, against="B")[columns], competitive_nps(bare, against="B")[columns]
    )


def test_estimates_are_those_of_each_brand() -> None:
    found = competitive_nps(ratings(paired=True)).set_index("brand")
    assert found.loc["A", "nps"] == pytest.approx(nps(A).nps)
    assert found.loc["B", "low"] == pytest.approx(nps(B).low)


def test_the_rest_of_two_brands_is_the_other_one() -> None:
    rest, other = (competitive_nps(ratings(paired=True), against=against) for against in ("rest", "B"))
    assert rest["difference"].tolist() == pytest.approx([other["difference"].iloc[0], -other["difference"].iloc[0]])


def test_main_brands_are_a_reading_of_their_own() -> None:
    frame = ratings(paired=True).assign(main=[True] * 40 + [False] * 40 + [False] * 40 + [True] * 40)
    found = competitive_nps(frame, main="main").set_index(["reading", "brand"])
    assert found.index.tolist() == [("all used", "A"), ("all used", "B"), ("main", "A"), ("main", "B")]
    assert found.loc[("main", "A"), "n"] == 40
    assert found.loc[("main", "A"), "nps"] == pytest.approx(nps(A[:40]).nps)
    assert found.loc[("main", "A"), "n_both"] == 0


def test_every_engine_gives_the_same() -> None:
    frame = ratings(paired=True)
    pd.testing.assert_frame_equal(competitive_nps(pl.from_pandas(frame)), competitive_nps(frame))


def test_the_scale_of_weights_does_not_matter() -> None:
    frame = ratings(paired=True).assign(weight=lambda f: 1.0 + f["respondent_id"] % 3)
    scaled = frame.assign(weight=1000 * frame["weight"])
    pd.testing.assert_frame_equal(competitive_nps(frame), competitive_nps(scaled))


def test_brands_that_do_not_differ() -> None:
    same = pd.DataFrame({"respondent_id": [1, 2] * 2, "brand": ["A", "A", "B", "B"], "score": [10, 9] * 2})
    row = competitive_nps(same).iloc[0]
    assert (row["difference"], row["p_value"]) == (0, 1)


@pytest.mark.parametrize(
    ("spoil", "arguments", "error", "message"),
    [
        (lambda f: f.rename(columns={"brand": "brnd"}), {}, UnknownColumnError, "did you mean 'brnd'"),
        (lambda f: f, {"against": "C"}, UnknownNameError, "there is no brand 'C'"),
        (lambda f: f, {"main": "principale"}, UnknownColumnError, "no column 'principale'"),
        (lambda f: f[f["brand"] == "A"], {}, NPSError, "at least two brands to compare, got 1"),
        (lambda f: pd.concat([f, f]), {}, NPSError, "rates the same brand more than once"),
        (lambda f: f.assign(m=True), {"main": "m"}, NPSError, "more than one main brand in column 'm'"),
        (lambda f: f.assign(m=False), {"main": "m"}, NPSError, "names no main brand"),
        (lambda f: f.assign(m="oui"), {"main": "m"}, NPSError, "must say true or false for every rating, got 'oui'"),
        (lambda f: f.rename(columns={"brand": "n"}), {"brand": "n"}, NPSError, "cannot be called 'n'"),
    ],
)
def test_what_is_refused(
    spoil: Callable[[pd.DataFrame], pd.DataFrame], arguments: dict[str, Any], error: type[NPSError], message: str
) -> None:
    with pytest.raises(error, match=message):
        competitive_nps(spoil(ratings(paired=True)), **arguments)
