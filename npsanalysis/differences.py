"""Confidence intervals and p-values of the difference of two independent NPS, from their counts.

Like `intervals`, on the scale −1…1, for single samples as for arrays of them.

Actual coverage of the nominal 95 % interval, by exact enumeration of every pair of outcomes over 8 pairs of settings
(smallest / mean; `python measurements/coverage.py` prints it):

    ==============  =============  =============  =============
    method          10 and 10      30 and 30      20 and 60
    ==============  =============  =============  =============
    adjusted_wald   0.954 / 0.971  0.950 / 0.960  0.949 / 0.958
    mover           0.950 / 0.968  0.950 / 0.957  0.950 / 0.957
    welch           0.947 / 0.957  0.949 / 0.951  0.930 / 0.945
    wald            0.909 / 0.922  0.937 / 0.940  0.919 / 0.932
    ==============  =============  =============  =============

References
----------
.. [1] Agresti A., Min Y. (2005). Simple improved confidence intervals for comparing matched proportions. Statistics
       in Medicine 24(5), 729-740. https://doi.org/10.1002/sim.1781
.. [2] Donner A., Zou G. Y. (2012). Closed-form confidence intervals for functions of the normal mean and standard
       deviation. Statistical Methods in Medical Research 21(4), 347-359. https://doi.org/10.1177/0962280210383082
.. [3] Welch B. L. (1947). The generalization of "Student's" problem when several different population variances are
       involved. Biometrika 34(1-2), 28-35. https://doi.org/10.1093/biomet/34.1-2.28
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from npsanalysis.errors import UnknownNameError
from npsanalysis.intervals import PSEUDO_COUNTS, normal_quantile, score_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Tested = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Sample:
    """The counts of one side of a difference, effective ones where answers are weighted.

    Attributes
    ----------
    detractors, passives, promoters
        Arrays of counts.
    df
        Degrees of freedom of the variance behind effective counts; infinite for plain counts.
    """

    detractors: ArrayLike
    passives: ArrayLike
    promoters: ArrayLike
    df: ArrayLike = np.inf

    @property
    def n(self) -> Floats:
        """Return the number of answers."""
        return np.asarray(sum(np.asarray(x, np.float64) for x in (self.detractors, self.passives, self.promoters)))

    def moments(self, pseudo: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> tuple[Floats, Floats]:
        """Return the NPS and its variance once pseudo-counts are added."""
        counts = (self.detractors, self.passives, self.promoters)
        d, s, p = (np.asarray(count, dtype=np.float64) + more for count, more in zip(counts, pseudo, strict=True))
        n = d + s + p
        theta = (p - d) / n
        return theta, np.maximum((p + d) / n - theta**2, 0.0) / n


class Difference(Protocol):
    """Bounds and p-value of the difference of two NPS: the one thing an entry of `DIFFERENCES` must do."""

    def __call__(self, a: Sample, b: Sample, level: float) -> Tested:
        """Return lower and upper bounds of a − b on −2…2, and the two-sided p-value of no difference."""


def adjusted_wald(a: Sample, b: Sample, level: float) -> Tested:
    """Add ¾, 1½ and ¾ to each sample, then take the Wald interval [1]_: the default of the package.

    Examples
    --------
    >>> low, high, p = adjusted_wald(Sample(5, 10, 15), Sample(12, 10, 8), 0.95)
    >>> print(f"{low:.3f} {high:.3f} p = {p:.3f}")
    0.051 0.797 p = 0.026
    """
    return _student(a.moments(PSEUDO_COUNTS), b.moments(PSEUDO_COUNTS), a.df, b.df, level)


def wald(a: Sample, b: Sample, level: float) -> Tested:
    """Take the textbook interval, for comparison only: it finds differences too easily in small samples."""
    return _student(a.moments(), b.moments(), a.df, b.df, level)


def welch(a: Sample, b: Sample, level: float) -> Tested:
    """Take Welch's t interval of the values −1, 0 and 1 [3]_.

    Examples
    --------
    >>> low, high, p = welch(Sample(20, 30, 50), Sample(30, 30, 40), 0.95)
    >>> print(f"{low:.4f} {high:.4f} p = {p:.4f}")
    -0.0260 0.4260 p = 0.0825
    """
    sides = []
    for side in (a, b):
        theta, variance = side.moments()
        with np.errstate(divide="ignore", invalid="ignore"):
            sides.append((theta, variance * side.n / (side.n - 1)))
    return _student(sides[0], sides[1], np.minimum(a.n - 1, a.df), np.minimum(b.n - 1, b.df), level)


def mover(a: Sample, b: Sample, level: float) -> Tested:
    """Combine the score limits of the two samples (MOVER) [2]_; the p-value is that of the limits.

    Examples
    --------
    >>> low, high, p = mover(Sample(20, 30, 50), Sample(30, 30, 40), 0.95)
    >>> print(f"{low:.4f} {high:.4f} p = {p:.4f}")
    -0.0253 0.4179 p = 0.0819
    """
    low, high = mover_limits(a, b, np.asarray(normal_quantile(level)))
    # The p-value belongs to the shortest interval that still holds 0.
    without, holding = np.zeros_like(low), np.full_like(low, 38.0)
    for _ in range(40):  # 38 / 2**40 is finer than any p-value is read
        z = (without + holding) / 2
        lowest, highest = mover_limits(a, b, z)
        holds = (lowest <= 0) & (highest >= 0)
        without, holding = np.where(holds, without, z), np.where(holds, z, holding)
    return np.maximum(low, -2.0), np.minimum(high, 2.0), 2 * ndtr(-without)


DIFFERENCES: Mapping[str, Difference] = MappingProxyType(
    {"adjusted_wald": adjusted_wald, "mover": mover, "welch": welch, "wald": wald}
)
"""Methods for a difference by name. Another one is a function of the `Difference` shape and a line here."""


def get_difference(method: str) -> Difference:
    """Return the method called `method`.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    if method not in DIFFERENCES:
        raise UnknownNameError.of("difference method", method, DIFFERENCES)
    return DIFFERENCES[method]


