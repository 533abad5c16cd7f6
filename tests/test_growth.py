"""Growth arithmetic, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from npsanalysis import (
    NPSError,
    UnknownColumnError,
    earned_growth,
    nps_from_counts,
    referral_balance,
    value_by_category,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FIRM = nps_from_counts(200, 300, 500)


def test_referrals_by_hand() -> None:
    # 1,000 customers: 500 promoters · .2 = 100 come, 200 detractors · .3 = 60 go.
    # One answer varies by .2² · .5 + .3² · .2 - .04² = .0364; 1,000 of them by 36.4: 1.959964 · sqrt(36.4) = 11.825.
    row = referral_balance(FIRM, losses_per_detractor=0.3, customers=1000).iloc[0]
    assert row["balance"] == pytest.approx(40)
    assert row["high"] - row["balance"] == pytest.approx(11.825, abs=1e-3)
    assert row["break_even"] == pytest.approx(0.5)


def test_without_detractors_nothing_breaks_even() -> None:
    assert referral_balance(nps_from_counts(0, 1, 9), losses_per_detractor=1)["break_even"].iloc[0] == np.inf


def test_earned_and_bought_growth_make_the_total() -> None:
    row = earned_growth(revenue_before=200, revenue_returning=210, revenue_earned=10, revenue_bought=40).iloc[0]
    assert row["earned_growth"] == pytest.approx(10)
    assert row["earned_growth"] + row["bought_growth"] == pytest.approx(row["total_growth"])


def test_value_by_hand() -> None:
    # Promoters 400, 300 and 200: mean 300, sd 100, half-width 4.302653 · 100 / sqrt(3) = 248.4.
    frame = pd.DataFrame({"score": [10, 9, 10, 8, 3, 3], "ca": [400.0, 300, 200, 100, 50, np.nan]})
    found = value_by_category(frame, "ca").set_index("category")
    assert found.loc["promoter", ["mean", "value"]].tolist() == pytest.approx([300, 900])
    assert found.loc["promoter", "high"] == pytest.approx(300 + 248.41, abs=0.01)
    assert found.loc["detractor", ["n", "n_missing", "value"]].tolist() == [1, 1, 50]
    assert np.isnan(found.loc["passive", "low"])
    assert found["value_share"].sum() == pytest.approx(100)
    assert found["share"].sum() == pytest.approx(100)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_figure_has_its_source_and_its_caveat(lang: str) -> None:
    frame = pd.DataFrame({"score": [10, 9, 3], "revenue": [1, 2, 3]})
    tables = [
        referral_balance(FIRM, losses_per_detractor=0.3, lang=lang),
        earned_growth(revenue_before=1, revenue_returning=1, revenue_earned=0, lang=lang),
        value_by_category(frame, lang=lang),
    ]
    assert all(table["source"].str.contains("Reichheld").all() for table in tables)
    assert all((table["caveat"].str.len() > 40).all() for table in tables)
    assert tables[2]["caveat"].str.contains("promoteur").all() == (lang == "fr")


FRAME = pd.DataFrame(
    {"score": [10, 9, 3], "revenue": [1.0, 2.0, 3.0], "texts": ["1 €", "2 €", "3 €"], "none": [np.nan] * 3}
)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: referral_balance(FIRM, losses_per_detractor=-1), NPSError, "losses_per_detractor must be a number"),
        (lambda: referral_balance(FIRM, losses_per_detractor=np.nan), NPSError, "from 0 up, got nan"),
        (
            lambda: earned_growth(revenue_before=0, revenue_returning=1, revenue_earned=1),
            NPSError,
            "revenue before, which must be more than 0",
        ),
        (lambda: value_by_category(FRAME, "revenu"), UnknownColumnError, "did you mean 'revenue'"),
        (lambda: value_by_category(FRAME, "texts"), NPSError, "must hold amounts"),
        (lambda: value_by_category(FRAME, "none"), NPSError, "must hold amounts"),
        (lambda: value_by_category(FRAME, level=95), NPSError, "the confidence level must lie"),
    ],
)
def test_what_is_refused(call: Callable[[], object], error: type[NPSError], message: str) -> None:
    with pytest.raises(error, match=message):
        call()
