"""Logistic regressions on every subset of drivers at once.

References
----------
.. [1] McFadden D. (1974). Conditional logit analysis of qualitative choice behavior. In: Zarembka P. (ed.), Frontiers
       in econometrics, 105-142. Academic Press.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit

from npsanalysis.drivers.resampling import resampled_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from npsanalysis.drivers.importance import Players

    Floats = NDArray[np.float64]

RIDGE = 1e-9
"""Added to a curvature that vanishes where ratings separate the outcome without exception."""


SIDE_BY_SIDE = 64
"""How many subsets are summed over a resample at a time: one large product of matrices beats many small ones."""


class Subsets(NamedTuple):
    """Fits of a yes-or-no outcome on every subset of players.

    Attributes
    ----------
    worth
        McFadden's R² [1]_ of each subset, of shape (2ᵖ,), player 0 the lowest bit.
    slopes
        Intercept and slopes, of shape (2ᵖ, drivers + 1), 0 for drivers not in the subset.
    design
        Ones and ratings, of shape (n, drivers + 1).
    event
        The outcome as 0 and 1, of shape (n,).
    """

    worth: Floats
    slopes: Floats
    design: Floats
    event: Floats


def fit_subsets(ratings: Floats, event: Floats, weights: Floats, players: Players) -> Subsets:
    """Fit every subset by Newton's method.

    Parameters
    ----------
    ratings
        Of shape (n, drivers), standardised.
    event
        The outcome as 0 and 1, of shape (n,).
    weights
        Of shape (n,).
    players
        The drivers of each player.
    """
    design = np.column_stack([np.ones(len(ratings)), ratings])
    slopes = np.zeros((2 ** len(players), design.shape[1]))
    likelihood = np.empty(len(slopes))
    for subset in range(len(slopes)):
        chosen = _columns(subset, players)
        # Starting from the fit without the last player saves half of the steps.
        start = slopes[subset - 2 ** (subset.bit_length() - 1) if subset else 0][chosen]
        slopes[subset, chosen], likelihood[subset] = _newton(design[:, chosen], event, weights, start)
    return Subsets(1 - likelihood / likelihood[0], slopes, design, event)


def fit_logistic(ratings: Floats, event: Floats) -> Floats:
    """Return intercept and slopes of one logistic regression, without weights."""
    mean, spread = ratings.mean(axis=0), ratings.std(axis=0)
    design = np.column_stack([np.ones(len(ratings)), (ratings - mean) / spread])
    slopes, _ = _newton(design, event, np.ones(len(event)), np.zeros(design.shape[1]))
    steps = slopes[1:] / spread
    return np.append(slopes[0] - steps @ mean, steps)


def resampled_worth(fitted: Subsets, weights: Floats, times: int, seed: int) -> Iterator[Floats]:
    """Yield the worth of every subset in each resample, one Newton step from the fit of the sample.

    A step moves the likelihood of a resample to its own maximum up to terms that vanish with the sample size; refitting
    all subsets would take hours.
    """
    for block in resampled_weights(weights, times, seed):
        likelihood = np.empty((len(block), len(fitted.worth)))
        for start in range(0, len(fitted.slopes), SIDE_BY_SIDE):
            steps = [_step(fitted, slopes, weights) for slopes in fitted.slopes[start : start + SIDE_BY_SIDE]]
            sums = block @ np.hstack([columns for columns, _ in steps])
            for subset, (columns, curvature) in enumerate(steps, start):
                mine, sums = sums[:, : columns.shape[1]], sums[:, columns.shape[1] :]
                gradient = mine[:, 1:]
                gain = np.einsum("bi,bi->b", gradient, np.linalg.solve(curvature, gradient.T).T) / 2
                likelihood[:, subset] = mine[:, 0] + gain
        yield from 1 - likelihood / np.minimum(likelihood[:, :1], -RIDGE)


def _step(fitted: Subsets, slopes: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return each answer's log likelihood and gradient, side by side, and the curvature, of one subset."""
    chosen = np.append(0, np.flatnonzero(slopes[1:]) + 1)
    design = fitted.design[:, chosen]
    linear = design @ slopes[chosen]
    gradient = design * (fitted.event - expit(linear))[:, None]
    return np.column_stack([_log_likelihoods(linear, fitted.event), gradient]), _curvature(design, linear, weights)


def _newton(design: Floats, event: Floats, weights: Floats, slopes: Floats) -> tuple[Floats, float]:
    """Return the slopes of the largest likelihood, and its logarithm."""
    linear = design @ slopes
    likelihood = float(weights @ _log_likelihoods(linear, event))
    for _ in range(50):
        gradient = design.T @ (weights * (event - expit(linear)))
        step = np.linalg.solve(_curvature(design, linear, weights), gradient)
        while True:
            moved = design @ (slopes + step)
            gain = float(weights @ _log_likelihoods(moved, event)) - likelihood
            if gain >= 0 or np.abs(step).max() < RIDGE:
                break
            step /= 2
        if gain <= 1e-12 * abs(likelihood):
            break
        slopes, linear, likelihood = slopes + step, moved, likelihood + gain
    return slopes, likelihood


def _curvature(design: Floats, linear: Floats, weights: Floats) -> Floats:
    """Return the negative second derivative of the log likelihood."""
    share = expit(linear)
    return np.asarray((design.T * (weights * share * (1 - share))) @ design + RIDGE * np.eye(design.shape[1]))


def _log_likelihoods(linear: Floats, event: Floats) -> Floats:
    """Return the log likelihood of each answer."""
    return np.asarray(event * linear - np.logaddexp(0.0, linear))


def _columns(subset: int, players: Players) -> list[int]:
    """Return the columns of the design that a subset of players takes, the intercept first."""
    return [0, *(driver + 1 for player, members in enumerate(players) if subset >> player & 1 for driver in members)]
