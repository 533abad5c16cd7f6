"""The bootstrap without refitting: answers are drawn anew, and only their moments are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.errors import NPSError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

AT_ONCE = 2**22
"""How many weights of drawn answers are held at a time."""


def resampled_weights(weights: Floats, times: int, seed: int) -> Iterator[Floats]:
    """Yield, in blocks of rows, the weights of answers drawn with replacement: how often each was drawn × its own.

    Raises
    ------
    NPSError
        If `times` is neither 0 nor enough for an interval.
    """
    if times != 0 and times < 50:
        raise NPSError(f"a bootstrap needs at least 50 resamples, got {times}; 0 switches the intervals off.")
    rng = np.random.default_rng(seed)
    n = len(weights)
    step = max(1, AT_ONCE // n)
    for start in range(0, times, step):
        drawn = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(min(step, times - start))]
        yield np.array(drawn) * weights


def resampled_moments(table: Floats, weights: Floats, times: int, seed: int) -> Floats:
    """Return the weighted mean products of the columns of a table in each resample: (times, columns, columns)."""
    drawn = (row for block in resampled_weights(weights, times, seed) for row in block)
    moments = [(table.T * (row / row.sum())) @ table for row in drawn]
    return np.array(moments).reshape(times, table.shape[1], table.shape[1])


def resampled_correlations(table: Floats, weights: Floats, times: int, seed: int) -> Floats:
    """Return the correlation matrix of each resample; a column that is constant there correlates with nothing."""
    centred = (table - table.mean(axis=0)) / table.std(axis=0)
    moments = resampled_moments(np.column_stack([np.ones(len(table)), centred]), weights, times, seed)
    means = moments[:, 0, 1:]
    covariances = moments[:, 1:, 1:] - means[:, :, None] * means[:, None, :]
    scale = np.sqrt(np.maximum(np.einsum("bii->bi", covariances), 0.0))
    among = scale[:, :, None] * scale[:, None, :]
    correlations = np.where(among > 1e-9, covariances / np.maximum(among, 1e-9), 0.0)
    correlations[:, np.arange(table.shape[1]), np.arange(table.shape[1])] = 1.0
    return np.asarray(correlations)
