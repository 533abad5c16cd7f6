from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from npsanalysis import categorize, count_scores, nps_by
from npsanalysis.counts import count_answers, count_days, count_repeats, sum_by_score, weight_column
from npsanalysis.errors import NPSError, ScoreRangeError, UnknownColumnError

if TYPE_CHECKING:
    from collections.abc import Callable

RNG = np.random.default_rng(4)
RESPONSES = pd.DataFrame(
    {
        "score": RNG.integers(0, 11, 500).astype(float),
        "site": RNG.choice(["Lyon", "Nice", "Pau"], 500),
        "wave": RNG.choice([1, 2], 500),
        "weight": RNG.uniform(0.2, 5, 500),
        "respondent_id": RNG.integers(0, 450, 500),
    }
)
RESPONSES.loc[::17, "score"] = np.nan
RESPONSES.loc[::23, "site"] = None


def to_duckdb(frame: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.register("responses", pa.Table.from_pandas(frame, preserve_index=False))
    return connection.table("responses")


ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": to_duckdb,
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], Any]:
    return ENGINES[request.param]


def test_counts_are_the_same_on_every_engine(engine: Callable[[pd.DataFrame], Any]) -> None:
    expected = (
        RESPONSES.dropna(subset="score")
        .assign(n=1, weight_squared=RESPONSES["weight"] ** 2)
        .groupby(["site", "wave", "score"], dropna=False)[["n", "weight", "weight_squared"]]
        .sum()
        .reset_index()
    )
    counts = count_scores(engine(RESPONSES), ["site", "wave"], weight="weight")
    assert counts.columns.tolist() == ["site", "wave", "score", "n", "weight", "weight_squared"]
    assert (counts["n"].to_numpy() == expected["n"].to_numpy()).all()
    assert counts["site"].fillna("-").tolist() == expected["site"].fillna("-").tolist()
    np.testing.assert_allclose(counts["weight"], expected["weight"], rtol=1e-12)
    np.testing.assert_allclose(counts["weight_squared"], expected["weight_squared"], rtol=1e-12)


def test_estimates_are_the_same_on_every_engine(engine: Callable[[pd.DataFrame], Any]) -> None:
    expected = nps_by(RESPONSES, "wave", clusters="respondent_id")
    got = nps_by(engine(RESPONSES), "wave", clusters="respondent_id")
    np.testing.assert_allclose(got[["nps", "low", "high"]], expected[["nps", "low", "high"]], rtol=1e-12)


def test_the_small_questions_have_the_same_answer_on_every_engine(engine: Callable[[pd.DataFrame], Any]) -> None:
    frame = engine(RESPONSES)
    answered = RESPONSES.dropna(subset="score")
    assert count_repeats(frame, [], "respondent_id") == answered["respondent_id"].duplicated().sum()
    assert count_repeats(frame, ["wave"], "respondent_id") == answered[["wave", "respondent_id"]].duplicated().sum()
    whole = count_answers(frame, [])
    assert whole.to_dict("list") == {"asked": [500], "answered": [len(answered)]}
    assert sum_by_score(frame, ["wave"], "weight")["amount"].sum() == pytest.approx(answered["weight"].sum())


@given(st.lists(st.tuples(st.integers(0, 10), st.sampled_from("abc")), min_size=1, max_size=60))
def test_groups_partition_the_whole(rows: list[tuple[int, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["score", "site"])
    whole = count_scores(frame).set_index("score")["n"]
    parts = count_scores(frame, "site").groupby("score")["n"].sum()
    assert whole.to_dict() == parts.to_dict()


def test_categories_cut_decimals_unrounded() -> None:
    assert categorize([0, 6, 6.4, 6.99, 8.99, 9, 10]).tolist() == [
        *("detractor", "detractor", "passive", "passive", "passive"),
        *("promoter", "promoter"),
    ]
    assert categorize([None, 9]).isna().tolist() == [True, False]


@pytest.mark.parametrize("bad", [11, -1, 99, float("inf")])
def test_scores_off_the_scale_are_refused(bad: float) -> None:
    with pytest.raises(ScoreRangeError, match="between 0 and 10"):
        count_scores(pd.DataFrame({"score": [9.0, bad]}))
    with pytest.raises(ScoreRangeError):
        categorize([9.0, bad])


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_weights_that_are_not_positive_are_refused(bad: float, engine: Callable[[pd.DataFrame], Any]) -> None:
    frame = pd.DataFrame({"score": [9.0, 3.0], "weight": [1.0, bad]})
    with pytest.raises(NPSError, match="positive numbers"):
        count_scores(engine(frame), weight="weight")


def test_unknown_columns_offer_the_nearest() -> None:
    with pytest.raises(UnknownColumnError, match="did you mean 'site'"):
        count_scores(RESPONSES, "sites")
    with pytest.raises(UnknownColumnError):
        weight_column(RESPONSES, "wieght")
    assert weight_column(RESPONSES, None) == "weight"
    assert weight_column(RESPONSES, weight=False) is None


def test_texts_are_no_scores() -> None:
    with pytest.raises(NPSError, match="numbers are needed"):
        count_scores(pd.DataFrame({"score": ["10", "9"]}))
    with pytest.raises(NPSError, match="missing or negative"):
        sum_by_score(pd.DataFrame({"score": [9.0], "value": [-1.0]}), [], "value")


def test_days_are_counted_from_times() -> None:
    times = pd.to_datetime(["2026-03-01 09:00", "2026-03-01 18:00", None])
    counts = count_days(pd.DataFrame({"score": [10, 10, 3], "date": times}))
    assert counts["n"].tolist() == [2, 1]
