from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from golden import assert_near, case_id, cases, cases_of, counts_of, frame, scores_of
from hypothesis import given, settings
from hypothesis import strategies as st

from npsanalysis import DIFFERENCES, NPSDifference, compare, compare_to_value, nps, nps_from_counts
from npsanalysis.errors import NPSError, SmallGroupWarning, UnknownColumnError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

COVERAGE = runpy.run_path(str(Path(__file__).parents[1] / "measurements" / "coverage.py"))

counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).filter(lambda each: sum(each) > 1)
methods = st.sampled_from(sorted(DIFFERENCES))
quiet = pytest.mark.filterwarnings("ignore::npsanalysis.errors.SmallGroupWarning")

SKIPPED = {
    "segment_omnibus": "no test of all groups at once is built: each is compared, and the number of tests paid for",
    "multiplicity": "tests/test_group_contrasts.py",
}


def two_sides(case: dict[str, Any], method: str) -> NPSDifference:
    sides = [nps_from_counts(*counts_of(case["inputs"][side])) for side in ("x", "y")]
    return compare(sides[0], sides[1], method=method)


@pytest.mark.parametrize("case", cases_of("03_comparisons", "two_sample_wald"), ids=case_id)
def test_wald_equals_r_nps(case: dict[str, Any]) -> None:
    got, expected = two_sides(case, "wald"), case["expected"]
    assert_near(got.difference / 100, expected["diff"], case)
    assert_near([got.low / 100, got.high / 100, got.p_value], [expected["low"], expected["high"], expected["p"]], case)


@pytest.mark.parametrize("case", cases_of("03_comparisons", "two_sample_adjusted_wald"), ids=case_id)
def test_adjusted_wald_equals_r_nps(case: dict[str, Any]) -> None:
    got, expected = two_sides(case, "adjusted_wald"), case["expected"]
    assert_near([got.low / 100, got.high / 100, got.p_value], [expected["low"], expected["high"], expected["p"]], case)


@pytest.mark.parametrize("case", cases_of("03_comparisons", "two_sample_tests"), ids=case_id)
def test_welch_equals_r(case: dict[str, Any]) -> None:
    # Of these cases' tests Welch's is built; pooled t, Mann-Whitney, chi-square, Fisher, permutations are not.
    got, expected = two_sides(case, "welch"), case["expected"]
    assert_near(got.p_value, expected["welch_p"], case)
    assert_near([got.low / 100, got.high / 100], [expected["welch_low"], expected["welch_high"]], case)


@pytest.mark.parametrize("case", cases_of("03_comparisons", "one_sample_benchmark"), ids=case_id)
def test_a_fixed_value_equals_r_nps(case: dict[str, Any]) -> None:
    estimate, expected = nps_from_counts(*counts_of(case["inputs"])), case["expected"]
    value = 100 * case["inputs"]["benchmark"]
    assert_near(compare_to_value(estimate, value).p_value, expected["adjwald_p_greater"], case)
    assert_near(compare_to_value(estimate, value, alternative="less").p_value, 1 - expected["adjwald_p_greater"], case)
    assert_near(compare_to_value(estimate, value, alternative="two-sided").p_value, expected["adjwald_p_two"], case)


def test_every_reference_case_is_built_or_skipped_for_a_reason() -> None:
    built = {"two_sample_wald", "two_sample_adjusted_wald", "two_sample_tests", "one_sample_benchmark"}
    assert {case["method"] for case in cases("03_comparisons")} - built == set(SKIPPED)


