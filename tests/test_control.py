"""Control charts: the reference's limits, what each rule sees, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from trends_data import draw_days, golden, make_days, reference_days

from npsanalysis import NPSError, UnknownColumnError, UnknownNameError, control_chart, nps_over_time
from npsanalysis.trends.control import RULES, RUN_LENGTHS, cumulative_sums, ewma, overdispersion

if TYPE_CHECKING:
    from collections.abc import Callable


QUIET = ("2024-01-01", "2024-03-24")
"""The 84 days of the reference before its release."""


@pytest.fixture(scope="module")
def daily() -> pd.DataFrame:
    return nps_over_time(reference_days(), "D")


def test_limits_of_a_share_equal_the_reference(daily: pd.DataFrame) -> None:
    case = golden("control_chart_p")
    chart = control_chart(daily, measure="promoters")
    spread = chart["overdispersion"].iloc[0]
    assert chart["center"].iloc[0] / 100 == pytest.approx(case["center"], abs=1e-10)
    # The reference does not widen its limits by what days differ more than sampling explains.
    for side, name in (("limit_low", "lcl_first5"), ("limit_high", "ucl_first5")):
        plain = chart["center"] + (chart[side] - chart["center"]) / spread
        assert plain.head(5).to_numpy() / 100 == pytest.approx(case[name], abs=1e-10)
    assert not chart["alarm"].any()


def test_cumulative_sums_equal_the_reference(daily: pd.DataFrame) -> None:
    case = golden("control_chart_cusum")
    observed = daily[daily["n"] > 0]
    z = (observed["nps"] / 100 - 0.213903743315508) / (0.819037684543614 / np.sqrt(observed["n"]))
    up, down = cumulative_sums(z.to_numpy(), 0.5)
    assert up[:10] == pytest.approx(case["pos_first10"], abs=1e-8)
    assert down[:10] == pytest.approx(case["neg_first10"], abs=1e-8)
    assert up[-1] == pytest.approx(case["pos_last"], abs=1e-7)
    assert int(np.argmax(up > 5)) + 1 == case["first_above"]


@pytest.mark.parametrize("rule", ["ewma", "cusum"])
def test_a_small_lasting_change_is_seen_within_days(daily: pd.DataFrame, rule: str) -> None:
    chart = control_chart(daily, rule, baseline=QUIET)
    found = chart.loc[chart["alarm"], "start"]
    # The release is day 85, 2024-03-25.
    assert pd.Timestamp("2024-03-25") <= found.min() <= pd.Timestamp("2024-03-31")


def test_limits_by_hand() -> None:
    # Quarters and a half: centre 50 - 25 = 25 points; one answer varies by .5 + .25 - .25² = .6875; limits
    # 25 ± 3 · 100 · sqrt(.6875 / 100) = 25 ± 24.9.
    days = make_days([(25, 25, 50)] * 9 + [(100, 0, 0)])
    chart = control_chart(nps_over_time(days, "D"), baseline=("2026-03-02", "2026-03-10"))
    half = 300 * np.sqrt(0.6875 / 100)
    assert chart["center"].unique() == pytest.approx([25])
    assert chart["limit_low"].unique() == pytest.approx([25 - half])
    assert chart["limit_high"].unique() == pytest.approx([25 + half])
    assert chart["alarm"].tolist() == [False] * 9 + [True]


def test_days_that_differ_by_themselves_widen_the_limits() -> None:
    shares = np.array([[0.1, 0.3, 0.6], [0.5, 0.3, 0.2]] * 30)  # good and bad days in turn: no single one is news
    chart = control_chart(nps_over_time(draw_days(shares, 100), "D"))
    assert chart["overdispersion"].iloc[0] > 3
    assert not chart["alarm"].any()


def test_overdispersion_is_never_under_one() -> None:
    assert overdispersion(np.zeros(20)) == 1
    assert overdispersion(np.array([0.0, 2.256] * 10)) == pytest.approx(2)


def test_fading_answers_by_hand() -> None:
    # Equal precision 1, gaps 1 and 0: weights .8 and 1, so .8 / 1.8; error sqrt(.8² + 1) / 1.8.
    drawn = ewma(np.array([1.0, 0.0]), np.ones(2))
    assert drawn.value == pytest.approx([1, 0.8 / 1.8])
    assert drawn.high == pytest.approx([2.86, 2.86 * np.sqrt(1.64) / 1.8])


def test_every_rule_states_its_false_alarms(daily: pd.DataFrame) -> None:
    assert set(RULES) == set(RUN_LENGTHS)
    for rule in RULES:
        chart = control_chart(daily, rule)
        assert chart["false_alarms_per_year"].iloc[0] == pytest.approx(365.25 / RUN_LENGTHS[rule])
    weekly = control_chart(nps_over_time(reference_days(), "W"))
    assert weekly["false_alarms_per_year"].iloc[0] == pytest.approx(365.25 / 7 / RUN_LENGTHS["limits"])


def test_swapping_promoters_and_detractors_turns_the_chart_over() -> None:
    days = reference_days()
    turned = days.assign(score=days["score"].map({3.0: 10.0, 7.0: 7.0, 10.0: 3.0}))
    for rule in RULES:
        chart, mirror = (control_chart(nps_over_time(each, "D"), rule) for each in (days, turned))
        assert mirror["value"].to_numpy() == pytest.approx(-chart["value"].to_numpy())
        assert mirror["limit_low"].to_numpy() == pytest.approx(-chart["limit_high"].to_numpy())
        assert mirror["alarm"].tolist() == chart["alarm"].tolist()


def test_groups_have_a_chart_each() -> None:
    days = pd.concat([make_days([(2, 3, 9)] * 10).assign(site="a"), make_days([(9, 3, 2)] * 10).assign(site="b")])
    chart = control_chart(nps_over_time(days, "D", by="site"))
    assert chart.groupby("site")["center"].first().tolist() == pytest.approx([50, -50])
    assert list(chart.columns[:3]) == ["site", "start", "end"]


@pytest.mark.parametrize(
    ("make", "arguments", "error", "message"),
    [
        (lambda: nps_over_time(reference_days(), "D"), {"rule": "ewna"}, UnknownNameError, "did you mean 'ewma'"),
        (lambda: nps_over_time(reference_days(), "D"), {"measure": "mean"}, UnknownNameError, "no measure 'mean'"),
        (lambda: nps_over_time(reference_days(), "D", window=7), {}, NPSError, "the periods of this series overlap"),
        (lambda: nps_over_time(make_days([(5, 5, 5)]), "D"), {}, NPSError, "at least 8 periods with answers .* got 1"),
        (
            lambda: nps_over_time(make_days([(0, 0, 20)] * 9), "D"),
            {},
            NPSError,
            "all answers of the baseline are alike",
        ),
        (lambda: nps_over_time(reference_days(), "D").drop(columns="n"), {}, UnknownColumnError, "no column 'n'"),
        (lambda: nps_over_time(reference_days(), "D").head(0), {}, NPSError, "no period of this series has an answer"),
        (
            lambda: nps_over_time(reference_days(), "D"),
            {"baseline": ("2031-01-01", "2031-02-01")},
            NPSError,
            "got 0; take shorter periods or a longer baseline",
        ),
        (lambda: nps_over_time(reference_days(), "D"), {"baseline": ("hier", "x")}, NPSError, "must be a date such as"),
    ],
)
def test_what_is_refused(
    make: Callable[[], pd.DataFrame], arguments: dict[str, Any], error: type[NPSError], message: str
) -> None:
    with pytest.raises(error, match=message):
        control_chart(make(), **arguments)
