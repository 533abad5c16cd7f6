from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from golden import scores_of
from hypothesis import given
from hypothesis import strategies as st

from npsanalysis import compare, decompose_change, nps
from npsanalysis.errors import NPSError, SmallGroupWarning, UnknownColumnError

answers = st.lists(st.tuples(st.integers(0, 10), st.sampled_from("abcd")), min_size=1, max_size=60)


def wave(**groups: list[int]) -> pd.DataFrame:
    rows = [(score, group) for group, scores in groups.items() for score in scores]
    return pd.DataFrame(rows, columns=["score", "group"])


@pytest.mark.filterwarnings("ignore::npsanalysis.errors.SmallGroupWarning")
@given(answers, answers)
def test_the_parts_sum_to_the_change_exactly(before: list[tuple[int, str]], after: list[tuple[int, str]]) -> None:
    first, second = (pd.DataFrame(rows, columns=["score", "group"]) for rows in (before, after))
    parts = decompose_change(first, second, "group")
    change = nps(second["score"]).nps - nps(first["score"]).nps
    assert parts["mix"].sum() + parts["within"].sum() == pytest.approx(change, abs=1e-9)
    back = decompose_change(second, first, "group")
    assert np.allclose(back["mix"], -parts["mix"])
    assert np.allclose(back["within"], -parts["within"])


def test_all_groups_rise_and_the_total_falls() -> None:
    # Before: 80 at +30, 20 at −20, so +20. After: 30 at +35, 70 at −15, so 10.5 − 10.5 = 0.
    before = wave(old=scores_of(16, 24, 40), new=scores_of(8, 8, 4))
    after = wave(old=scores_of(60, 75, 165) * 1, new=scores_of(280, 245, 175))
    parts = decompose_change(before, after, "group").set_index("group")
    assert (parts["nps_after"] > parts["nps_before"]).all()
    # Within: old +5 · (.8 + .3) / 2, new +5 · (.2 + .7) / 2, together +5.
    assert parts["within"].to_dict() == pytest.approx({"old": 2.75, "new": 2.25})
    # Mix: −.5 · (32.5 − 10) and +.5 · (−17.5 − 10), together −25.
    assert parts["mix"].to_dict() == pytest.approx({"old": -11.25, "new": -13.75})


def test_bounds_within_are_those_of_the_comparison() -> None:
    before, after = wave(a=scores_of(16, 24, 40), b=scores_of(8, 8, 4)), wave(a=scores_of(10, 20, 50), b=[7] * 20)
    row = decompose_change(before, after, "group").iloc[0]
    one = compare(after.query("group == 'a'")["score"], before.query("group == 'a'")["score"])
    assert (row["within_low"], row["within_high"]) == pytest.approx((0.8 * one.low, 0.8 * one.high))


def test_a_group_absent_from_a_wave_is_all_mix() -> None:
    with pytest.warns(SmallGroupWarning, match="1 of 2 groups are absent"):
        parts = decompose_change(wave(a=[10, 9, 3]), wave(a=[10, 9, 3], b=[0, 0, 9]), "group").set_index("group")
    assert parts.loc["b", "n_before"] == 0
    assert parts.loc["b", "within"] == 0
    assert np.isnan(parts.loc["b", ["nps_before", "within_low"]].astype(float)).all()


def test_weights_count() -> None:
    before = wave(a=[10, 10], b=[0, 0]).assign(weight=[3.0, 3.0, 1.0, 1.0])
    parts = decompose_change(before, wave(a=[10, 10], b=[0, 0]).assign(weight=1.0), "group")
    assert parts["share_before"].tolist() == [75, 25]


def test_waves_that_do_not_fit() -> None:
    good = wave(a=[10, 9, 3], b=[0, 0, 9])
    with pytest.raises(UnknownColumnError, match="did you mean 'group'"):
        decompose_change(good, good, "groups")
    with pytest.raises(NPSError, match="column of groups"):
        decompose_change(good, good, [])
    with pytest.raises(NPSError, match="no usable score"):
        decompose_change(good, good.assign(score=np.nan), "group")
    late, early = (good.assign(date=pd.Timestamp(day)) for day in ("2026-03-01", "2026-01-01"))
    with pytest.raises(NPSError, match="must end before"):
        decompose_change(late, early, "group")
    decompose_change(early, late, "group")
