"""How often the 95 % intervals hold the true score: every possible outcome is counted, nothing is drawn at random.

Run `python measurements/coverage.py` for one sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, xlogy

from npsanalysis.intervals import INTERVALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95

SETTINGS = (
    (0.02, 0.02),
    (0.05, 0.05),
    (0.10, 0.02),
    (0.10, 0.10),
    (0.10, 0.40),
    (0.20, 0.20),
    (0.20, 0.50),
    (0.30, 0.30),
    (0.33, 0.33),
    (0.40, 0.10),
    (0.40, 0.40),
    (0.50, 0.20),
    (0.50, 0.30),
    (0.60, 0.10),
    (0.70, 0.05),
    (0.70, 0.20),
    (0.80, 0.05),
    (0.90, 0.05),
    (0.95, 0.01),
)
"""Shares of promoters and of detractors, from almost all passives to almost all promoters."""

SIZES = (10, 30, 100, 1000)


def outcomes(n: int) -> Floats:
    """Return every (detractors, passives, promoters) that sum to n, shape (3, (n + 1)(n + 2) / 2)."""
    detractors, promoters = (axis.ravel() for axis in np.indices((n + 1, n + 1)))
    possible = detractors + promoters <= n
    detractors, promoters = detractors[possible], promoters[possible]
    return np.array([detractors, n - detractors - promoters, promoters], dtype=np.float64)


def probabilities(counts: Floats, promoters: float, detractors: float) -> Floats:
    """Return the trinomial probability of each outcome."""
    d, s, p = counts
    log = gammaln(counts.sum(axis=0) + 1) - gammaln(d + 1) - gammaln(s + 1) - gammaln(p + 1)
    log += xlogy(d, detractors) + xlogy(s, 1 - detractors - promoters) + xlogy(p, promoters)
    return np.asarray(np.exp(log))


def coverage(method: str, n: int, settings: tuple[tuple[float, float], ...] = SETTINGS) -> Floats:
    """Return the exact coverage of a method at each setting."""
    counts = outcomes(n)
    low, high = INTERVALS[method](*counts, level=LEVEL)
    covered = []
    for promoters, detractors in settings:
        theta = promoters - detractors
        # A bound that equals the truth but for rounding holds it.
        holds = (low <= theta + 1e-12) & (theta - 1e-12 <= high)
        covered.append(probabilities(counts, promoters, detractors) @ holds)
    return np.array(covered)


def print_one_sample() -> None:
    """Print smallest and mean coverage of every method of `INTERVALS`."""
    print("one sample" + "".join(f"{f'n = {n}':>16}" for n in SIZES))
    for method in INTERVALS:
        cells = [coverage(method, n) for n in SIZES]
        print(f"{method:14}" + "".join(f"{f'{cell.min():.3f} / {cell.mean():.3f}':>16}" for cell in cells))


if __name__ == "__main__":
    print_one_sample()