@pytest.mark.parametrize("case", cases_of("06_sample_size_power", "exact_size"), ids=case_id)
def test_size_by_enumeration_equals_r(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    setting = (inputs["p"], inputs["d"])
    for method, size in (("wald", expected["wald"]), ("adjusted_wald", expected["adj"])):
        rejected = 1 - COVERAGE["difference_coverage"](method, (inputs["n"], inputs["n"]), [(setting, setting)])
        assert_near(rejected, [size], case)


@pytest.mark.parametrize(
    ("method", "sizes", "least"),
    [
        ("adjusted_wald", (10, 10), 0.945),
        ("adjusted_wald", (30, 30), 0.945),
        ("mover", (10, 10), 0.94),
        ("mover", (30, 30), 0.945),
    ],
)
def test_coverage_by_enumeration(method: str, sizes: tuple[int, int], least: float) -> None:
    assert COVERAGE["difference_coverage"](method, sizes).min() >= least


@quiet
@settings(max_examples=25)
@given(counts, counts, methods)
def test_reversing_the_sides_negates(a: tuple[int, int, int], b: tuple[int, int, int], method: str) -> None:
    one = compare(nps_from_counts(*a), nps_from_counts(*b), method=method)
    other = compare(nps_from_counts(*b), nps_from_counts(*a), method=method)
    assert one.difference == pytest.approx(-other.difference)
    assert one.low == pytest.approx(-other.high, abs=1e-6)
    assert one.p_value == pytest.approx(other.p_value, abs=1e-9)


@quiet
@settings(max_examples=25)
@given(counts, counts, methods)
def test_the_p_value_agrees_with_the_interval(a: tuple[int, int, int], b: tuple[int, int, int], method: str) -> None:
    got = compare(nps_from_counts(*a), nps_from_counts(*b), method=method)
    assert 0 <= got.p_value <= 1
    if got.p_value < 0.0499:
        assert got.low > 0 or got.high < 0
    if got.p_value > 0.0501:
        assert got.low <= 0 <= got.high


@quiet
@settings(max_examples=25)
@given(counts, counts, methods)
def test_intervals_are_nested_and_on_the_scale(a: tuple[int, int, int], b: tuple[int, int, int], method: str) -> None:
    sides = nps_from_counts(*a), nps_from_counts(*b)
    narrow, wide = (compare(*sides, level=level, method=method) for level in (0.8, 0.95))
    assert -200 <= wide.low <= narrow.low + 1e-6
    assert narrow.high - 1e-6 <= wide.high <= 200


def test_weighted_sides_use_their_effective_bases() -> None:
    data = frame("survey_synth.csv")
    sides = [nps(wave["ltr"], weights=wave["weight"]) for _, wave in data.groupby("wave")]
    got = compare(sides[1], sides[0])
    # Both bases are large: the standard error is that of two independent linearised scores.
    assert (got.high - got.low) / 2 / 1.96 == pytest.approx(np.hypot(sides[0].se, sides[1].se), rel=0.02)


def panel() -> tuple[pd.DataFrame, pd.DataFrame]:
    after = pd.DataFrame({"respondent_id": range(30), "score": scores_of(6, 9, 15)})
    before = pd.DataFrame({"respondent_id": range(29, -1, -1), "score": scores_of(10, 9, 11)[::-1]})
    return after, before


def test_pairs_use_the_differences_within_persons() -> None:
    # Four detractors became passives and four passives promoters, the others stayed: mean 8 / 30, variance
    # (8 − 30·(8/30)²) / 29.
    got = compare(*panel(), paired=True)
    assert got.method == "paired_t"
    assert got.n_a == got.n_b == 30
    assert got.difference == pytest.approx(100 * 8 / 30)
    se = np.sqrt((8 - 30 * (8 / 30) ** 2) / 29 / 30)
    assert (got.high - got.low) / 200 == pytest.approx(2.0452296 * se)
    unpaired = compare(*(side["score"] for side in panel()))
    assert got.p_value < unpaired.p_value


def test_pairs_drop_who_did_not_answer_both_times() -> None:
    after, before = panel()
    before.loc[0, "score"] = np.nan
    assert compare(after.iloc[:20], before, paired=True).n_a == 20
    assert compare(after, before, paired=True).n_a == 29


def test_pairs_that_cannot_be_made() -> None:
    after, before = panel()
    with pytest.raises(NPSError, match="repeat an id"):
        compare(pd.concat([after, after.head(1)]), before, paired=True)
    with pytest.raises(NPSError, match="nothing is paired"):
        compare(after.assign(respondent_id=after["respondent_id"] + 100), before, paired=True)
    with pytest.raises(UnknownColumnError, match="respondent_id"):
        compare(after.drop(columns="respondent_id"), before, paired=True)
    with pytest.raises(NPSError, match="two responses frames"):
        compare([9, 10], [3, 4], paired=True)
    with pytest.warns(SmallGroupWarning, match="all differ alike"):
        same = compare(after, after, paired=True)
    assert same.difference == 0
    assert np.isnan([same.low, same.high, same.p_value]).all()


def test_a_single_answer_gives_no_interval() -> None:
    with pytest.warns(SmallGroupWarning, match="single answer"):
        got = compare([9], [3, 4, 10])
    assert np.isnan([got.low, got.high, got.p_value]).all()
    assert got.difference == pytest.approx(100 + 100 / 3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: compare([], [9, 10]), NPSError, "no usable score"),
        (lambda: compare([9, 3], [9, 3], method="t"), UnknownNameError, "difference method"),
        (lambda: compare([9, 3], [9, 3], level=2), NPSError, "between 0 and 1"),
        (lambda: compare(*panel()), NPSError, "paired=True"),
        (lambda: compare_to_value(nps([9, 3]), 120), NPSError, "between -100 and 100"),
        (lambda: compare_to_value(nps([9, 3]), 1, alternative="more"), UnknownNameError, "alternative"),  # type: ignore[arg-type]
    ],
)
def test_errors_say_what_to_do(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_a_difference_reads_as_a_sentence() -> None:
    got = compare(scores_of(20, 30, 50), scores_of(30, 30, 40))
    assert str(got).startswith("+20.0 points (95% interval")
    assert "réponses" not in got.describe("fr")
    assert "t apparié" in compare(*panel(), paired=True).describe("fr")
