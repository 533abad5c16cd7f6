from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from golden import assert_near, case_id, cases_of, frame, scores_of
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from npsanalysis import compare, compare_groups
from npsanalysis.errors import NPSError, SampleWarning, SmallGroupWarning, UnknownColumnError, UnknownNameError
from npsanalysis.group_contrasts import CONTRAST_COLUMNS, CORRECTIONS, adjust_p_values

if TYPE_CHECKING:
    from npsanalysis.group_contrasts import Correction

SURVEY = frame("survey_synth.csv").rename(columns={"ltr": "score"})


@pytest.mark.parametrize("case", cases_of("03_comparisons", "multiplicity"), ids=case_id)
@pytest.mark.parametrize("correction", CORRECTIONS)
def test_corrections_equal_r(case: dict[str, Any], correction: Correction) -> None:
    # Hommel and Benjamini-Yekutieli, which R has too, are not built.
    name = {"bh": "BH"}.get(correction, correction)
    p = np.array(case["inputs"]["p"])
    assert_near(adjust_p_values(p, correction), case["expected"][name], case)
    order = np.random.default_rng(0).permutation(len(p))
    assert_near(adjust_p_values(p[order], correction), np.array(case["expected"][name])[order], case)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_corrections_are_ordered(p_values: list[float]) -> None:
    p = np.array(p_values)
    bonferroni, holm, hochberg, bh = (adjust_p_values(p, name) for name in ("bonferroni", "holm", "hochberg", "bh"))
    for more, less in ((bonferroni, holm), (holm, hochberg), (hochberg, bh), (bh, p)):
        assert (more >= less - 1e-12).all()


def test_missing_p_values_are_not_counted() -> None:
    assert np.allclose(
        adjust_p_values(np.array([0.01, np.nan, 0.03]), "bonferroni"), [0.02, np.nan, 0.06], equal_nan=True
    )


def test_rest_excludes_the_group() -> None:
    contrasts = compare_groups(SURVEY, "segment", weight=False)
    assert contrasts.columns.tolist() == ["segment", *CONTRAST_COLUMNS]
    for row in contrasts.itertuples():
        inside = SURVEY["segment"] == row.segment
        one = compare(SURVEY.loc[inside, "score"], SURVEY.loc[~inside, "score"])
        assert (row.difference, row.low, row.high) == pytest.approx((one.difference, one.low, one.high))
        assert row.p_value == pytest.approx(one.p_value)
        assert (row.n, row.n_reference) == (one.n_a, one.n_b)
    assert (contrasts["reference"] == "rest").all()


def test_all_is_a_part_of_the_distance_to_the_rest() -> None:
    rest, total = (compare_groups(SURVEY, "segment", against=against) for against in ("rest", "all"))
    share = SURVEY.groupby("segment")["weight"].sum() / SURVEY["weight"].sum()
    assert np.allclose(total["difference"], rest["difference"] * (1 - share.to_numpy()))
    assert np.allclose(total["p_value"], rest["p_value"])
    assert (total["n_reference"] == len(SURVEY)).all()


def test_a_chosen_group_and_earlier_keys() -> None:
    contrasts = compare_groups(SURVEY, ["region", "segment"], against="SMB", weight=False, correction=None)
    assert len(contrasts) == 8
    row = contrasts.set_index(["region", "segment"]).loc[("South", "Consumer")]
    south = SURVEY[SURVEY["region"] == "South"].set_index("segment")["score"]
    one = compare(south.loc["Consumer"], south.loc["SMB"])
    assert row["difference"] == pytest.approx(one.difference)
    assert row["p_adjusted"] == row["p_value"] == pytest.approx(one.p_value)


def test_waves_that_share_clusters_keep_their_covariance() -> None:
    # R survey 4.1.1: the standard error of the change between the waves is .0529 with the shared stores, .0605 without.
    design = {"strata": "region", "against": "previous"}
    shared = compare_groups(SURVEY, "wave", clusters="store", **design)
    df = SURVEY["store"].nunique() - SURVEY["region"].nunique()
    assert (shared["high"] - shared["low"]).item() / 200 / stdtrit(df, 0.975) == pytest.approx(0.0529, abs=5e-5)
    assert shared["method"].tolist() == ["linearised"]
    alone = compare_groups(SURVEY, "wave", **design)
    assert (alone["high"] - alone["low"]).item() / 200 / 1.9627 == pytest.approx(0.0605, abs=2e-4)


