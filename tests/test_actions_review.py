"""Did it help: difference in differences, with the regression to the mean taken off."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from npsanalysis import NPSError, UnknownNameError
from npsanalysis.actions.register import shape_actions
from npsanalysis.actions.review import REVIEW_COLUMNS, review_actions


def make_wave(responses: list[int], base: int, label: str = "con") -> pd.DataFrame:
    count = np.array(responses)
    frame = pd.DataFrame({"theme": [f"t{i}" for i in range(len(count))], "label": label, "responses": count})
    return frame.assign(share=100 * count / base, impact=0.0, impact_low=-1.96, impact_high=1.96)


def make_actions(*themes: str, label: str = "con", status: str = "done") -> pd.DataFrame:
    lines = pd.DataFrame({"theme": list(themes), "label": label, "status": status})
    return shape_actions(lines.assign(action_id=lines["label"] + "-" + lines["theme"]))


def test_impact_by_hand() -> None:
    # Impacts with intervals of ±1.96: variance 1 each. Before: -9, -1, 0, 1 (t1 to t3 left alone).
    # Centre -9/4 = -2.25; squares 45.5625 + 1.5625 + 5.0625 + 10.5625 = 62.75; between = (62.75 - 3) / (4 - 1) =
    # 19.9167. Kept = 19.9167 / 20.9167 = .952191; regression of t0 = .047809 * (-2.25 + 9) = .322709.
    # Left alone, after = before + 2: changes 2 - .047809 * (-2.25 - x) = 2.059761, 2.107570, 2.155378; drift 2.107570.
    # Their between variance is 0 and each has 1 + .952191; spread = 1.952191 / 3 = .650730.
    # Effect of t0: from -9 to -4 is 5 - .322709 - 2.107570 = 2.569721; se = sqrt(1.952191 + .650730) = 1.613357, t(2)
    # 4.302653.
    before = make_wave([10, 10, 10, 10], 100)
    before["impact"] = [-9.0, -1.0, 0.0, 1.0]
    after = before.assign(impact=[-4.0, 1.0, 2.0, 3.0])
    for wave in (before, after):
        wave["impact_low"] = wave["impact"] - 1.959963984540054
        wave["impact_high"] = wave["impact"] + 1.959963984540054
    row = review_actions(before, after, make_actions("t0"), measure="impact").iloc[0]
    assert row["regression"] == pytest.approx(0.322709, abs=1e-5)
    assert row["drift"] == pytest.approx(2.107570, abs=1e-5)
    assert row["effect"] == pytest.approx(2.569721, abs=1e-5)
    assert row["high"] - row["effect"] == pytest.approx(4.302653 * 1.613357, abs=1e-4)
    assert row["verdict"] == "not shown"
    assert row["untouched"] == 3


def test_columns_and_parts() -> None:
    before, after = make_wave([300, 200, 150, 100, 60], 2000), make_wave([120, 190, 155, 95, 61], 2000)
    review = review_actions(before, after, make_actions("t0"))
    assert tuple(review.columns) == REVIEW_COLUMNS
    row = review.iloc[0]
    assert (row["before"], row["after"], row["change"]) == (15.0, 6.0, -9.0)
    # The parts make up the change, but for the half respondent added to each count.
    assert row["regression"] + row["drift"] + row["effect"] == pytest.approx(row["change"], abs=0.05)
    assert row["low"] < row["effect"] < row["high"] < 0
    assert row["verdict"] == "better"


def test_all_shares_falling_alike_is_nobody_s_merit() -> None:
    before, after = make_wave([400, 200, 100, 60, 40], 2000), make_wave([200, 100, 50, 30, 20], 2000)
    row = review_actions(before, after, make_actions("t0")).iloc[0]
    assert row["change"] == -10.0
    assert abs(row["effect"]) < 0.7
    assert row["verdict"] == "not shown"


@pytest.mark.parametrize(("label", "verdict"), [("con", "worse"), ("suggestion", "worse"), ("pro", "better")])
def test_a_rise_is_good_for_pros_only(label: str, verdict: str) -> None:
    before = make_wave([100, 200, 150, 100, 60], 2000, label)
    after = make_wave([400, 200, 150, 100, 60], 2000, label)
    assert review_actions(before, after, make_actions("t0", label=label)).loc[0, "verdict"] == verdict


def test_a_theme_nobody_mentions_any_more_has_share_0() -> None:
    before = make_wave([300, 200, 150, 100, 60], 2000)
    row = review_actions(before, before.drop(index=0), make_actions("t0")).iloc[0]
    assert row["after"] == 0.0
    assert row["verdict"] == "better"


def test_a_label_nobody_uses_any_more_has_shares_of_0() -> None:
    cons, pros = make_wave([300, 200, 150, 100, 60], 2000), make_wave([30, 20], 2000, "pro")
    review = review_actions(pd.concat([cons, pros]), cons, make_actions("t0", label="pro"))
    assert review.loc[0, ["before", "after", "verdict"]].tolist() == [1.5, 0.0, "no comparison"]


def test_themes_touched_under_another_label_are_not_left_alone() -> None:
    before = pd.concat([make_wave([300, 200, 150, 100, 60], 2000, label) for label in ("con", "suggestion")])
    actions = pd.concat([make_actions("t0"), make_actions("t1", label="suggestion", status="in_progress")])
    review = review_actions(before, before, actions)
    assert review["untouched"].tolist() == [3, 3]


def test_without_themes_left_alone_there_is_no_comparison() -> None:
    wave = make_wave([300, 200, 150], 2000)
    row = review_actions(wave, wave, make_actions("t0", "elsewhere"))
    assert row["verdict"].tolist() == ["no comparison"] * 2
    assert row["untouched"].tolist() == [2, 0]
    assert row["effect"].isna().all()


def test_false_alarms_when_the_worst_are_picked_and_nothing_helps() -> None:
    """The three worst of 15 themes, 300 respondents, no effect: a plain comparison calls 12 % of them better."""
    rng = np.random.default_rng(1)
    ours, plain = [], []
    for _ in range(60):
        shares = np.exp(rng.normal(np.log(0.05), 0.7, 15)).clip(0.002, 0.4)
        counts = rng.binomial(300, shares)
        worst = np.argsort(-counts)[:3]
        later = rng.binomial(300, (shares * np.exp(rng.normal(-0.1, 0.1, 15))).clip(0.001, 0.6))
        review = review_actions(
            make_wave(counts.tolist(), 300), make_wave(later.tolist(), 300), make_actions(*(f"t{i}" for i in worst))
        )
        ours.append((review["verdict"] == "better").mean())
        was, now = counts[worst] / 300, later[worst] / 300
        plain.append(((now - was) / np.sqrt((was * (1 - was) + now * (1 - now)) / 300) < -1.96).mean())
    assert np.mean(ours) <= 0.03
    assert np.mean(plain) >= 0.08


def test_what_is_refused() -> None:
    wave = make_wave([300, 200, 150, 100, 60], 2000)
    with pytest.raises(NPSError, match="no action was begun"):
        review_actions(wave, wave, make_actions("t0", status="to_do"))
    with pytest.raises(NPSError, match="no theme in common"):
        review_actions(wave, wave.assign(theme="x" + wave["theme"]), make_actions("t0"))
    with pytest.raises(UnknownNameError, match="did you mean 'impact'"):
        review_actions(wave, wave, make_actions("t0"), measure="impacts")
    with pytest.raises(NPSError, match="nobody mentions any theme"):
        review_actions(wave, wave.assign(responses=0, share=0.0), make_actions("t0"))
    with pytest.raises(NPSError, match="two rows"):
        review_actions(wave, pd.concat([wave, wave]), make_actions("t0"))
    with pytest.raises(NPSError, match="confidence level"):
        review_actions(wave, wave, make_actions("t0"), level=95)
