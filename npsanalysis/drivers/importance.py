"""How a coefficient of determination divides among drivers, from correlations alone.

A correlation matrix here has the outcome as its last row and column, and may come in a stack of any shape: the result
has that shape and a part of R² for each player. A player is one driver, or several that enter together.

References
----------
.. [1] Lindeman R., Merenda P., Gold R. (1980). Introduction to bivariate and multivariate analysis. Scott, Foresman.
.. [2] Grömping U. (2006). Relative importance for linear regression in R: the package relaimpo. Journal of
       Statistical Software 17(1). https://doi.org/10.18637/jss.v017.i01
.. [3] Johnson J. (2000). A heuristic method for estimating the relative weight of predictor variables in multiple
       regression. Multivariate Behavioral Research 35(1), 1-19. https://doi.org/10.1207/S15327906MBR3501_1
.. [4] Budescu D. (1993). Dominance analysis. Psychological Bulletin 114(3), 542-551.
       https://doi.org/10.1037/0033-2909.114.3.542
.. [5] Fox J., Monette G. (1992). Generalized collinearity diagnostics. Journal of the American Statistical Association
       87(417), 178-183. https://doi.org/10.1080/01621459.1992.10475190
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Players = Sequence[Sequence[int]]

AT_ONCE = 2**18
"""How many numbers of a kind are carried side by side: about what stays in a processor's cache."""

SINGULAR = 1e-10
"""A driver of which the others leave less than this share of variance adds nothing more."""


def lmg(correlations: Floats, players: Players | None = None) -> Floats:
    """Return each player's gain in R², averaged over every order of entry [1]_ [2]_: its Shapley value.

    Exact over all subsets, which are halved player by player: without it (its row and column go) and with it (one
    Schur complement). That is constant work a subset, however many drivers there are.

    Examples
    --------
    >>> lmg(np.array([[1.0, 0.5, 0.6], [0.5, 1.0, 0.5], [0.6, 0.5, 1.0]])).round(4).tolist()
    [0.2617, 0.1517]
    """
    players = _players(correlations, players)
    matrices = _aligned(correlations, np.array([[member for player in players for member in player]]))
    sizes = [len(player) for player in players]
    parts = np.zeros((len(players), matrices.shape[-1]))
    # What does not fit side by side is split off beforehand, subset by subset of the first players.
    apart = max(0, int(np.ceil(np.log2(2 ** len(players) * matrices.shape[-1] / AT_ONCE))))
    branches = [(matrices, np.zeros(0, dtype=np.bool_))]
    while branches:
        branch, entered = branches.pop()
        depth = len(entered)
        if depth < min(apart, len(players)):
            branches += [
                (half, np.append(entered, chosen)) for chosen, half in enumerate(_halves(branch, sizes[depth]))
            ]
        else:
            parts += _accounted(_worth(branch, sizes[depth:]), entered)
    return _restacked(parts, correlations)