def waves() -> pd.DataFrame:
    sizes = {("a", 1): 20, ("a", 2): 20, ("a", 3): 20, ("b", 1): 20, ("b", 3): 20, ("c", 2): 20}
    low = {key: 5 if key[1] == 2 else 0 for key in sizes}
    rows = [(*key, score) for key, n in sizes.items() for score in scores_of(low[key], 5, n - 5 - low[key])]
    return pd.DataFrame(rows, columns=["site", "wave", "score"])


def test_a_group_absent_from_a_wave_is_a_flagged_row() -> None:
    with pytest.warns(SmallGroupWarning, match="without answers"):
        contrasts = compare_groups(waves(), ["site", "wave"], against="previous")
    rows = contrasts.set_index(["site", "wave"])
    assert rows.loc[("a", 2), "reference"] == 1
    assert rows.loc[("b", 3), "reference"] == 2
    assert rows.loc[("b", 3), "n_reference"] == 0
    assert np.isnan(rows.loc[("b", 3), "difference"])
    assert np.isnan(rows.loc[("c", 2), "p_adjusted"])
    assert rows.loc[("a", 3), "p_adjusted"] >= rows.loc[("a", 3), "p_value"]


def test_waves_follow_the_order_of_their_categories() -> None:
    data = pd.DataFrame({"score": scores_of(10, 10, 20) * 2, "wave": ["spring"] * 40 + ["autumn"] * 40})
    data["wave"] = pd.Categorical(data["wave"], ["spring", "autumn"], ordered=True)
    contrasts = compare_groups(data, "wave", against="previous")
    assert contrasts[["wave", "reference"]].to_numpy().tolist() == [["autumn", "spring"]]


def test_groups_asked_at_other_times_are_warned_about() -> None:
    days = pd.to_datetime(["2026-01-05"] * 40 + ["2026-02-05"] * 40 + ["2026-01-20"] * 20 + ["2026-02-01"] * 20)
    sites = ["a"] * 40 + ["b"] * 40 + ["c"] * 40
    data = pd.DataFrame({"score": scores_of(10, 10, 20) * 3, "site": sites, "date": days})
    with pytest.warns(SampleWarning, match="2 of 3 groups were asked at other times"):
        compare_groups(data, "site")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compare_groups(data.assign(date=pd.Timestamp("2026-01-05")), "site")


def test_repeated_people_are_warned_about() -> None:
    data = waves().assign(respondent_id=lambda frame: frame.index % 50)
    with pytest.warns(SampleWarning, match="respondent_id repeats"):
        compare_groups(data, "site")


def test_twenty_alike_groups_hardly_ever_differ_once_the_number_is_paid_for() -> None:
    # The false findings of 40 surveys of 20 groups that are all alike: with Holm in about 5 % of the surveys.
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(20), 60)
    found = {None: 0, "holm": 0}
    for _ in range(40):
        data = pd.DataFrame({"score": rng.choice([10, 7, 0], len(group), p=[0.5, 0.3, 0.2]), "site": group})
        for correction in found:
            found[correction] += bool((compare_groups(data, "site", correction=correction)["p_adjusted"] < 0.05).any())
    assert found["holm"] <= 6
    assert found[None] >= 15


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"by": []}, NPSError, "column of groups"),
        ({"by": "sites"}, UnknownColumnError, "did you mean 'site'"),
        ({"by": "site", "against": "z"}, UnknownNameError, "no group 'z'"),
        ({"by": "site", "correction": "sidak"}, UnknownNameError, "correction"),
        ({"by": "site", "method": "t"}, UnknownNameError, "difference method"),
        ({"by": "one"}, NPSError, "only one group"),
        ({"by": "one", "against": "previous"}, NPSError, "no previous wave"),
        ({"by": "gap", "against": "previous"}, NPSError, "no place in the order"),
        ({"by": "n"}, NPSError, "cannot be called 'n'"),
    ],
)
def test_errors_say_what_to_do(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    data = waves().assign(one=1, gap=[1.0, np.nan] * 60, n=[1, 2] * 60)
    with pytest.raises(error, match=message):
        compare_groups(data, **arguments)
