"""Growth arithmetic: what promoters may bring and detractors cost, each figure with its source and its caveat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from npsanalysis.counts import columns_of, count_scores
from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.intervals import normal_quantile
from npsanalysis.scale import CATEGORIES, categorize
from npsanalysis.wording import check_language, mark, say

if TYPE_CHECKING:
    from npsanalysis.score import NPSEstimate

RECRUITS_PER_PROMOTER = 0.2
"""Dell, 2004: 8 positive comments a promoter and year, and 40 million of them brought 1 million new customers."""

DELL = "Bain & Company, Word-of-mouth economics at Dell (excerpt of F. Reichheld, The Ultimate Question, 2006)"
EARNED = "F. Reichheld, D. Darnell, M. Burns, Net Promoter 3.0, Harvard Business Review, November 2021"
PROFITS = "F. Reichheld, The Ultimate Question, 2006"

CAVEATS = {
    "referral": mark(
        "One firm, one year, one country, and what people say they told others: put in your own figures. Saying one "
        "would recommend is not recommending."
    ),
    "earned": mark("It stands and falls with asking every new customer why they came, and with believing the answer."),
    "value": mark(
        "Promoters may spend more because they are larger or older customers: a difference of revenue is not what a "
        "detractor would spend as a promoter."
    ),
}


def referral_balance(
    estimate: NPSEstimate,
    *,
    losses_per_detractor: float,
    recruits_per_promoter: float = RECRUITS_PER_PROMOTER,
    customers: float = 100.0,
    lang: str = "en",
) -> pd.DataFrame:
    """Work out how many customers promoters bring and detractors take away in a year.

    Parameters
    ----------
    estimate
        The score, as of `nps`.
    losses_per_detractor
        Customers, themselves included, that a detractor costs in a year. There is no figure to fall back on that one
        could cite.
    recruits_per_promoter
        Customers that a promoter brings in a year; by default 0.2, Dell's in 2004 [1]_.
    customers
        Number of customers that the figures are for.
    lang
        Language of the caveat.

    Returns
    -------
    DataFrame
        One row: `customers, recruits, losses, balance, low, high` (customers a year; the interval holds the sampling
        error of the shares, not that of the two rates), `break_even` (the losses per detractor at which nothing is won
        or lost), `level, source, caveat`.

    Raises
    ------
    NPSError
        If a rate or the number of customers is negative or not a number.

    References
    ----------
    .. [1] Bain & Company. Book excerpt: word-of-mouth economics at Dell.
           https://www.bain.com/insights/book-excerpt-word-of-mouth-economics-at-dell/

    Examples
    --------
    >>> from npsanalysis import nps_from_counts
    >>> balance = referral_balance(nps_from_counts(20, 30, 50), losses_per_detractor=0.3, customers=1000)
    >>> balance[["recruits", "losses", "balance", "break_even"]]
       recruits  losses  balance  break_even
    0     100.0    60.0     40.0         0.5
    """
    for name, value in (
        ("losses_per_detractor", losses_per_detractor),
        ("recruits_per_promoter", recruits_per_promoter),
        ("customers", customers),
    ):
        _check_amount(name, value)
    promoters, detractors = estimate.promoters / 100, estimate.detractors / 100
    recruits, losses = recruits_per_promoter * promoters, losses_per_detractor * detractors
    squares = recruits_per_promoter**2 * promoters + losses_per_detractor**2 * detractors
    se = np.sqrt((squares - (recruits - losses) ** 2) / estimate.n_effective)
    half = customers * normal_quantile(estimate.level) * float(se)
    balance = customers * (recruits - losses)
    return pd.DataFrame(
        {
            "customers": [customers],
            "recruits": customers * recruits,
            "losses": customers * losses,
            "balance": balance,
            "low": balance - half,
            "high": balance + half,
            "break_even": recruits / detractors if detractors else np.inf,
            "level": estimate.level,
            "source": DELL,
            "caveat": say(CAVEATS["referral"], lang),
        }
    )


def earned_growth(
    *,
    revenue_before: float,
    revenue_returning: float,
    revenue_earned: float,
    revenue_bought: float = 0.0,
    lang: str = "en",
) -> pd.DataFrame:
    """Split growth into what customers gave and what was bought.

    Parameters
    ----------
    revenue_before
        Revenue of the year before.
    revenue_returning
        This year's revenue from customers who were there the year before.
    revenue_earned, revenue_bought
        This year's revenue from new customers who came by recommendation, and from the other new customers.
    lang
        Language of the caveat.

    Returns
    -------
    DataFrame
        One row, in percent of the revenue before: `net_revenue_retention, earned_new_customers, earned_growth` (their
        sum less 100 [1]_), `bought_growth, total_growth`, then `source, caveat`.

    Raises
    ------
    NPSError
        If an amount is negative or not a number, or there was no revenue before.

    References
    ----------
    .. [1] Reichheld F., Darnell D., Burns M. (2021). Net Promoter 3.0. Harvard Business Review, November-December.

    Examples
    --------
    >>> growth = earned_growth(revenue_before=200, revenue_returning=190, revenue_earned=30, revenue_bought=20)
    >>> growth[["net_revenue_retention", "earned_growth", "total_growth"]]
       net_revenue_retention  earned_growth  total_growth
    0                   95.0           10.0          20.0
    """
    amounts = {
        "revenue_before": revenue_before,
        "revenue_returning": revenue_returning,
        "revenue_earned": revenue_earned,
        "revenue_bought": revenue_bought,
    }
    for name, value in amounts.items():
        _check_amount(name, value)
    if revenue_before == 0:
        raise NPSError("growth is measured on the revenue before, which must be more than 0.")
    retained, earned, bought = (100 * part / revenue_before for part in list(amounts.values())[1:])
    return pd.DataFrame(
        {
            "net_revenue_retention": [retained],
            "earned_new_customers": earned,
            "earned_growth": retained + earned - 100,
            "bought_growth": bought,
            "total_growth": retained + earned + bought - 100,
            "source": EARNED,
            "caveat": say(CAVEATS["earned"], lang),
        }
    )


def value_by_category(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    value: str = "revenue",
    *,
    level: float = 0.95,
    lang: str = "en",
) -> pd.DataFrame:
    """Compute what detractors, passives and promoters are worth: good profits and bad profits.

    Parameters
    ----------
    responses
        Responses frame with a column `score` and one of amounts.
    value
        Name of the column of amounts: revenue, margin. With several respondents an account, reduce the frame to one
        row an account first: each row counts with its whole amount.
    level
        Confidence level of the means.
    lang
        Language of the caveat.

    Returns
    -------
    DataFrame
        `category, profit` (`bad` from detractors, `good` from promoters [1]_), `n, share` (percent of the respondents),
        `value, value_share` (sum and percent of it), `mean, low, high` (a respondent's amount, Student's interval),
        `n_missing` (respondents without an amount, left out), `level, source, caveat`, three rows.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If the amounts are not numbers, or none is known.

    References
    ----------
    .. [1] Reichheld F. (2006). The Ultimate Question. Harvard Business School Press.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 3], "revenue": [400, 300, 200, 100]})
    >>> value_by_category(frame)[["category", "profit", "share", "value_share"]]
        category   profit  share  value_share
    0  detractor      bad   25.0         10.0
    1    passive  neutral   25.0         20.0
    2   promoter     good   50.0         70.0
    """
    normal_quantile(level)  # refuses what is no level
    check_language(lang)
    if value not in columns_of(responses):
        raise UnknownColumnError.of(value, columns_of(responses))
    counts = count_scores(responses, value)
    amount = pd.to_numeric(counts[value], errors="coerce")
    if (amount.isna() & counts[value].notna()).any() or counts[value].notna().sum() == 0:
        raise NPSError(f"column {value!r} must hold amounts, and at least one; clean it with pandas.to_numeric first.")
    n, known = counts["n"], amount.notna()
    cells = pd.DataFrame(
        {
            "category": categorize(counts["score"]),
            "n": n.where(known, 0),
            "value": (n * amount).fillna(0.0),
            "squares": (n * amount**2).fillna(0.0),
            "n_missing": n.where(~known, 0),
        }
    )
    sums = cells.groupby("category", observed=False).sum().reindex(list(CATEGORIES))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums["value"] / sums["n"]
        variance = (sums["squares"] - sums["n"] * mean**2).clip(lower=0) / (sums["n"] - 1)
        half = np.sqrt(variance / sums["n"]) * student.ppf((1 + level) / 2, (sums["n"] - 1).clip(lower=1))
    return pd.DataFrame(
        {
            "category": list(CATEGORIES),
            "profit": ["bad", "neutral", "good"],
            "n": sums["n"].to_numpy(dtype=np.int64),
            "share": (100 * sums["n"] / sums["n"].sum()).to_numpy(),
            "value": sums["value"].to_numpy(),
            "value_share": (100 * sums["value"] / sums["value"].sum()).to_numpy(),
            "mean": mean.to_numpy(),
            "low": (mean - half).to_numpy(),
            "high": (mean + half).to_numpy(),
            "n_missing": sums["n_missing"].to_numpy(dtype=np.int64),
            "level": level,
            "source": PROFITS,
            "caveat": say(CAVEATS["value"], lang),
        }
    )


def _check_amount(name: str, value: float) -> None:
    if not 0 <= value < np.inf:
        raise NPSError(f"{name} must be a number from 0 up, got {value}.")
