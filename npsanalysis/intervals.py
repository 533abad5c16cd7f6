"""Confidence intervals of one NPS, from its three counts.

Everything here is on the scale −1…1 and works on single counts as on arrays of them; the rest of the package
speaks in points (× 100). Counts need not be whole: weighted surveys come in as effective counts.

Actual coverage of the nominal 95 % interval, by exact enumeration of every outcome over 19 settings of the shares of
promoters and detractors (smallest / mean; `python measurements/coverage.py` prints it):

    ==============  =============  =============  =============  =============
    method          n = 10         n = 30         n = 100        n = 1000
    ==============  =============  =============  =============  =============
    adjusted_wald   0.914 / 0.963  0.945 / 0.958  0.948 / 0.954  0.950 / 0.951
    score           0.947 / 0.966  0.946 / 0.957  0.947 / 0.952  0.950 / 0.950
    wald            0.400 / 0.858  0.784 / 0.926  0.906 / 0.943  0.944 / 0.949
    ==============  =============  =============  =============  =============

References
----------
.. [1] Rocks B. (2016). Interval estimation for the "Net Promoter Score". The American Statistician 70(4), 365-372.
       https://doi.org/10.1080/00031305.2016.1158124
.. [2] Tango T. (1998). Equivalence test and confidence interval for the difference in proportions for the
       paired-sample design. Statistics in Medicine 17(8), 891-908.
       https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy.special import ndtri

from npsanalysis.errors import NPSError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Bounds = tuple[NDArray[np.float64], NDArray[np.float64]]

PSEUDO_COUNTS = (0.75, 1.5, 0.75)
"""Detractors, passives and promoters that the adjusted Wald interval adds to what was counted."""


class Interval(Protocol):
    """Bounds of an NPS from its counts: the one thing an entry of `INTERVALS` must do."""

    def __call__(self, detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike, level: float) -> Bounds:
        """Return the lower and upper bounds on −1…1, each of the shape of the counts."""


def wald(detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike, level: float) -> Bounds:
    """Return the textbook interval, for comparison only: it is too short for small or one-sided samples.

    Examples
    --------
    >>> low, high = wald(20, 30, 50, 0.95)
    >>> print(f"{low:.4f} {high:.4f}")
    0.1469 0.4531
    """
    theta, variance, n = _moments(detractors, passives, promoters)
    half = normal_quantile(level) * np.sqrt(variance / n)
    return _clipped(theta - half, theta + half)


def adjusted_wald(detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike, level: float) -> Bounds:
    """Return the Wald interval of the counts with ¾, 1½ and ¾ added [1]_: the default of the package.

    Examples
    --------
    >>> low, high = adjusted_wald(20, 30, 50, 0.95)
    >>> print(f"{low:.4f} {high:.4f}")
    0.1405 0.4420
    """
    more_detractors, more_passives, more_promoters = PSEUDO_COUNTS
    theta, variance, n = _moments(
        np.asarray(detractors) + more_detractors,
        np.asarray(passives) + more_passives,
        np.asarray(promoters) + more_promoters,
    )
    half = normal_quantile(level) * np.sqrt(variance / n)
    return _clipped(theta - half, theta + half)


def score(detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike, level: float) -> Bounds:
    """Return every NPS that Tango's score test would not reject [2]_: close to nominal at every sample size.

    Examples
    --------
    >>> low, high = score(20, 30, 50, 0.95)
    >>> print(f"{low:.4f} {high:.4f}")
    0.1396 0.4434
    """
    return score_limits(detractors, passives, promoters, z=normal_quantile(level))


INTERVALS: Mapping[str, Interval] = MappingProxyType({"adjusted_wald": adjusted_wald, "score": score, "wald": wald})
"""Interval methods by name. Another one is a function of the `Interval` shape and a line here."""


def get_interval(method: str) -> Interval:
    """Return the interval called `method`.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    if method not in INTERVALS:
        raise UnknownNameError.of("interval method", method, INTERVALS)
    return INTERVALS[method]


def normal_quantile(level: float) -> float:
    """Return the two-sided standard normal quantile of a confidence level.

    Raises
    ------
    NPSError
        If the level is not strictly between 0 and 1.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    if not 0 < level < 1:
        raise NPSError(f"the confidence level must lie between 0 and 1, got {level}; 95 % is level=0.95.")
    return float(ndtri((1 + level) / 2))


def score_limits(detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike, *, z: ArrayLike) -> Bounds:
    """Return the NPS at which the score statistic is z and −z; z may be an array like the counts."""
    every = (detractors, passives, promoters, z)
    d, s, p, z = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in every))
    n = d + s + p
    theta = (p - d) / n
    low = _score_root(d, p, n, z, np.full_like(theta, -1.0), theta)
    high = _score_root(d, p, n, -z, theta, np.full_like(theta, 1.0))
    return np.where(d == n, -1.0, low), np.where(p == n, 1.0, high)


def _moments(
    detractors: ArrayLike, passives: ArrayLike, promoters: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the NPS, the variance of one answer and the number of answers."""
    d, s, p = (np.asarray(x, dtype=np.float64) for x in (detractors, passives, promoters))
    n = d + s + p
    theta = (p - d) / n
    return theta, np.maximum((p + d) / n - theta**2, 0.0), n


def _clipped(low: NDArray[np.float64], high: NDArray[np.float64]) -> Bounds:
    """Keep bounds on the scale."""
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def _score_statistic(
    theta: NDArray[np.float64], d: NDArray[Any], p: NDArray[Any], n: NDArray[Any]
) -> NDArray[np.float64]:
    """Return Tango's statistic of the hypothesis that the NPS is `theta`; it falls as `theta` rises."""
    b = -d - p + (2 * n - p + d) * theta
    q = (np.sqrt(np.maximum(b**2 + 8 * n * d * theta * (1 - theta), 0.0)) - b) / (4 * n)
    variance = np.maximum(n * (2 * q + theta * (1 - theta)), np.finfo(float).tiny)
    return np.asarray((p - d - n * theta) / np.sqrt(variance))


def _score_root(
    d: NDArray[Any],
    p: NDArray[Any],
    n: NDArray[Any],
    target: NDArray[Any],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Bisect for the NPS at which the score statistic equals `target`."""
    for _ in range(60):  # 2 / 2**60 is below the resolution of a float
        middle = (low + high) / 2
        above = _score_statistic(middle, d, p, n) > target
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2
