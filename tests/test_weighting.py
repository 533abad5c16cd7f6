from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden import assert_near, case_id, cases_of, frame

from npsanalysis import describe_weights, nps, rake
from npsanalysis.errors import NPSError, SampleWarning, UnknownColumnError

DATA = pd.DataFrame({"score": [10, 9, 3, 8, 7, 0], "size": list("aaabbb"), "old": [1, 0, 1, 0, 1, 0]})
TARGETS = {"size": {"a": 60, "b": 40}, "old": {0: 30, 1: 70}}


@pytest.mark.parametrize("case", cases_of("04_weighted_survey", "rake"), ids=case_id)
def test_raking_equals_r_survey(case: dict[str, Any]) -> None:
    # The standard error of raked weights (R's residual linearisation) is not built: weights are taken as fixed.
    expected = case["expected"]
    raked = rake(frame(case["inputs"]["csv"]).rename(columns={"ltr": "score"}), case["inputs"]["margins"])
    np.testing.assert_allclose(raked["weight"].head(10), expected["first10_weights"], rtol=1e-6)
    np.testing.assert_allclose(
        [raked["weight"].sum(), raked["weight"].min(), raked["weight"].max()],
        [expected["sum_w"], expected["min_w"], expected["max_w"]],
        rtol=1e-6,
    )
    assert_near(nps(raked["score"], weights=raked["weight"]).nps / 100, expected["nps"], case)
    assert describe_weights(raked)["n_effective"].item() == pytest.approx(expected["kish_neff"], rel=1e-6)


def test_margins_are_met_and_shares_average_one() -> None:
    raked = rake(DATA, TARGETS)
    assert raked["weight"].mean() == pytest.approx(1)
    assert raked.groupby("size")["weight"].sum().to_dict() == pytest.approx({"a": 3.6, "b": 2.4})
    assert raked.groupby("old")["weight"].sum().to_dict() == pytest.approx({0: 1.8, 1: 4.2})
    assert not raked["trimmed"].any()
    assert "weight" not in DATA.columns


def test_trimming_is_reported() -> None:
    data = pd.DataFrame({"score": [9.0] * 100, "size": ["a"] * 98 + ["b"] * 2})
    with pytest.warns(SampleWarning, match="2 weights were trimmed at 5 times the mean"):
        raked = rake(data, {"size": {"a": 0.5, "b": 0.5}}, trim=5)
    assert describe_weights(raked)["trimmed"].item() == 2
    assert raked["weight"].max() <= 5
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rake(data, {"size": {"a": 0.5, "b": 0.5}})


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({}, "needs targets"),
        ({"size": {"a": 60, "b": 30, "c": 10}}, "nobody in group 'c'"),
        ({"size": {"a": 100}}, "group 'b' of 'size' has no target"),
        ({"size": {"a": 100, "b": 0}}, "positive numbers"),
        ({"size": {"a": 60, "b": 40}, "old": {0: 30, 1: 80}}, "same total"),
    ],
)
def test_margins_that_cannot_be_met(targets: dict[str, dict[Any, float]], message: str) -> None:
    with pytest.raises(NPSError, match=message):
        rake(DATA, targets)


def test_what_cannot_be_raked() -> None:
    with pytest.raises(UnknownColumnError, match="did you mean 'size'"):
        rake(DATA, {"sise": {"a": 1}})
    with pytest.raises(NPSError, match="missing for some"):
        rake(DATA.assign(size=[None, *"aabbb"]), {"size": {"a": 1, "b": 1}})
    with pytest.raises(NPSError, match="no score"):
        rake(DATA.assign(score=np.nan), TARGETS)
    for bad in (0.0, -1.0, np.nan):
        with pytest.raises(NPSError, match="zero or negative"):
            rake(DATA.assign(weight=[bad, 1, 1, 1, 1, 1]), TARGETS)
    with pytest.raises(NPSError, match="more than 1"):
        rake(DATA, TARGETS, trim=1)
    # Nobody is both a and old: the margins of the two cannot be met together.
    with pytest.raises(NPSError, match="no weights meet all margins"):
        rake(DATA.assign(old=[0, 0, 0, 1, 1, 1]), TARGETS)
    with pytest.raises(UnknownColumnError):
        describe_weights(DATA)
