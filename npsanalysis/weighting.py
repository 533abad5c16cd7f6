"""Make a sample look like its population: raking to known margins, and what the weights cost.

References
----------
.. [1] Deming W. E., Stephan F. F. (1940). On a least squares adjustment of a sampled frequency table when the expected
       marginal totals are known. Annals of Mathematical Statistics 11(4), 427-444.
       https://doi.org/10.1214/aoms/1177731829
.. [2] Kish L. (1992). Weighting for unequal Pi. Journal of Official Statistics 8(2), 183-200.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError, SampleWarning, UnknownColumnError
from npsanalysis.scale import as_scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]
    Margins = dict[str, tuple[NDArray[np.int64], Floats]]

PRECISION = 1e-12
"""Relative distance from a margin that counts as met."""

MOST_ROUNDS = 500
"""Rounds of raking after which margins are taken for impossible to meet together."""


def rake(
    responses: pd.DataFrame,
    targets: Mapping[str, Mapping[Any, float]],
    *,
    weight: Weight = None,
    trim: float | None = None,
) -> pd.DataFrame:
    """Weight responses so that their margins are those of the population.

    Intervals computed from the weights take them as given; they are then rather too wide than too short, for margins
    that go with the score.

    Parameters
    ----------
    responses
        Responses frame (pandas). Rows without a score get no weight of their own: leave them out first.
    targets
        For each column, the population of each of its groups: numbers of people (the weights then sum to them), or
        shares summing to 1 or 100 (the weights then average 1).
    weight
        Name of a column of weights to start from; by default `weight` where there is one; False for none.
    trim
        Most times the mean weight that a weight may be. Trimmed weights miss the margins a little; how much is warned.

    Returns
    -------
    DataFrame
        `responses` with the columns `weight` and `trimmed` (whether the weight was held at the limit).

    Warns
    -----
    SampleWarning
        If trimmed weights miss a margin by more than half a percent of the population.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If a group has answers but no target or the reverse, a target is not positive, totals differ, a key or a score
        is missing, or no weights meet all margins together.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 3, 8], "size": ["big", "big", "big", "small"]})
    >>> raked = rake(frame, {"size": {"big": 50, "small": 50}})
    >>> raked["weight"].round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    if not isinstance(responses, pd.DataFrame):
        raise NPSError("raking writes a column beside the responses, so it takes a pandas frame.")
    if trim is not None and not trim > 1:
        raise NPSError(f"weights are trimmed at more than 1 time their mean, got trim={trim}.")
    if "score" in responses.columns and np.isnan(as_scores(responses["score"])).any():
        raise NPSError("some responses have no score; leave them out before weighting: only answers count.")
    margins, total = _margins(responses, targets)
    weights = _first_weights(responses, weight)
    weights = weights * (total / weights.sum())
    held = np.zeros(len(weights), dtype=bool)
    for _ in range(MOST_ROUNDS):
        before = weights
        for codes, wanted in margins.values():
            weights = weights * (wanted / np.bincount(codes, weights))[codes]
        if trim is not None:
            most = trim * total / len(weights)
            held = weights > most * (1 - 1e-9)
            weights = np.minimum(weights, most)
        if np.abs(weights / before - 1).max() < PRECISION:
            break
    missed = max(np.abs(np.bincount(codes, weights) - wanted).max() for codes, wanted in margins.values()) / total
    if trim is None and missed > 1e-9:
        raise NPSError(
            f"no weights meet all margins together: after {MOST_ROUNDS} rounds one is still {100 * missed:.2g} % of "
            "the population away; merge small groups."
        )
    if missed > 0.005:
        warnings.warn(
            f"{int(held.sum())} weights were trimmed at {trim:g} times the mean, and a margin is missed by "
            f"{100 * missed:.1f} % of the population.",
            SampleWarning,
            stacklevel=2,
        )
    return responses.assign(weight=weights, trimmed=held)


