"""Before the survey and after it: how many answers it takes, what difference it can find, who did not answer.

References
----------
.. [1] Cochran W. G. (1977). Sampling Techniques, 3rd ed., chapter 4. Wiley.
.. [2] Manski C. F. (1989). Anatomy of the selection problem. Journal of Human Resources 24(3), 343-360.
       https://doi.org/10.2307/145818
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri

from npsanalysis import counts as counting
from npsanalysis.errors import NPSError, UnknownNameError
from npsanalysis.intervals import PSEUDO_COUNTS, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.score import NPSEstimate

    Against = Literal["group", "value"]

WORST_PROMOTERS = WORST_DETRACTORS = 50.0
"""Shares of promoters and detractors that need the most answers: no passive, half and half."""


def plan_sample(
    *,
    margin: float | None = None,
    difference: float | None = None,
    power: float = 0.8,
    against: Against = "group",
    promoters: float = WORST_PROMOTERS,
    detractors: float = WORST_DETRACTORS,
    level: float = 0.95,
    method: str = "wald",
    population: float | None = None,
    design_effect: float = 1.0,
) -> int:
    """Plan the number of answers: for a margin of error, or to find a difference.

    Parameters
    ----------
    margin
        Half the width that the interval may have, in points.
    difference
        The difference to be found, in points; the answer is then the number in each group.
    power
        The chance of finding that difference if it is there.
    against
        Whether `difference` is one between two groups of that size (two-sided test) or one of a `value`, such as a
        target, that the score should exceed (one-sided).
    promoters, detractors
        The shares expected, in percent; without them the worst case.
    level
        Confidence level.
    method
        `wald`, the usual formula, or `adjusted_wald`, which needs three answers fewer.
    population
        How many there are to ask, if they are few.
    design_effect
        How many times more answers weights or clusters cost.

    Returns
    -------
    int
        Answers needed (in each group, for a difference of groups): divide by the response rate for invitations.

    Raises
    ------
    NPSError
        If neither or both of margin and difference are given, or a number is off its scale.
    UnknownNameError
        If there is no such method or comparison.

    Examples
    --------
    >>> plan_sample(margin=5), plan_sample(margin=5, promoters=50, detractors=20)
    (1537, 938)
    >>> plan_sample(difference=10, power=0.8, promoters=50, detractors=20)
    958
    """
    if (margin is None) == (difference is None):
        raise NPSError("give either the margin of error or the difference to be found, in points.")
    _check_choice("comparison", against, ("group", "value"))
    _check_choice("method for a sample size", method, ("wald", "adjusted_wald"))
    target = margin if margin is not None else difference
    if target is None or not 0 < target <= 200:
        raise NPSError(f"a margin or a difference lies above 0 and is at most 200 points, got {target}.")
    if not 0 < power < 1:
        raise NPSError(f"the power must lie between 0 and 1, got {power}; 80 % is power=0.8.")
    if not design_effect > 0 or (population is not None and not population >= 1):
        raise NPSError("a design effect is above 0, and a population at least 1.")
    variance = _variance(promoters, detractors)
    if margin is not None:
        n = variance * (normal_quantile(level) / (target / 100)) ** 2
    else:
        one_sided = against == "value"
        z = float(ndtri(level)) if one_sided else normal_quantile(level)
        n = (1 if one_sided else 2) * variance * ((z + float(ndtri(power))) / (target / 100)) ** 2
    if method == "adjusted_wald":
        n -= sum(PSEUDO_COUNTS)
    n *= design_effect
    if population is not None:
        n /= 1 + (n - 1) / population
    # A whole number that floating point missed by a hair stays that number.
    return max(1, math.ceil(n - 1e-9))


def smallest_difference(
    n_a: float,
    n_b: float,
    *,
    power: float = 0.8,
    promoters: float = WORST_PROMOTERS,
    detractors: float = WORST_DETRACTORS,
    level: float = 0.95,
) -> float:
    """Return the smallest difference that two groups of these sizes would find with that power, in points.

    Parameters
    ----------
    n_a, n_b
        Answers of each group, effective ones where they are weighted.
    power, promoters, detractors, level
        As for `plan_sample`.

    Raises
    ------
    NPSError
        If a group is empty or a number is off its scale.

    Examples
    --------
    >>> round(smallest_difference(400, 400, promoters=50, detractors=20), 1)
    15.5
    """
    if not (n_a > 0 and n_b > 0):
        raise NPSError(f"both groups need answers, got {n_a} and {n_b}.")
    if not 0 < power < 1:
        raise NPSError(f"the power must lie between 0 and 1, got {power}; 80 % is power=0.8.")
    se = math.sqrt(_variance(promoters, detractors) * (1 / n_a + 1 / n_b))
    return 100 * (normal_quantile(level) + float(ndtri(power))) * se


def response_rate(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | None = None,
    *,
    asked: float | Mapping[Any, float] | None = None,
) -> pd.DataFrame:
    """Return how many of those asked gave a score.

    Parameters
    ----------
    responses
        Responses frame.
    by
        Column of groups, or none for the whole.
    asked
        How many were asked: a number, or with `by` a mapping from group to number (groups nobody answered in
        included). Without it, every row of `responses` is somebody who was asked.

    Returns
    -------
    DataFrame
        The group, `asked, answered, rate`, the rate in percent.

    Raises
    ------
    NPSError
        If fewer were asked than answered, or groups are not among those asked.

    Examples
    --------
    >>> response_rate(pd.DataFrame({"score": [10, 7, None]}), asked=12)
       asked  answered       rate
    0     12         2  16.666667
    """
    keys = counting.as_keys(by)
    found = counting.count_answers(responses, keys)
    if isinstance(asked, Mapping) and by is not None:
        unknown = [group for group in found[by] if group not in asked]
        if unknown:
            raise NPSError(f"group {unknown[0]!r} answered, but is not among those asked: {list(asked)}.")
        sizes = pd.DataFrame({by: list(asked), "asked": list(asked.values())})
        found = sizes.merge(found[[by, "answered"]], how="left").fillna({"answered": 0}).astype({"answered": np.int64})
    elif asked is not None:
        if isinstance(asked, Mapping) or by is not None:
            raise NPSError("with groups, `asked` is a mapping from group to number; without groups, one number.")
        found = found.assign(asked=asked)
    if (found["asked"] < found["answered"]).any():
        raise NPSError("more people answered than were asked; check the numbers asked.")
    return found.assign(rate=100 * found["answered"] / found["asked"])[[*keys, "asked", "answered", "rate"]]


def nonresponse_bounds(
    estimate: NPSEstimate, asked: float, *, gaps: Sequence[float] = (-40.0, -20.0, -10.0, 0.0, 10.0)
) -> pd.DataFrame:
    """Say what the score of all who were asked could be, if those who did not answer differ.

    Parameters
    ----------
    estimate
        The score of those who answered.
    asked
        How many were asked.
    gaps
        How many points the silent may score above those who answered (below, where negative).

    Returns
    -------
    DataFrame
        `gap, nps_silent, nps, low, high`, a row an assumption: first all silent are detractors, then the gaps (where
        they leave the scale, its end), last all are promoters. The interval carries the sampling error of those who
        answered; what the silent think is assumed, not measured.

    Raises
    ------
    NPSError
        If fewer were asked than answered.

    Examples
    --------
    >>> from npsanalysis.score import nps_from_counts
    >>> bounds = nonresponse_bounds(nps_from_counts(20, 30, 50), asked=400, gaps=[-20, 0])
    >>> bounds[["gap", "nps_silent", "nps"]].round(1)
         gap  nps_silent   nps
    0 -130.0      -100.0 -67.5
    1  -20.0        10.0  15.0
    2    0.0        30.0  30.0
    3   70.0       100.0  82.5
    """
    if not asked >= estimate.n:
        raise NPSError(f"{estimate.n} people answered, so at least as many were asked, got {asked}.")
    answered = estimate.n / asked
    silent = np.clip([-100.0, *(estimate.nps + gap for gap in gaps), 100.0], -100.0, 100.0)
    fixed = (1 - answered) * silent
    # Under a gap the silent move with those who answered; at the ends of the scale they do not.
    moves = np.where(np.abs(silent) < 100, 1.0, answered)
    nps = answered * estimate.nps + fixed
    return pd.DataFrame(
        {
            "gap": silent - estimate.nps,
            "nps_silent": silent,
            "nps": nps,
            "low": np.maximum(nps + moves * (estimate.low - estimate.nps), -100.0),
            "high": np.minimum(nps + moves * (estimate.high - estimate.nps), 100.0),
        }
    )


def _variance(promoters: float, detractors: float) -> float:
    """Return the variance of one answer on −1…1, from shares in percent."""
    if not (promoters >= 0 and detractors >= 0 and promoters + detractors <= 100 and promoters + detractors > 0):
        raise NPSError(
            "shares are in percent, and promoters and detractors at most 100 together, got "
            f"{promoters} and {detractors}."
        )
    p, d = promoters / 100, detractors / 100
    return p + d - (p - d) ** 2


def _check_choice(kind: str, name: str, choices: tuple[str, ...]) -> None:
    """Raise when `name` is none of the choices."""
    if name not in choices:
        raise UnknownNameError.of(kind, name, choices)
