from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from golden import case_id, cases, cases_of

from npsanalysis import nonresponse_bounds, nps_from_counts, plan_sample, response_rate, smallest_difference
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

SKIPPED = {
    "power": "the power of a given sample is not built: smallest_difference says the same the other way round",
    "exact_size": "tests/test_contrasts.py",
}


def shares(case: dict[str, Any]) -> dict[str, float]:
    return {
        "promoters": 100 * case["inputs"]["p_promoter"],
        "detractors": 100 * case["inputs"]["p_detractor"],
    }


@pytest.mark.parametrize("case", cases_of("06_sample_size_power", "sample_size_moe"), ids=case_id)
def test_margins_equal_the_published_formula(case: dict[str, Any]) -> None:
    options = shares(case) | {"margin": 100 * case["inputs"]["margin"], "level": case["inputs"]["conf"]}
    assert plan_sample(**options) == case["expected"]["n_wald"]
    assert plan_sample(**options, method="adjusted_wald") == case["expected"]["n_adjwald3"]


@pytest.mark.parametrize("case", cases_of("06_sample_size_power", "sample_size_power"), ids=case_id)
def test_differences_equal_r_pwr(case: dict[str, Any]) -> None:
    # per_group_t, the t-based number of power.t.test, is one answer more and not built.
    inputs, expected = case["inputs"], case["expected"]
    options = shares(case) | {"difference": 100 * inputs["delta"], "power": inputs["power"]}
    assert plan_sample(**options) == math.ceil(expected["per_group_z"])
    assert plan_sample(**options, against="value") == math.ceil(expected["one_sample_greater"])
    n = expected["per_group_z"]
    found = smallest_difference(n, n, **shares(case), power=inputs["power"])
    assert found == pytest.approx(options["difference"], rel=1e-4)


def test_every_reference_case_is_built_or_skipped_for_a_reason() -> None:
    built = {"sample_size_moe", "sample_size_power"}
    assert {case["method"] for case in cases("06_sample_size_power")} - built == set(SKIPPED)


def test_published_figures() -> None:
    assert plan_sample(margin=5) == 1537
    # MeasuringU prints 412 for 10 points with a variance of .67, one-sided 5 %, power 80 %.
    thirds = {"promoters": 33.5, "detractors": 33.5}
    assert plan_sample(difference=10, against="value", method="adjusted_wald", **thirds) == 412


def test_populations_and_designs() -> None:
    assert plan_sample(margin=5, population=1000) < 1000
    # 1,536.6 / (1 + 1,535.6 / 1,000) = 606.01, so 607.
    assert plan_sample(margin=5, population=1000) == 607
    assert plan_sample(margin=5, design_effect=2) == 3074
    assert plan_sample(margin=100, promoters=1, detractors=0) == 1


def test_response_rates() -> None:
    data = pd.DataFrame({"score": [10, 7, None, 3], "site": ["a", "a", "a", "b"]})
    assert response_rate(data)["rate"].item() == 75
    rates = response_rate(data, "site", asked={"a": 10, "b": 4, "c": 6})
    assert rates["rate"].tolist() == [20, 25, 0]
    assert response_rate(data, "site").to_dict("list")["answered"] == [2, 1]


def test_bounds_hold_the_extremes() -> None:
    estimate = nps_from_counts(20, 30, 50)
    bounds = nonresponse_bounds(estimate, asked=250)
    # 100 of 250 answered: .4 · 30 − .6 · 100 and .4 · 30 + .6 · 100.
    assert bounds["nps"].iloc[[0, -1]].tolist() == pytest.approx([-48, 72])
    same = bounds.set_index("gap").loc[0.0]
    assert (same["nps"], same["low"], same["high"]) == pytest.approx((30, estimate.low, estimate.high))
    assert bounds["nps"].is_monotonic_increasing
    everybody = nonresponse_bounds(estimate, asked=100)
    assert np.allclose(everybody["nps"], 30)


def test_gaps_stop_at_the_end_of_the_scale() -> None:
    bounds = nonresponse_bounds(nps_from_counts(90, 5, 5), asked=200, gaps=[-40])
    assert bounds["nps_silent"].tolist() == [-100, -100, 100]
    assert bounds["gap"].iloc[1] == pytest.approx(-15)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (plan_sample, NPSError, "either the margin"),
        (lambda: plan_sample(margin=5, difference=5), NPSError, "either the margin"),
        (lambda: plan_sample(margin=0), NPSError, "above 0"),
        (lambda: plan_sample(margin=5, promoters=0.5, detractors=0), None, ""),
        (lambda: plan_sample(margin=5, promoters=80, detractors=30), NPSError, "in percent"),
        (lambda: plan_sample(difference=5, power=80), NPSError, "power=0.8"),
        (lambda: plan_sample(margin=5, population=0), NPSError, "at least 1"),
        (lambda: plan_sample(margin=5, method="score"), UnknownNameError, "sample size"),
        (lambda: plan_sample(difference=5, against="all"), UnknownNameError, "comparison"),  # type: ignore[arg-type]
        (lambda: smallest_difference(0, 10), NPSError, "need answers"),
        (lambda: nonresponse_bounds(nps_from_counts(1, 2, 3), 5), NPSError, "at least as many"),
        (lambda: response_rate(pd.DataFrame({"score": [9, 9]}), asked=1), NPSError, "more people answered"),
        (lambda: response_rate(pd.DataFrame({"score": [9], "g": ["a"]}), "g", asked={"b": 3}), NPSError, "not among"),
        (lambda: response_rate(pd.DataFrame({"score": [9], "g": ["a"]}), "g", asked=3), NPSError, "a mapping"),
        (lambda: response_rate(pd.DataFrame({"score": [9]}), "g"), UnknownColumnError, "no column 'g'"),
    ],
)
def test_errors_say_what_to_do(call: Callable[[], object], error: type[Exception] | None, message: str) -> None:
    if error is None:
        call()
        return
    with pytest.raises(error, match=message):
        call()
