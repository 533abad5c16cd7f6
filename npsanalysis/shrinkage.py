"""Small groups, soberly: scores drawn towards the whole as far as chance would have it, and ranks with intervals.

The shares of the groups are taken to scatter around those of the whole (a Dirichlet distribution, fitted to all groups
at once); each group's own answers then move it away from there, the more of them the further.

References
----------
.. [1] Minka T. (2000, revised 2012). Estimating a Dirichlet distribution. Technical report, MIT.
.. [2] Goldstein H., Spiegelhalter D. J. (1996). League tables and their limitations. Journal of the Royal Statistical
       Society A 159(3), 385-443. https://doi.org/10.2307/2983325
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from npsanalysis import counts as counting
from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.scale import DETRACTOR_MOST
from npsanalysis.score import ESTIMATE_COLUMNS, nps_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]

DRAWS = 10_000
"""Draws from what is known of the groups, for intervals and ranks; their seed is fixed, so results repeat."""

LOG_BOUNDS = (-6.0, 14.0)
"""Where the logarithms of the Dirichlet's parameters are looked for; the end means: all groups are alike."""


def shrink(estimates: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Shrink the scores of groups towards the whole, and rank them with intervals.

    Parameters
    ----------
    estimates
        Estimates frame of `nps_by`, two groups at least.
    level
        Probability that an interval holds its score, or its rank.

    Returns
    -------
    DataFrame
        keys…, `nps, low, high, n, nps_raw, kept, rank, rank_low, rank_high, level, method`, in the order of
        `estimates`. `nps` is the shrunken score, `nps_raw` the one of the answers alone, and `kept` the share in
        percent that the group's own answers have in `nps`. Rank 1 is the highest; a rank is as unsure as its interval
        is wide.

    Raises
    ------
    NPSError
        If there are fewer than two groups.
    UnknownColumnError
        If a column of an estimates frame is not there.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"score": [10, 10] + [10, 10, 2] * 30 + [10, 7, 2] * 30, "team": ["a"] * 2 + ["b"] * 90
    ...                       + ["c"] * 90})
    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")  # team a is small: that is the point
    ...     shrink(nps_by(frame, "team"))[["team", "nps_raw", "nps", "rank", "rank_low", "rank_high"]].round(1)
      team  nps_raw   nps  rank  rank_low  rank_high
    0    a    100.0  47.5     1         1          3
    1    b     33.3  32.9     2         1          2
    2    c      0.0   1.2     3         2          3
    """
    counts, alpha = _fitted(estimates)
    draws = _draw(counts, alpha)
    scores = draws[:, :, 2] - draws[:, :, 0]
    posterior = counts + alpha
    n, total = counts.sum(axis=1), posterior.sum(axis=1)
    mean = (posterior[:, 2] - posterior[:, 0]) / total
    tails = ((1 - level) / 2, (1 + level) / 2)
    low, high = np.quantile(scores, tails, axis=0)
    ranks = (-scores).argsort(axis=1).argsort(axis=1) + 1
    # A rank is a whole number: the outer ones of the quantiles' neighbours hold at least the level.
    rank_low = np.quantile(ranks, tails[0], axis=0, method="lower")
    rank_high = np.quantile(ranks, tails[1], axis=0, method="higher")
    return _keys(estimates).assign(
        nps=100 * mean,
        low=100 * low,
        high=100 * high,
        n=estimates["n"].to_numpy(),
        nps_raw=estimates["nps"].to_numpy(),
        kept=100 * n / total,
        rank=(-mean).argsort().argsort() + 1,
        rank_low=rank_low.astype(np.int64),
        rank_high=rank_high.astype(np.int64),
        level=level,
        method="shrunken",
    )


def at_risk(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str],
    value: str | None = None,
    *,
    least: float = 5.0,
    weight: Weight = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Find the groups to act on first: a low score, and enough people or value behind it to matter.

    The worst of many groups are partly unlucky, so scores are shrunken before they are ranked, and what is expected of
    the next wave is said beforehand: a rise from `nps_raw` to `nps` is then no success, and no surprise.

    Parameters
    ----------
    responses
        Responses frame with a column `score`, as for `nps_by`.
    by
        Key column or columns of the groups.
    value
        Name of a column with what a response stands for (revenue, seats), 0 or more; without it people count.
    least
        Share of the people (or of the value) from which on a group matters, in percent.
    weight
        Name of the column of weights, as for `nps_by`.
    level
        Probability of the intervals.

    Returns
    -------
    DataFrame
        keys…, `nps, low, high, n, nps_raw, share, detractors, share_of_detractors, probability, next_low, next_high,
        level, method`, the lowest first. `nps` is the shrunken score and the one to expect of the next wave if nothing
        is done; a next wave of as many answers should fall between `next_low` and `next_high`. `share` is the group's
        part of the people (or the value), `share_of_detractors` its part of all detractors (or of their value), all
        in percent; `probability` is that of a score below the whole's, above 50 for every group listed.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If there are fewer than two groups, or a value is missing or negative.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"score": [9] * 80 + [3] * 20 + [9] * 20 + [5] * 30, "site": ["a"] * 100 + ["b"] * 50})
    >>> at_risk(frame, "site")[["site", "nps_raw", "share", "share_of_detractors"]].round(1)
      site  nps_raw  share  share_of_detractors
    0    b    -20.0   33.3                 60.0
    """
    keys = counting.as_keys(by)
    estimates = nps_by(responses, keys, weight=weight, level=level)
    shrunken = shrink(estimates, level=level)
    counts, alpha = _fitted(estimates)
    draws = _draw(counts, alpha)
    shares = _shares(responses, keys, value, estimates, weight)
    score = draws[:, :, 2] - draws[:, :, 0]
    whole = float((shares["answers"] * estimates["nps"]).sum()) / shares["answers"].sum() / 100
    answers = np.maximum(np.rint(counts.sum(axis=1)), 1.0).astype(np.int64)
    following = np.random.default_rng(1).multinomial(answers, draws)
    next_score = (following[:, :, 2] - following[:, :, 0]) / answers
    next_low, next_high = np.quantile(next_score, ((1 - level) / 2, (1 + level) / 2), axis=0)
    listed = shrunken[[*keys, "nps", "low", "high", "n", "nps_raw"]].assign(
        share=shares["share"],
        detractors=estimates["detractors"],
        share_of_detractors=shares["share_of_detractors"],
        probability=100 * (score < whole).mean(axis=0),
        next_low=100 * next_low,
        next_high=100 * next_high,
        level=level,
        method="shrunken",
    )
    low = (listed["nps"] < 100 * whole) & (listed["probability"] > 50) & (listed["share"] >= least)
    return listed[low].sort_values("nps", ignore_index=True)


