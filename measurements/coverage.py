"""How often the 95 % intervals hold the true score: every possible outcome is counted, nothing is drawn at random.

Run `python measurements/coverage.py` for one sample and for the difference of two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, xlogy

from npsanalysis.differences import DIFFERENCES, Sample, mover_limits
from npsanalysis.intervals import INTERVALS, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Iterable

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

PAIRS = (
    ((0.50, 0.20), (0.50, 0.20)),
    ((0.50, 0.20), (0.40, 0.30)),
    ((0.70, 0.10), (0.50, 0.20)),
    ((0.80, 0.05), (0.80, 0.05)),
    ((0.90, 0.02), (0.60, 0.10)),
    ((0.33, 0.33), (0.20, 0.50)),
    ((0.10, 0.10), (0.05, 0.05)),
    ((0.30, 0.30), (0.60, 0.10)),
)
"""Pairs of settings whose difference is covered or not."""

PAIR_SIZES = ((10, 10), (30, 30), (20, 60))


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


def difference_coverage(
    method: str, sizes: tuple[int, int], pairs: Iterable[tuple[tuple[float, float], tuple[float, float]]] = PAIRS
) -> Floats:
    """Return the exact coverage of a method for a difference at each pair of settings."""
    sides = [outcomes(n) for n in sizes]
    a, b = Sample(*sides[0][:, :, None]), Sample(*sides[1][:, None, :])
    if method == "mover":  # its p-value is a search, too long for every pair of outcomes
        low, high = mover_limits(a, b, np.array(normal_quantile(LEVEL)))
    else:
        low, high, _ = DIFFERENCES[method](a, b, LEVEL)
    covered = []
    for first, second in pairs:
        difference = (first[0] - first[1]) - (second[0] - second[1])
        holds = (low <= difference + 1e-12) & (difference - 1e-12 <= high)
        covered.append(probabilities(sides[0], *first) @ holds @ probabilities(sides[1], *second))
    return np.array(covered)


def print_two_samples() -> None:
    """Print smallest and mean coverage of every method of `DIFFERENCES`."""
    print("two samples" + "".join(f"{f'{a} and {b}':>16}" for a, b in PAIR_SIZES))
    for method in DIFFERENCES:
        cells = [difference_coverage(method, sizes) for sizes in PAIR_SIZES]
        print(f"{method:14}" + "".join(f"{f'{cell.min():.3f} / {cell.mean():.3f}':>16}" for cell in cells))


def print_one_sample() -> None:
    """Print smallest and mean coverage of every method of `INTERVALS`."""
    print("one sample" + "".join(f"{f'n = {n}':>16}" for n in SIZES))
    for method in INTERVALS:
        cells = [coverage(method, n) for n in SIZES]
        print(f"{method:14}" + "".join(f"{f'{cell.min():.3f} / {cell.mean():.3f}':>16}" for cell in cells))


if __name__ == "__main__":
    print_one_sample()
    print_two_samples()