def lmg_sampled(
    correlations: Floats, players: Players | None = None, *, pairs: int = 2000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Estimate `lmg` from random orders, each with its reverse, and return the standard errors with it.

    Examples
    --------
    >>> parts, error = lmg_sampled(np.array([[1.0, 0.5, 0.6], [0.5, 1.0, 0.5], [0.6, 0.5, 1.0]]), pairs=10)
    >>> parts.round(4).tolist(), bool(error.max() < 1e-9)  # of two drivers, an order and its reverse are all there are
    ([0.2617, 0.1517], True)
    """
    players = _players(correlations, players)
    rng = np.random.default_rng(seed)
    entries, matrices = correlations.shape[-1] ** 2, max(1, int(np.prod(correlations.shape[:-2])))
    step = max(1, 8 * AT_ONCE // (entries * matrices))
    total, squares = np.zeros((2, len(players), matrices))
    for start in range(0, pairs, step):
        orders = [rng.permutation(len(players)) for _ in range(min(step, pairs - start))]
        half = [_gains(correlations, players, each) for each in (orders, [order[::-1] for order in orders])]
        mean = (half[0] + half[1]) / 2
        total += mean.sum(axis=-1)
        squares += (mean**2).sum(axis=-1)
    mean = total / pairs
    error = np.sqrt(np.maximum(squares / pairs - mean**2, 0.0) / max(pairs - 1, 1))
    return _restacked(mean, correlations), _restacked(error, correlations)


def johnson(correlations: Floats, players: Players | None = None) -> Floats:
    """Return Johnson's relative weights [3]_: near LMG at the cost of one decomposition, but another quantity."""
    among, outcome = correlations[..., :-1, :-1], correlations[..., :-1, -1]
    values, vectors = np.linalg.eigh(among)
    roots = np.sqrt(np.maximum(values, 0.0))
    inverse = np.where(values > SINGULAR, 1 / np.maximum(roots, SINGULAR), 0.0)
    turned = np.swapaxes(vectors, -1, -2)
    slopes = ((vectors * inverse[..., None, :]) @ turned @ outcome[..., None])[..., 0]
    weights = (((vectors * roots[..., None, :]) @ turned) ** 2 @ (slopes**2)[..., None])[..., 0]
    return np.stack([weights[..., list(player)].sum(axis=-1) for player in _players(correlations, players)], axis=-1)


def first(correlations: Floats, players: Players | None = None) -> Floats:
    """Return the R² of each player alone: the squared correlation of a single driver."""
    return np.stack([r_squared(correlations, player) for player in _players(correlations, players)], axis=-1)


def last(correlations: Floats, players: Players | None = None) -> Floats:
    """Return what R² loses when a player is left out: its usefulness beyond all others."""
    players = _players(correlations, players)
    drivers = [member for player in players for member in player]
    without = [r_squared(correlations, [each for each in drivers if each not in player]) for player in players]
    return np.maximum(r_squared(correlations, drivers)[..., None] - np.stack(without, axis=-1), 0.0)


def r_squared(correlations: Floats, drivers: Sequence[int] | None = None) -> Floats:
    """Return the R² of the outcome on some drivers, by default all."""
    chosen = range(correlations.shape[-1] - 1) if drivers is None else drivers
    matrices = _aligned(correlations, np.array([list(chosen)], dtype=np.int64))
    for _ in chosen:
        matrices = _partialled(matrices)
    return np.asarray(1 - matrices[0, 0].reshape(correlations.shape[:-2]))


def worth_of_subsets(correlations: Floats) -> Floats:
    """Return the R² of all 2ᵖ subsets of the drivers of one matrix, driver 0 the lowest bit of the index."""
    p = correlations.shape[-1] - 1
    return _worth(_aligned(correlations, np.array([range(p)])), [1] * p)[:, 0]


def variance_inflation(correlations: Floats, players: Players | None = None) -> Floats:
    """Return how much the other drivers inflate the variance of each player's slope (generalised VIF [5]_)."""
    among = correlations[..., :-1, :-1]
    inflation = []
    for player in _players(correlations, players):
        others = [each for each in range(among.shape[-1]) if each not in player]
        blocks = [among[..., block, :][..., block] for block in (list(player), others)]
        inflation.append(np.linalg.det(blocks[0]) * np.linalg.det(blocks[1]) / np.linalg.det(among))
    return np.stack(inflation, axis=-1)


def shapley(worth: Floats) -> Floats:
    """Return the Shapley value of each of p players from the worth of all 2ᵖ subsets.

    Parameters
    ----------
    worth
        Array of shape (2ᵖ, …); player 0 is the lowest bit of the first index.

    Returns
    -------
    ndarray
        Of shape (p, …).

    Examples
    --------
    >>> shapley(np.array([0.0, 0.3, 0.5, 0.6])).round(4).tolist()
    [0.2, 0.4]
    """
    return _accounted(worth, np.zeros(0, dtype=np.bool_))


def conditional_dominance(worth: Floats) -> Floats:
    """Return each player's mean gain by the number of players already there [4]_.

    Parameters
    ----------
    worth
        Array of shape (2ᵖ,); player 0 is the lowest bit of the index.

    Returns
    -------
    ndarray
        Of shape (p, p): a row a player, a column a number of others. The mean of a row is the Shapley value.
    """
    p = len(worth).bit_length() - 1
    subsets = np.arange(len(worth))
    gains = np.empty((p, p))
    for player in range(p):
        without = subsets[(subsets >> player) % 2 == 0]
        gain = worth[without + 2**player] - worth[without]
        gains[player] = np.bincount(np.bitwise_count(without), weights=gain) / [comb(p - 1, k) for k in range(p)]
    return gains


def _players(correlations: Floats, players: Players | None) -> Players:
    """Return the players: by default each driver for itself."""
    return [[driver] for driver in range(correlations.shape[-1] - 1)] if players is None else players


def _aligned(correlations: Floats, orders: NDArray[np.int64]) -> Floats:
    """Lay matrices side by side, (row, column, matrix × order), their drivers in each of some orders."""
    q = correlations.shape[-1]
    chosen = np.hstack([orders, np.full((len(orders), 1), q - 1)])
    taken = correlations.reshape(-1, q, q)[:, chosen[:, :, None], chosen[:, None, :]]
    return np.ascontiguousarray(np.moveaxis(taken.reshape(-1, *taken.shape[2:]), 0, -1))


def _restacked(parts: Floats, correlations: Floats) -> Floats:
    """Turn (player, matrix) into the shape of the stack of matrices, players last."""
    return np.asarray(parts.T.reshape(*correlations.shape[:-2], len(parts)))


def _partialled(matrices: Floats) -> Floats:
    """Take the first driver out of all others: the Schur complement of its entry."""
    pivot = matrices[0, 0]
    share = np.where(pivot > SINGULAR, matrices[0, 1:] / np.maximum(pivot, SINGULAR), 0.0)
    return np.asarray(matrices[1:, 1:] - matrices[1:, :1] * share)


def _halves(matrices: Floats, size: int) -> tuple[Floats, Floats]:
    """Return the matrices without the first player, a block of `size` drivers, and with it."""
    within = matrices
    for _ in range(size):
        within = _partialled(within)
    return matrices[size:, size:], within


def _worth(matrices: Floats, sizes: Sequence[int]) -> Floats:
    """Return the R² of each subset of players: (subset, matrix), the first player the lowest bit."""
    count = matrices.shape[-1]
    for size in sizes:
        matrices = np.concatenate(_halves(matrices, size), axis=-1)
    return np.asarray(1 - matrices[0, 0].reshape(2 ** len(sizes), count))


def _accounted(worth: Floats, entered: NDArray[np.bool_]) -> Floats:
    """Return what some subsets contribute to the Shapley values.

    The subsets agree on the first players (`entered` says which of them are in) and go through all choices of the
    others. The worth of a subset T counts for its members by 1/(p C(p-1, |T|-1)), against the rest by
    1/(p C(p-1, |T|)).
    """
    free = worth.shape[0].bit_length() - 1
    p = len(entered) + free
    size = entered.sum() + np.bitwise_count(np.arange(2**free))
    inside = np.array([0.0, *(1 / (p * comb(p - 1, k)) for k in range(p))])
    outside = np.array([*inside[1:], 0.0])
    against = np.tensordot(outside[size], worth, axes=1)
    weighed = (inside + outside)[size].reshape(-1, *[1] * (worth.ndim - 1)) * worth
    members = np.empty((free, *worth.shape[1:]))
    for player in range(free - 1, -1, -1):
        without, within = np.split(weighed, 2)
        members[player] = within.sum(axis=0)
        weighed = without + within
    return np.concatenate([entered.reshape(-1, *[1] * (worth.ndim - 1)) * weighed, members]) - against


def _gains(correlations: Floats, players: Players, orders: Sequence[NDArray[np.int64]]) -> Floats:
    """Return what each player adds to R² in each order of entry: (player, matrix, order)."""
    drivers = np.array([[member for player in order for member in players[player]] for order in orders])
    matrices = _aligned(correlations, drivers)
    owner = np.empty(drivers.max() + 1, dtype=np.int64)
    for player, members in enumerate(players):
        owner[list(members)] = player
    gains = np.zeros((len(players), matrices.shape[-1] // len(orders), len(orders)))
    for entrant in drivers.T:
        left = _partialled(matrices)
        gained = (matrices[-1, -1] - left[-1, -1]).reshape(gains.shape[1:])
        gains[owner[entrant], :, np.arange(len(orders))] += gained.T
        matrices = left
    return gains