def _keys(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the key columns of an estimates frame."""
    missing = [column for column in ("nps", "n", "n_effective") if column not in estimates.columns]
    if missing:
        raise UnknownColumnError.of(missing[0], estimates.columns)
    keys = [column for column in estimates.columns if column not in ESTIMATE_COLUMNS]
    return estimates[keys].reset_index(drop=True)


def _fitted(estimates: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return effective counts, shape (groups, 3), and the Dirichlet parameters that fit them best."""
    _keys(estimates)
    if len(estimates) < 2:
        raise NPSError(f"shrinking needs two groups at least, got {len(estimates)}; one alone has its plain interval.")
    shares = estimates[["detractors", "passives", "promoters"]].to_numpy(dtype=np.float64) / 100
    if np.isnan(shares).any():
        raise NPSError("some groups have no shares (held back, or without answers); shrink before figures are blanked.")
    # The effective base of a population that was asked in full is infinite.
    counts = shares * np.minimum(estimates[["n_effective"]].to_numpy(dtype=np.float64), 1e9)
    return counts, fit_dirichlet(counts)


def fit_dirichlet(counts: Floats) -> Floats:
    """Fit the Dirichlet-multinomial distribution to counts by maximum likelihood [1]_.

    Parameters
    ----------
    counts
        Shape (groups, categories).

    Returns
    -------
    ndarray
        The parameters, shape (categories,); their sum says how many answers the other groups are worth to one.
    """
    n = counts.sum(axis=1)

    def loss(log_alpha: Floats) -> tuple[float, Floats]:
        alpha = np.exp(log_alpha)
        total = alpha.sum()
        likelihood = (gammaln(total) - gammaln(n + total)).sum() + (gammaln(counts + alpha) - gammaln(alpha)).sum()
        slope = (digamma(total) - digamma(n + total)).sum() + (digamma(counts + alpha) - digamma(alpha)).sum(axis=0)
        return -float(likelihood), -slope * alpha

    start = np.log(10 * (counts.sum(axis=0) + 1) / (counts.sum() + 3))
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[LOG_BOUNDS] * len(start),
        options={"ftol": 1e-14, "gtol": 1e-9, "maxiter": 1000},
    )
    return np.asarray(np.exp(found.x))


def _draw(counts: Floats, alpha: Floats) -> Floats:
    """Draw shares of every group from what is known of them, shape (draws, groups, 3)."""
    gamma = np.random.default_rng(0).standard_gamma(counts + alpha, size=(DRAWS, *counts.shape))
    return np.asarray(gamma / gamma.sum(axis=2, keepdims=True))


def _shares(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    keys: list[str],
    value: str | None,
    estimates: pd.DataFrame,
    weight: Weight,
) -> pd.DataFrame:
    """Return what each group of `estimates` weighs: `answers, share, share_of_detractors`."""
    counts = counting.count_scores(responses, keys, weight=counting.weight_column(responses, weight))
    by_score = counts.rename(columns={"weight": "amount"})
    if value is not None:
        by_score = counting.sum_by_score(responses, keys, value)
    amounts = [
        frame.groupby(keys, dropna=False, sort=False, observed=True)[column].sum().rename(name).reset_index()
        for frame, column, name in (
            (counts, "weight", "answers"),
            (by_score, "amount", "amount"),
            (by_score[by_score["score"] <= DETRACTOR_MOST], "amount", "lost"),
        )
    ]
    found = estimates[keys]
    for amount in amounts:
        found = found.merge(amount, on=keys, how="left")
    found = found.fillna({"amount": 0.0, "lost": 0.0})
    if found["amount"].sum() == 0:
        raise NPSError(f"column {value!r} is 0 for everybody; without a value people are counted.")
    lost = found["lost"].sum()
    return found.assign(
        share=100 * found["amount"] / found["amount"].sum(),
        share_of_detractors=100 * found["lost"] / lost if lost else 0.0,
    )