def describe_weights(responses: pd.DataFrame, *, weight: str = "weight") -> pd.DataFrame:
    """Say what the weights of responses cost.

    Parameters
    ----------
    responses
        Responses frame (pandas), best of `rake`.
    weight
        Name of the column of weights.

    Returns
    -------
    DataFrame
        One row: `n, n_effective, design_effect, smallest, largest, ratio, trimmed`. The effective base is Kish's; the
        design effect says how many times more answers this precision cost; smallest and largest are relative to the
        mean, `ratio` one to the other; `trimmed` counts the weights held at their limit.

    Raises
    ------
    UnknownColumnError
        If there is no such column.

    Examples
    --------
    >>> describe_weights(pd.DataFrame({"weight": [1.0, 1.0, 2.0, 4.0]})).round(2)
       n  n_effective  design_effect  smallest  largest  ratio  trimmed
    0  4         2.91           1.38       0.5      2.0    4.0        0
    """
    if weight not in responses.columns:
        raise UnknownColumnError.of(weight, responses.columns)
    weights = responses[weight].to_numpy(dtype=np.float64)
    _check_positive(weights, weight)
    n_effective = weights.sum() ** 2 / (weights**2).sum()
    return pd.DataFrame(
        {
            "n": [len(weights)],
            "n_effective": [n_effective],
            "design_effect": [len(weights) / n_effective],
            "smallest": [weights.min() / weights.mean()],
            "largest": [weights.max() / weights.mean()],
            "ratio": [weights.max() / weights.min()],
            "trimmed": [int(responses["trimmed"].sum()) if "trimmed" in responses.columns else 0],
        }
    )


def _margins(responses: pd.DataFrame, targets: Mapping[str, Mapping[Any, float]]) -> tuple[Margins, float]:
    """Return for each column the group of each row and the totals wanted, and the sum of the weights."""
    if not targets:
        raise NPSError("raking needs targets: for a column, the population of each of its groups.")
    margins: Margins = {}
    totals = []
    for column, target in targets.items():
        if column not in responses.columns:
            raise UnknownColumnError.of(column, responses.columns)
        if responses[column].isna().any():
            raise NPSError(f"column {column!r} is missing for some responses; fill it in or leave them out.")
        codes = pd.Index(list(target)).get_indexer(responses[column])
        if (codes < 0).any():
            raise NPSError(f"group {responses[column].to_numpy()[codes < 0][0]!r} of {column!r} has no target.")
        empty = sorted(set(range(len(target))) - set(codes.tolist()))
        if empty:
            raise NPSError(
                f"nobody in group {list(target)[empty[0]]!r} of {column!r} answered, so no weight can stand for it; "
                "merge it with another."
            )
        wanted = np.array(list(target.values()), dtype=np.float64)
        if not (np.isfinite(wanted).all() and (wanted > 0).all()):
            raise NPSError(f"targets are positive numbers, got {dict(target)} for {column!r}.")
        totals.append(wanted.sum())
        margins[column] = (codes.astype(np.int64), wanted)
    if max(totals) - min(totals) > 1e-6 * max(totals):
        raise NPSError(
            f"the targets of all columns must have the same total, got {[float(total) for total in totals]}."
        )
    shares = abs(totals[0] - 1) < 1e-6 or abs(totals[0] - 100) < 1e-4
    total = float(len(responses)) if shares else float(totals[0])
    return {column: (codes, wanted * total / wanted.sum()) for column, (codes, wanted) in margins.items()}, total


def _first_weights(responses: pd.DataFrame, weight: Weight) -> Floats:
    """Return the weights to start from."""
    if weight is None:
        weight = "weight" if "weight" in responses.columns else False
    if weight is False:
        return np.ones(len(responses))
    if weight not in responses.columns:
        raise UnknownColumnError.of(weight, responses.columns)
    weights = responses[weight].to_numpy(dtype=np.float64)
    _check_positive(weights, weight)
    return weights


def _check_positive(weights: Floats, column: str) -> None:
    """Raise when weights are no positive numbers."""
    if not len(weights) or not (np.isfinite(weights).all() and (weights > 0).all()):
        raise NPSError(f"column {column!r} has weights that are missing, infinite, zero or negative, or none at all.")
