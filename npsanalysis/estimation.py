"""From score counts to estimates: shares, the score, its standard error and its interval, a row a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from npsanalysis.designs import linearise
from npsanalysis.differences import Sample
from npsanalysis.errors import NPSError
from npsanalysis.intervals import get_interval, normal_quantile
from npsanalysis.scale import categorize

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from npsanalysis.designs import Design

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

LINEARISED = "linearised"
"""The method that is no function of the counts: Taylor linearisation with Student's t."""

LARGE_EFFECTIVE_BASE = 100
"""From this effective base on, a weighted interval is the linearised t interval instead of an adjusted one."""

_WHOLE_POPULATION = 1e12
"""Stands for the infinite effective base of a population that was asked in full."""

_SUMS = ("n", "weight", "weight_squared")


def estimate_counts(
    counts: pd.DataFrame,
    *,
    weighted: bool,
    level: float = 0.95,
    method: str = "adjusted_wald",
    keys: Sequence[str] | None = None,
    design: Design | None = None,
) -> pd.DataFrame:
    """Turn a counts frame into estimates.

    Parameters
    ----------
    counts
        keys…, `score, n, weight, weight_squared`, as of `count_scores`.
    weighted
        Whether the weights are sampling weights rather than the counts themselves.
    level, method
        As for `nps`.
    keys
        The columns that make the groups; by default all that are none of the sums.
    design
        How the sample was drawn; its columns are among those of `counts`.

    Returns
    -------
    DataFrame
        Estimates with the standard error in points and its degrees of freedom as last columns `se, df`, a row a group.

    Raises
    ------
    NPSError
        If there is no answer to count.
    """
    if counts["n"].sum() == 0:
        raise NPSError("there is no usable score, so there is no NPS; check which column holds the 0-10 answers.")
    if keys is None:
        keys = [column for column in counts.columns if column not in {"score", *_SUMS}]
    z = normal_quantile(level)

    groups, group, sums = _sum_by_category(counts, list(keys))
    n, total, squares = (sums[column].sum(axis=1) for column in _SUMS)
    share = sums["weight"] / total[:, None]
    theta = share[:, 2] - share[:, 0]
    spread = np.maximum(share[:, 2] + share[:, 0] - theta**2, 0.0)
    n_effective = base = total**2 / squares if weighted else n
    df = n - 1 if weighted or method == LINEARISED else np.full(len(n), np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        if design is not None:
            drawn = linearise(counts, group, design)
            df, variance = drawn.df, np.maximum(np.diag(drawn.covariance), 0.0)
            # Where all answered alike the sample shows no spread: its units then stand for so many answers.
            unseen = np.minimum(total**2 / squares, drawn.units) / (1 - drawn.fraction)
            n_effective = np.where(variance > 1e-12 * spread, spread * n / (n - 1) / variance, unseen)
            base = n_effective * (z / _t_quantile(df, level)) ** 2
        elif weighted:
            deviation = np.array([-1.0, 0.0, 1.0]) - theta[:, None]
            variance = (sums["weight_squared"] * deviation**2).sum(axis=1) * n / (n - 1) / total**2
        else:
            variance = spread / (n - 1 if method == LINEARISED else n)
    se = np.sqrt(variance)

    half = _t_quantile(df, level) * se
    linear_low, linear_high = np.maximum(theta - half, -1.0), np.minimum(theta + half, 1.0)
    if method == LINEARISED:
        linear = np.ones(len(n), dtype=bool)
        low, high = linear_low, linear_high
    else:
        detractors, passives, promoters = (share * np.minimum(base, _WHOLE_POPULATION)[:, None]).T
        low, high = get_interval(method)(detractors, passives, promoters, level)
        # With the whole population asked nothing is left to chance.
        linear = np.isinf(n_effective)
        if method == "adjusted_wald" and (weighted or design is not None):
            linear |= n_effective >= LARGE_EFFECTIVE_BASE
    unknown = (n == 1) | (df < 1)
    return groups.assign(
        nps=100 * theta,
        low=np.where(unknown, np.nan, 100 * np.where(linear, linear_low, low)),
        high=np.where(unknown, np.nan, 100 * np.where(linear, linear_high, high)),
        n=n.astype(np.int64),
        promoters=100 * share[:, 2],
        passives=100 * share[:, 1],
        detractors=100 * share[:, 0],
        n_effective=n_effective,
        level=level,
        method=np.where(linear, LINEARISED, method).astype(str),
        se=100 * se,
        df=df,
    )


def as_sample(
    detractors: ArrayLike,
    passives: ArrayLike,
    promoters: ArrayLike,
    *,
    n_effective: ArrayLike,
    se: ArrayLike,
    df: ArrayLike,
) -> Sample:
    """Return the effective counts behind estimates, for a difference.

    Parameters
    ----------
    detractors, passives, promoters
        Shares in percent.
    n_effective, se, df
        As of `estimate_counts`. From a large effective base on, the counts are as many as give `se`.

    Returns
    -------
    Sample
        Counts and degrees of freedom.
    """
    shares = np.asarray([detractors, passives, promoters], dtype=np.float64) / 100
    base, error, df = (np.asarray(each, dtype=np.float64) for each in (n_effective, se, df))
    spread = shares[2] + shares[0] - (shares[2] - shares[0]) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        linear = (base >= LARGE_EFFECTIVE_BASE) & (error > 0) & np.isfinite(df)
        base = np.where(linear, spread / (error / 100) ** 2, np.minimum(base, _WHOLE_POPULATION))
    detractors, passives, promoters = shares * base
    return Sample(detractors, passives, promoters, df)


def _t_quantile(df: Floats, level: float) -> Floats:
    """Return Student's two-sided quantile; the normal one where the degrees of freedom are infinite."""
    return np.asarray(stdtrit(np.where(df < 1, 1.0, df), (1 + level) / 2))


def _sum_by_category(counts: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, Codes, dict[str, Floats]]:
    """Return the groups, the group of each row, and for each sum an array of shape (groups, 3)."""
    category = categorize(counts["score"]).cat.codes.to_numpy()
    if keys:
        group = counts.groupby(keys, dropna=False, sort=False, observed=True).ngroup().to_numpy().astype(np.int64)
    else:
        group = np.zeros(len(counts), dtype=np.int64)
    _, first = np.unique(group, return_index=True)
    sums = {}
    for column in _SUMS:
        sums[column] = np.zeros((len(first), 3))
        np.add.at(sums[column], (group, category), counts[column].to_numpy(dtype=np.float64))
    return counts.loc[counts.index[first], keys].reset_index(drop=True), group, sums