def student(difference: Floats, se: Floats, df: Floats, level: float) -> Tested:
    """Return the t interval and two-sided p-value of an estimate; normal ones where the degrees are infinite."""
    normal_quantile(level)  # refuses a level off the scale
    half = stdtrit(df, (1 + level) / 2) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.abs(difference / se)
    p_value = np.where(np.isinf(df), 2 * ndtr(-statistic), 2 * stdtr(np.where(np.isinf(df), 1.0, df), -statistic))
    # Two samples without any spread differ for certain, or not at all.
    p_value = np.where(se > 0, p_value, np.where(difference == 0, 1.0, 0.0))
    return (
        np.maximum(difference - half, -2.0),
        np.minimum(difference + half, 2.0),
        np.where(np.isnan(se), np.nan, p_value),
    )


def _student(
    a: tuple[Floats, Floats], b: tuple[Floats, Floats], df_a: ArrayLike, df_b: ArrayLike, level: float
) -> Tested:
    """Return the t interval of a difference, with Satterthwaite's degrees of freedom."""
    variance = a[1] + b[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        df = variance**2 / (a[1] ** 2 / np.asarray(df_a) + b[1] ** 2 / np.asarray(df_b))
    return student(a[0] - b[0], np.sqrt(variance), np.where(variance > 0, df, np.inf), level)


def mover_limits(a: Sample, b: Sample, z: Floats) -> tuple[Floats, Floats]:
    """Return the MOVER limits at the normal quantile z, which may be an array."""
    (theta_a, low_a, high_a), (theta_b, low_b, high_b) = (_score_limits(side, z) for side in (a, b))
    difference = theta_a - theta_b
    return (
        np.asarray(difference - np.hypot(theta_a - low_a, high_b - theta_b)),
        np.asarray(difference + np.hypot(high_a - theta_a, theta_b - low_b)),
    )


def _score_limits(sample: Sample, z: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the NPS and its score limits, from fewer counts where Student's t asks for more than the normal."""
    df = np.asarray(sample.df, dtype=np.float64)
    fewer = np.where(np.isinf(df), 1.0, (z / stdtrit(df, ndtr(-z))) ** 2)
    counts = (sample.detractors, sample.passives, sample.promoters)
    low, high = score_limits(*(np.asarray(count) * fewer for count in counts), z=z)
    return sample.moments()[0], low, high
