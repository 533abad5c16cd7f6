"""Business clients: an account with ten respondents is one client, and some clients are worth more than others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.score import ESTIMATE_COLUMNS, nps_by


def account_readings(
    responses: pd.DataFrame,
    accounts: pd.DataFrame | None = None,
    *,
    one_per: str = "account_id",
    revenue: str = "revenue",
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Read the score of business clients three ways: per respondent, per account, per unit of revenue.

    The answers of an account are clusters in all three, since colleagues resemble each other.

    Parameters
    ----------
    responses
        Responses frame (pandas) with `score` and the column `one_per`.
    accounts
        All accounts that were asked, silent ones included: the columns `one_per` and `revenue`. Without it the revenue
        is read from `responses`, and what is covered stays unknown.
    one_per
        Column of account ids.
    revenue
        Column of the accounts' revenue, above 0.
    level, method
        As for `nps`.

    Returns
    -------
    DataFrame
        `reading`, the columns of an estimates frame, then `covered`, a row a reading: `respondents`, `accounts` (one
        account, one vote), `revenue` (an account weighs its revenue). `covered` is the share in percent of the
        accounts, or of the revenue, that answered.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If an answer has no account, an account no or several revenues, or ids of `accounts` repeat.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 10, 3, 2, 9] * 2, "account_id": list("aaabcdeeefgh"),
    ...                       "revenue": [10, 10, 10, 80, 20, 30] * 2})
    >>> account_readings(frame)[["reading", "nps", "n"]].round(1)
           reading   nps   n
    0  respondents  33.3  12
    1     accounts   0.0  12
    2      revenue -42.9  12
    """
    answers = _answers(responses, one_per)
    worth = _revenues(responses if accounts is None else accounts, one_per, revenue, repeats=accounts is None)
    missing = ~answers[one_per].isin(worth.index)
    if missing.any():
        raise NPSError(f"account {answers.loc[missing, one_per].iloc[0]!r} answered, but its revenue is not given.")
    heard = worth.loc[answers[one_per].unique()]
    votes = answers.groupby(one_per)["score"].transform("size")
    weights = {
        "respondents": pd.Series(1.0, index=answers.index),
        "accounts": 1 / votes,
        "revenue": answers[one_per].map(worth) / votes,
    }
    covered = (np.nan, 100 * len(heard) / len(worth), 100 * float(heard.sum() / worth.sum()))
    rows = []
    for (reading, weight), share in zip(weights.items(), covered, strict=True):
        weighed = answers.assign(weight=weight)
        estimate = nps_by(weighed, [], clusters=one_per, level=level, method=method)
        rows.append(estimate.assign(reading=reading, covered=np.nan if accounts is None else share))
    return pd.concat(rows, ignore_index=True)[["reading", *ESTIMATE_COLUMNS, "covered"]]


def silent_accounts(
    responses: pd.DataFrame, accounts: pd.DataFrame, *, one_per: str = "account_id", revenue: str = "revenue"
) -> pd.DataFrame:
    """List the accounts that were asked and gave no score, the largest first.

    Parameters
    ----------
    responses, accounts, one_per, revenue
        As for `account_readings`.

    Returns
    -------
    DataFrame
        The account, its revenue, and `share`, its part of all revenue in percent.

    Raises
    ------
    UnknownColumnError, NPSError
        As for `account_readings`.

    Examples
    --------
    >>> accounts = pd.DataFrame({"account_id": ["a", "b", "c"], "revenue": [10, 80, 10]})
    >>> silent_accounts(pd.DataFrame({"score": [10, 2], "account_id": ["a", "c"]}), accounts)
      account_id  revenue  share
    0          b     80.0   80.0
    """
    worth = _revenues(accounts, one_per, revenue, repeats=False)
    silent = worth[~worth.index.isin(_answers(responses, one_per)[one_per])].sort_values(ascending=False)
    return silent.rename_axis(one_per).reset_index(name=revenue).assign(share=(100 * silent / worth.sum()).to_numpy())


def _answers(responses: pd.DataFrame, one_per: str) -> pd.DataFrame:
    """Return the responses with a score, each of which has an account."""
    if not isinstance(responses, pd.DataFrame):
        raise NPSError("accounts are read from a pandas frame; turn yours into one with .to_pandas().")
    for column in ("score", one_per):
        if column not in responses.columns:
            raise UnknownColumnError.of(column, responses.columns)
    answers = responses.loc[responses["score"].notna(), ["score", one_per]]
    if answers[one_per].isna().any():
        raise NPSError(f"{int(answers[one_per].isna().sum())} answers have no {one_per}; fill it in or leave them out.")
    return answers


def _revenues(frame: pd.DataFrame, one_per: str, revenue: str, *, repeats: bool) -> pd.Series[Any]:
    """Return the revenue of each account."""
    if not isinstance(frame, pd.DataFrame):
        raise NPSError("accounts are read from a pandas frame; turn yours into one with .to_pandas().")
    for column in (one_per, revenue):
        if column not in frame.columns:
            raise UnknownColumnError.of(column, frame.columns)
    pairs = frame[[one_per, revenue]].dropna(subset=[one_per])
    if repeats:
        pairs = pairs.drop_duplicates()
    repeated = pairs[one_per].duplicated()
    if repeated.any():
        raise NPSError(
            f"account {pairs.loc[repeated, one_per].iloc[0]!r} stands there several times; one revenue each."
        )
    worth = pd.Series(pairs[revenue].to_numpy(dtype=np.float64), index=pairs[one_per].to_numpy())
    if not (worth > 0).all() or np.isinf(worth).any():
        raise NPSError(f"column {revenue!r} must be above 0 for every account; leave out those without, and say so.")
    return worth


def repeated_id(responses: pd.DataFrame) -> str | None:
    """Return the id column, of accounts or else of respondents, that several answers share; None where none does.

    Answers that share an id are not independent: name the column in `clusters=`.

    Parameters
    ----------
    responses
        Responses frame. A column with missing ids does not count: who shares what is then unknown.

    Examples
    --------
    >>> repeated_id(pd.DataFrame({"score": [9, 3, 8], "account_id": ["a", "a", "b"]}))
    'account_id'
    """
    scored = responses[responses["score"].notna()]
    for column in ("account_id", "respondent_id"):
        if column in scored and scored[column].notna().all() and scored[column].duplicated().any():
            return column
    return None
