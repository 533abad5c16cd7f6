from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden import assert_near, case_id, cases, cases_of, counts_of, frame, scores_of
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from npsanalysis import INTERVALS, NPSEstimate, nps, nps_by, nps_from_counts
from npsanalysis.errors import NPSError, SampleWarning, ScoreRangeError, SmallGroupWarning, UnknownNameError

counts = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)).filter(lambda each: sum(each) > 1)
quiet = pytest.mark.filterwarnings("ignore::npsanalysis.errors.SmallGroupWarning")


@quiet
@pytest.mark.parametrize("case", cases_of("01_nps_point_and_intervals", "nps/variance/se/wald_ci"), ids=case_id)
def test_raw_scores_equal_r_nps(case: dict[str, Any]) -> None:
    estimate, expected = nps(case["inputs"]["scores"], method="wald"), case["expected"]
    n = estimate.n
    assert_near(estimate.nps / 100, expected["nps"], case)
    assert_near(estimate.se / 100, expected["se"], case)
    assert_near((estimate.se / 100) ** 2 * n, expected["variance"], case)
    shares = [estimate.detractors * n / 100, estimate.passives * n / 100, estimate.promoters * n / 100]
    assert_near(shares, [expected["detractors"], expected["passives"], expected["promoters"]], case)
    limits = np.clip([expected["wald_low"], expected["wald_high"]], -1, 1)
    assert_near([estimate.low / 100, estimate.high / 100], limits, case)


@pytest.mark.parametrize("case", cases_of("02_other_intervals", "ci_other"), ids=case_id)
def test_linearised_without_a_design_is_the_t_interval(case: dict[str, Any]) -> None:
    expected = case["expected"]["t_interval"]
    if expected[0] is None:
        pytest.skip("R gives no t interval where all answered alike")
    estimate = nps(scores_of(*counts_of(case["inputs"])), method="linearised")
    assert_near([estimate.low / 100, estimate.high / 100], np.clip(expected, -1, 1), case)


DESIGNS = [
    case
    for case in cases_of("04_weighted_survey", "weighted_nps_design")
    if case["id"] != "svy_api_clus2"  # two-stage sampling: the variance within drawn clusters is not built
]


