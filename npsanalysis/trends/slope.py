"""The slope of a series: rising, falling, or not distinguishable from level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import chi2, kendalltau
from scipy.stats import t as student

from npsanalysis.errors import NPSError
from npsanalysis.intervals import normal_quantile
from npsanalysis.trends.series import by_series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SLOPE_DAYS = 30
"""Slopes are told in points per 30 days."""

LEAST_PERIODS = 4
"""A line through fewer periods than this has no error to speak of."""


def measure_trend(estimates: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Measure whether a series rises or falls, in three ways that lean on different assumptions.

    Parameters
    ----------
    estimates
        Series of `nps_over_time`, without a window.
    level
        Confidence level.

    Returns
    -------
    DataFrame
        keys…, `method, slope, low, high, statistic, p_value, n, periods, level`, three rows: `weighted_line` (the
        least-squares line, weighted by the number of answers; `slope` in points per 30 days with its interval,
        Student's t as statistic), `kendall` (rank correlation with time, tau as statistic: any steady rise, no line
        needed) and `cochran_armitage` (the share of promoters alone, chi-square [1]_). Only the line has a slope.

    Raises
    ------
    NPSError
        If the periods overlap or fewer than 4 have answers.

    References
    ----------
    .. [1] Armitage P. (1955). Tests for linear trends in proportions and frequencies. Biometrics 11(3), 375-386.
           https://doi.org/10.2307/3001775

    Examples
    --------
    >>> from npsanalysis import nps_over_time
    >>> scores = [[10] * (10 + week) + [3] * (10 - week) for week in range(8)]
    >>> dates = pd.date_range("2026-03-02", periods=8, freq="W-MON").repeat(20)
    >>> estimates = nps_over_time(pd.DataFrame({"score": sum(scores, []), "date": dates}), "W")
    >>> measure_trend(estimates).loc[0, "slope"].round(1)  # ten points a week
    np.float64(42.9)
    """
    normal_quantile(level)  # refuses what is no level
    return by_series(estimates, lambda series: _tests(series, level))


def fit_line(day: Floats, value: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return intercept and slope of the weighted least-squares line, and their covariance."""
    design = np.column_stack([np.ones_like(day), day])
    inverse = np.linalg.inv(design.T @ (weight[:, None] * design))
    line = inverse @ design.T @ (weight * value)
    residual = value - design @ line
    return line, inverse * (weight * residual**2).sum() / (len(day) - 2)


def days_of(series: pd.DataFrame) -> Floats:
    """Return the middle of each period, in days since the first period's start."""
    start, end = ((series[side] - series["start"].iloc[0]).dt.days.to_numpy() for side in ("start", "end"))
    return np.asarray((start + end) / 2, dtype=np.float64)


def _tests(series: pd.DataFrame, level: float) -> pd.DataFrame:
    if len(series) < LEAST_PERIODS:
        raise NPSError(f"a trend needs at least {LEAST_PERIODS} periods with answers, got {len(series)}.")
    day, value, weight = days_of(series), series["nps"].to_numpy(), series["n_effective"].to_numpy()
    line, covariance = fit_line(day, value, weight)
    slope, se = SLOPE_DAYS * line[1], SLOPE_DAYS * float(np.sqrt(covariance[1, 1]))
    half = student.ppf((1 + level) / 2, len(day) - 2) * se
    statistic = slope / se if se else np.copysign(np.inf, slope) if slope else 0.0
    kendall = kendalltau(day, value)
    chi_square = _cochran_armitage(day, series["promoters"].to_numpy() / 100, weight)
    return pd.DataFrame(
        {
            "method": ["weighted_line", "kendall", "cochran_armitage"],
            "slope": [slope, np.nan, np.nan],
            "low": [slope - half, np.nan, np.nan],
            "high": [slope + half, np.nan, np.nan],
            "statistic": [statistic, kendall.statistic, chi_square],
            "p_value": [2 * student.sf(abs(statistic), len(day) - 2), kendall.pvalue, chi2.sf(chi_square, 1)],
            "n": int(series["n"].sum()),
            "periods": len(series),
            "level": level,
        }
    )


def _cochran_armitage(day: Floats, share: Floats, n: Floats) -> float:
    """Return the chi-square of a linear trend in a share."""
    mean = np.average(share, weights=n)
    apart = day - np.average(day, weights=n)
    variance = mean * (1 - mean) * (n * apart**2).sum()
    return float((n * (share - mean) * apart).sum() ** 2 / variance) if variance > 0 else 0.0
