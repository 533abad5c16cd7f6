from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from npsanalysis import account_readings, nps, silent_accounts
from npsanalysis.errors import NPSError, UnknownColumnError

ACCOUNTS = pd.DataFrame({"account_id": list("abcdefgh"), "revenue": [100, 50, 50, 20, 20, 10, 40, 10]})
RESPONSES = pd.DataFrame({"score": [10, 9, 10, 2, 8, 9, 3, 10, 10, 0, 7, np.nan], "account_id": list("aaaabbcddefg")})


def test_three_readings_side_by_side() -> None:
    readings = account_readings(RESPONSES, ACCOUNTS).set_index("reading")
    assert readings.index.tolist() == ["respondents", "accounts", "revenue"]
    # Accounts: a +50, b +50, c −100, d +100, e −100, f 0.
    assert readings.loc["accounts", "nps"] == pytest.approx(0)
    # Revenue: (100·50 + 50·50 − 50·100 + 20·100 − 20·100 + 10·0) / 250.
    assert readings.loc["revenue", "nps"] == pytest.approx(2500 / 250)
    answered = RESPONSES.dropna(subset="score")
    assert readings.loc["respondents", "nps"] == pytest.approx(nps(answered["score"]).nps)
    # Six of eight accounts, with 250 of 300.
    assert readings["covered"].tolist()[1:] == pytest.approx([75, 250 / 3])
    assert (readings["n"] == 11).all()


def test_revenue_may_stand_beside_the_answers() -> None:
    beside = RESPONSES.merge(ACCOUNTS)
    one, other = account_readings(beside), account_readings(RESPONSES, ACCOUNTS)
    assert np.allclose(one["nps"], other["nps"])
    assert one["covered"].isna().all()


def test_silent_accounts_the_largest_first() -> None:
    silent = silent_accounts(RESPONSES, ACCOUNTS)
    assert silent["account_id"].tolist() == ["g", "h"]
    assert silent["share"].tolist() == pytest.approx([40 / 3, 10 / 3])


def test_accounts_that_do_not_fit() -> None:
    with pytest.raises(NPSError, match="revenue is not given"):
        account_readings(RESPONSES, ACCOUNTS.iloc[1:])
    with pytest.raises(NPSError, match="stands there several times"):
        account_readings(RESPONSES, pd.concat([ACCOUNTS, ACCOUNTS.head(1)]))
    with pytest.raises(NPSError, match="above 0"):
        account_readings(RESPONSES, ACCOUNTS.assign(revenue=0))
    with pytest.raises(NPSError, match="have no account_id"):
        account_readings(RESPONSES.assign(account_id=None), ACCOUNTS)
    with pytest.raises(NPSError, match="pandas frame"):
        account_readings(pl.from_pandas(RESPONSES), ACCOUNTS)
    with pytest.raises(NPSError, match="pandas frame"):
        silent_accounts(RESPONSES, pl.from_pandas(ACCOUNTS))
    with pytest.raises(UnknownColumnError, match="revenue"):
        account_readings(RESPONSES)