@pytest.mark.parametrize("case", DESIGNS, ids=case_id)
def test_designs_equal_r_survey(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    data = frame(inputs["csv"]) if "csv" in inputs else pd.DataFrame(inputs)
    column = {name: data[inputs[name]] if "csv" in inputs else data[name] for name in ("weights",) if name in inputs}
    if "strata" in inputs:
        column["strata"] = data[inputs["strata"]]
    if "cluster" in inputs:
        column["clusters"] = data[inputs["cluster"]]
    population = None
    if "fpc" in inputs:
        sizes = data.groupby(inputs["strata"])["fpc"].first().to_dict() if "strata" in inputs else {}
        population = sizes or float(data["fpc"].iloc[0])
    estimate = nps(data["ltr"], **column, population=population, method="linearised")
    assert_near(estimate.nps / 100, expected["nps"], case)
    assert_near(estimate.se / 100, expected["se"], case)
    assert estimate.df == expected["df"]
    assert_near([estimate.low / 100, estimate.high / 100], [expected["t_low"], expected["t_high"]], case)
    if column.keys() == {"weights"}:
        assert_near(estimate.n_effective, expected["kish_neff"], case)
    elif "deff_replace" in expected:
        assert_near(estimate.n / estimate.n_effective, expected["deff_replace"], case)


@pytest.mark.parametrize("case", cases_of("04_weighted_survey", "weighted_nps_domain"), ids=case_id)
def test_domains_equal_r_svyby(case: dict[str, Any]) -> None:
    data = frame(case["inputs"]["csv"]).rename(columns={"ltr": "score"})
    groups = nps_by(data, ["segment", "wave"], strata="region", clusters="store", method="linearised")
    expected = pd.DataFrame(case["expected"])
    both = groups.merge(expected, on=["segment", "wave"])
    assert len(both) == len(expected)
    assert_near(both["nps_x"] / 100, both["nps_y"], case)
    # 95 % limits are t standard errors away; t comes from the units in the domain.
    reached = data.groupby(["segment", "wave"])[["store", "region"]].nunique().reset_index()
    order = both.merge(reached, on=["segment", "wave"])
    t = stdtrit(order["store"] - order["region"], 0.975)
    assert_near((both["high"] - both["low"]) / 200 / t, both["se"], case)


SKIPPED = {
    "weighted_chisq": "the chi-square test of a design is not built (contrasts with covariance are)",
    "weighted_jackknife": "variances are linearised, not replicated",
}


def test_every_weighted_case_is_built_or_skipped_for_a_reason() -> None:
    built = {"weighted_nps_design", "weighted_nps_domain", "rake"}  # raking: tests/test_weighting.py
    assert {case["method"] for case in cases("04_weighted_survey")} - built == set(SKIPPED)


@quiet
@given(counts, st.sampled_from([*INTERVALS, "linearised"]))
def test_swapping_promoters_and_detractors_negates(each: tuple[int, int, int], method: str) -> None:
    one, other = nps_from_counts(*each, method=method), nps_from_counts(*each[::-1], method=method)
    assert one.nps == pytest.approx(-other.nps)
    assert one.low == pytest.approx(-other.high, abs=1e-7)
    assert one.high == pytest.approx(-other.low, abs=1e-7)


@quiet
@given(counts, st.integers(2, 9))
def test_replication_divides_the_error_by_the_root(each: tuple[int, int, int], k: int) -> None:
    once, often = nps_from_counts(*each), nps_from_counts(*(k * count for count in each))
    assert often.se == pytest.approx(once.se / np.sqrt(k))
    assert often.nps == pytest.approx(once.nps)


@quiet
@given(counts, st.integers(1, 50))
def test_passives_draw_the_score_to_zero(each: tuple[int, int, int], more: int) -> None:
    d, s, p = each
    assert abs(nps_from_counts(d, s + more, p).nps) <= abs(nps_from_counts(d, s, p).nps)


@quiet
@given(counts, st.integers(0, 20).map(lambda step: 0.5 + step / 50), st.sampled_from([*INTERVALS, "linearised"]))
def test_intervals_are_nested(each: tuple[int, int, int], level: float, method: str) -> None:
    narrow = nps_from_counts(*each, level=level, method=method)
    wide = nps_from_counts(*each, level=level + 0.05, method=method)
    assert wide.low <= narrow.low + 1e-9
    assert wide.high >= narrow.high - 1e-9


@quiet
@given(st.lists(st.tuples(st.integers(0, 10), st.floats(0.1, 10)), min_size=2, max_size=60), st.floats(1e-6, 1e6))
def test_the_scale_of_weights_does_not_matter(rows: list[tuple[int, float]], factor: float) -> None:
    scores, weights = (np.array(column) for column in zip(*rows, strict=True))
    one, other = nps(scores, weights=weights), nps(scores, weights=factor * weights)
    for name in ("nps", "low", "high", "se", "n_effective"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-6, abs=1e-6)


def test_equal_weights_are_the_t_form_of_no_weights() -> None:
    scores = scores_of(40, 60, 100)
    weighted, plain = nps(scores, weights=np.full(200, 3.0)), nps(scores, method="linearised")
    assert (weighted.low, weighted.high) == pytest.approx((plain.low, plain.high))
    assert weighted.n_effective == pytest.approx(200)
    assert weighted.method == "linearised"


def test_few_effective_answers_take_the_adjusted_interval() -> None:
    estimate = nps(scores_of(5, 10, 15), weights=[1.0, 2.0, 3.0] * 10)
    assert estimate.method == "adjusted_wald"
    # Kish: (10·6)² / (10·14) = 3600 / 140.
    assert estimate.n_effective == pytest.approx(3600 / 140)


def test_clusters_of_clones_count_as_their_clusters() -> None:
    scores = scores_of(8, 12, 20)
    plain = nps(scores, clusters=range(40), method="linearised")
    cloned = nps(np.repeat(scores, 5), clusters=np.repeat(range(40), 5), method="linearised")
    assert (cloned.low, cloned.high) == pytest.approx((plain.low, plain.high))
    assert cloned.n_effective == pytest.approx(plain.n_effective, rel=0.03)


def test_a_known_population_shortens_the_interval_down_to_nothing() -> None:
    scores = scores_of(20, 30, 50)
    widths = [nps(scores, population=size).high - nps(scores, population=size).low for size in (10_000, 400, 120)]
    assert widths == sorted(widths, reverse=True)
    census = nps(scores, population=100)
    assert census.low == census.nps == census.high == 30
    assert np.isinf(census.n_effective)


def test_alike_answers_of_a_design_are_not_certain() -> None:
    estimate = nps([10] * 30, clusters=[number // 3 for number in range(30)])
    assert estimate.low < 70  # ten clusters, not thirty answers
    assert estimate.high == 100
    balanced = nps([10, 0] * 20, clusters=[number // 2 for number in range(40)])
    assert np.isfinite(balanced.n_effective)
    assert balanced.low < 0 < balanced.high


def test_one_vote_an_account() -> None:
    # Account a: 3 promoters and 1 detractor, so +50; b: one promoter, +100; c: one detractor, −100. Mean 16.7.
    data = pd.DataFrame({"score": [10, 9, 9, 2, 10, 0], "account_id": list("aaaabc")})
    with pytest.warns(SmallGroupWarning):
        voted = nps_by(data, [], one_per="account_id")
    assert voted["nps"].item() == pytest.approx(50 / 3)
    with pytest.raises(NPSError, match="makes clusters of its own"):
        nps_by(data.assign(shop=1), [], one_per="account_id", clusters="shop")


def test_repeated_people_are_warned_about_or_clustered() -> None:
    ids = [*range(30), *range(10)]
    data = pd.DataFrame({"score": scores_of(10, 10, 20), "respondent_id": ids, "wave": [1, 2] * 20})
    with pytest.warns(SampleWarning, match="respondent_id repeats: 10"):
        nps_by(data, [])
    nps_by(data, [], clusters="respondent_id")
    nps_by(data.assign(respondent_id=[*range(20), *[None] * 20]), "wave")


def test_a_single_answer_has_no_interval() -> None:
    with pytest.warns(SmallGroupWarning, match="single answer"):
        estimate = nps([9])
    assert estimate.nps == 100
    assert np.isnan([estimate.low, estimate.high]).all()
    with pytest.warns(SmallGroupWarning, match="single cluster"):
        estimate = nps([9, 3, 10], clusters=[1, 1, 1])
    assert np.isnan(estimate.low)


def test_the_wald_interval_warns_where_it_is_too_short() -> None:
    with pytest.warns(SmallGroupWarning, match="too short"):
        nps(scores_of(0, 0, 500), method="wald")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nps(scores_of(100, 100, 300), method="wald")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"scores": []}, NPSError, "no usable score"),
        ({"scores": [None, np.nan]}, NPSError, "no usable score"),
        ({"scores": [11]}, ScoreRangeError, "got 11"),
        ({"scores": ["ten"]}, NPSError, "numbers from 0 to 10"),
        ({"scores": [9, 3], "weights": [1, 0]}, NPSError, "positive"),
        ({"scores": [9, 3], "weights": [1, -2]}, NPSError, "positive"),
        ({"scores": [9, 3], "weights": [1]}, NPSError, "weight for each of the 2"),
        ({"scores": [9, 3], "weights": ["a", "b"]}, NPSError, "numbers are needed"),
        ({"scores": [9, 3], "clusters": ["a", None]}, NPSError, "missing for some"),
        ({"scores": [9, 3, 8], "strata": ["a", "a", "b"]}, NPSError, "single answer"),
        ({"scores": [9, 3, 8, 1], "strata": list("aabb"), "clusters": [1, 2, 1, 3]}, NPSError, "lies in several"),
        ({"scores": [9, 3], "population": 1}, NPSError, "smaller than the sample"),
        ({"scores": [9, 3, 8, 1], "strata": list("aabb"), "population": 9}, NPSError, "one number for each"),
        ({"scores": [9, 3, 8, 1], "strata": list("aabb"), "population": {"a": 9}}, NPSError, "'b' is not given"),
        ({"scores": [9, 3], "method": "exact"}, UnknownNameError, "interval method"),
        ({"scores": [9, 3], "level": 95}, NPSError, "between 0 and 1"),
    ],
)
def test_errors_say_what_to_do(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        nps(**arguments)


def test_counts_must_be_counts() -> None:
    for bad in [(-1, 2, 3), (1.5, 2, 3)]:
        with pytest.raises(NPSError, match="whole numbers"):
            nps_from_counts(*bad)  # type: ignore[arg-type]
    with pytest.raises(NPSError, match="no usable score"):
        nps_from_counts(0, 0, 0)


def test_missing_keys_are_a_group_and_groups_need_free_names() -> None:
    data = pd.DataFrame({"score": [10.0] * 20 + [0.0] * 20, "site": ["a"] * 20 + [None] * 20})
    assert nps_by(data, "site")["nps"].tolist() == [100, -100]
    with pytest.raises(NPSError, match="cannot be called 'n'"):
        nps_by(data.rename(columns={"site": "n"}), "n")


def test_small_groups_warn() -> None:
    with pytest.warns(SmallGroupWarning, match="1 of 2 groups"):
        nps_by(pd.DataFrame({"score": [9] * 12 + [3], "site": ["a"] * 12 + ["b"]}), "site")


def test_an_estimate_reads_as_a_sentence() -> None:
    estimate = nps(scores_of(20, 30, 50))
    assert isinstance(estimate, NPSEstimate)
    assert estimate.nps == pytest.approx(estimate.promoters - estimate.detractors)
    assert "n = 100" in str(estimate)
    assert "intervalle" in estimate.describe("fr")
