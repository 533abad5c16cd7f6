"""What a model gives a ranking of drivers: parts, tests and the parts of each resample."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtrc, fdtrc

from npsanalysis.drivers import importance
from npsanalysis.drivers.logistic import fit_subsets, resampled_worth
from npsanalysis.drivers.resampling import resampled_correlations
from npsanalysis.errors import DriverError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from npsanalysis.drivers.answers import Answers
    from npsanalysis.drivers.importance import Players

    Floats = NDArray[np.float64]

METHODS = {"lmg": importance.lmg, "johnson": importance.johnson, "last": importance.last, "first": importance.first}
"""Ways to divide R² among drivers: correlations, players → parts."""

EXACT_MOST = 24
"""Up to this many players LMG is exact, above it is sampled."""

EXACT_MOST_RESAMPLED = 14
"""The same, within a bootstrap."""

RESAMPLED_PAIRS = 50
"""Pairs of orders that stand for all orders in a resample."""

LOGISTIC_MOST = 12
"""How many players a logistic outcome may have: each subset of them is a fit."""


class Fit(NamedTuple):
    """A model of the outcome on players.

    Attributes
    ----------
    parts
        Part of R² of each player, of shape (players,).
    r_squared
        R² of all players together.
    p_values
        p-value of each player's gain over all others, of shape (players,).
    p_value
        p-value of the model as a whole.
    draws
        `parts` in each resample, of shape (resamples, players).
    error
        Largest standard error of `parts`, where they are sampled over orders; 0 where they are exact.
    """

    parts: Floats
    r_squared: float
    p_values: Floats
    p_value: float
    draws: Floats
    error: float


def linear_fit(answers: Answers, players: Players, method: str, times: int, seed: int) -> Fit:
    """Divide the R² of the score."""
    table = np.column_stack([answers.ratings.to_numpy(), answers.scores])
    correlations = answers.correlations
    error = np.zeros(1)
    if method == "lmg" and len(players) > EXACT_MOST:
        parts, error = importance.lmg_sampled(correlations, players, seed=seed)
    else:
        parts = METHODS[method](correlations, players)
    draws = np.empty((0, len(players)))
    if times:
        resampled = resampled_correlations(table, answers.weights, times, seed)
        draws = _resampled_parts(resampled, correlations, players, method, parts)
    total = float(importance.r_squared(correlations))
    left = answers.n_effective - table.shape[1]
    gains = np.append(importance.last(correlations, players), total)
    steps = np.array([*(len(player) for player in players), table.shape[1] - 1])
    with np.errstate(divide="ignore"):
        tests = fdtrc(steps, max(left, 1e-9), gains / steps * max(left, 0.0) / max(1 - total, 1e-300))
    return Fit(parts, total, tests[:-1], float(tests[-1]), draws, float(error.max()))


def _resampled_parts(resampled: Floats, sample: Floats, players: Players, method: str, parts: Floats) -> Floats:
    """Divide the R² of each resample."""
    if method != "lmg" or len(players) <= EXACT_MOST_RESAMPLED:
        return METHODS[method](resampled, players)
    # All resamples share their few orders: what these miss of the truth is known from the sample and put right.
    missed = parts - importance.lmg_sampled(sample, players, pairs=RESAMPLED_PAIRS)[0]
    return importance.lmg_sampled(resampled, players, pairs=RESAMPLED_PAIRS)[0] + missed


def logistic_fit(answers: Answers, players: Players, method: str, times: int, seed: int, *, outcome: str) -> Fit:
    """Divide McFadden's R² of being a promoter, or a detractor."""
    if method == "johnson":
        raise DriverError(f"method 'johnson' is for outcome='score', got outcome={outcome!r}; take 'lmg'.")
    if len(players) > LOGISTIC_MOST:
        raise DriverError(
            f"outcome={outcome!r} takes at most {LOGISTIC_MOST} drivers, got {len(players)}; leave some out, put "
            "like with like in driver_groups, or take outcome='score'."
        )
    event = (answers.points > 0 if outcome == "promoter" else answers.points < 0).astype(np.float64)
    if np.ptp(event) == 0:
        raise DriverError(
            f"outcome={outcome!r} needs answers that are one and answers that are not, got {len(event)} of one kind; "
            "take outcome='score'."
        )
    ratings = answers.ratings.to_numpy()
    ratings = (ratings - ratings.mean(axis=0)) / ratings.std(axis=0)
    fitted = fit_subsets(ratings, event, answers.weights, players)
    draws = np.array([_divided(worth, method) for worth in resampled_worth(fitted, answers.weights, times, seed)])
    share = np.average(event, weights=answers.weights)
    deviance = -2 * answers.n_effective * (share * np.log(share) + (1 - share) * np.log(1 - share))
    steps = np.array([*(len(player) for player in players), ratings.shape[1]])
    tests = chdtrc(steps, deviance * np.maximum(np.append(_divided(fitted.worth, "last"), fitted.worth[-1]), 0.0))
    return Fit(
        _divided(fitted.worth, method),
        float(fitted.worth[-1]),
        tests[:-1],
        float(tests[-1]),
        draws.reshape(times, len(players)),
        0.0,
    )


def _divided(worth: Floats, method: str) -> Floats:
    """Divide the worth of all subsets among the players."""
    if method == "lmg":
        return importance.shapley(worth)
    single = 2 ** np.arange(len(worth).bit_length() - 1)
    return worth[single] if method == "first" else np.maximum(worth[-1] - worth[len(worth) - 1 - single], 0.0)
