"""Must-be, linear or delight: what a low rating costs and what a high one earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from npsanalysis.drivers.answers import complete_answers, read_answers
from npsanalysis.drivers.doubts import answer_notes, once
from npsanalysis.drivers.notes import add_notes
from npsanalysis.drivers.ratings import scale_of
from npsanalysis.drivers.regression import least_squares
from npsanalysis.drivers.routing import models_of, routing_notes
from npsanalysis.errors import DriverError, UnknownColumnError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight
    from npsanalysis.drivers.answers import Answers
    from npsanalysis.drivers.notes import Note

    Floats = NDArray[np.float64]

LOW_MOST, HIGH_LEAST = 0.6, 0.9
"""How far up its scale a rating is still low, and from where on it is high: 6 and 9 of 10, as in the NPS itself."""

ESTIMATES = ("penalty", "reward", "balance")

COLUMNS = (
    "driver",
    *(f"{estimate}{end}" for estimate in ESTIMATES for end in ("", "_low", "_high")),
    "asymmetry",
    "factor",
    "tetraclasse",
    "low_most",
    "high_least",
    "n",
)
"""The columns of the result."""


def penalty_reward(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    drivers: Sequence[str],
    *,
    cuts: Mapping[str, tuple[float, float]] | None = None,
    routed: Sequence[str] = (),
    weight: Weight = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare what a low rating of each driver costs with what a high one earns.

    Parameters
    ----------
    responses, drivers, routed, weight
        As for `rank_drivers`; a driver needs at least three different ratings.
    cuts
        Driver → (highest low rating, lowest high rating). By default low is up to 60 % of the way up the scale and high
        from 90 % on: 6 and 9 on 0-10, 3 and 5 on 1-5, as the NPS cuts its own; of three ratings the middle one is
        neither.
    level
        Confidence level of the intervals, and of what counts as an effect.

    Returns
    -------
    DataFrame
        `driver, penalty, penalty_low, penalty_high, reward, reward_low, reward_high, balance, balance_low,
        balance_high, asymmetry, factor, tetraclasse, low_most, high_least, n`, in the order of `drivers`. `penalty` and
        `reward` are the points of score by which low and high ratings differ from those between, the other drivers held
        (least squares on dummies), `balance` is their sum and `asymmetry` (|reward| − |penalty|) / (|reward| +
        |penalty|), −1…1. `factor` is `performance` where both are told from 0, `basic` or `excitement` where only the
        penalty or only the reward is and outweighs the other, else `unclear`. `tetraclasse` compares penalty and reward
        with their means over the drivers: `basic`, `plus`, `key` (both strong) or `secondary` (both weak).

    Raises
    ------
    DriverError
        As for `rank_drivers`, or if a driver has no low, no middle or no high ratings.

    References
    ----------
    Brandt R. (1987). A procedure for identifying value-enhancing service components using customer satisfaction survey
    data. In: Surprenant C. (ed.), Add value to your service, 61-65. American Marketing Association.

    Llosa S. (1997). L'analyse de la contribution des éléments du service à la satisfaction : un modèle tétraclasse.
    Décisions Marketing 10, 81-88. https://doi.org/10.7193/dm.010.81.88

    Mikulić J., Prebežac D. (2008). Prioritizing improvement of service attributes using impact range-performance
    analysis and impact-asymmetry analysis. Managing Service Quality 18(6), 559-576. https://doi.org/10.1108/09604520810920068

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [2, 3, 8, 7, 8, 7] * 9, "access": [1, 1, 4, 4, 5, 5] * 9})
    >>> penalty_reward(frame, ["access"])[["driver", "penalty", "reward", "factor"]].round(1)
       driver  penalty  reward factor
    0  access     -5.0     0.0  basic
    """
    normal_quantile(level)  # checks it
    answers = read_answers(responses, drivers, weight, routed)
    names = list(answers.ratings.columns)
    for name in cuts or {}:
        if name not in names:
            raise UnknownColumnError.of(name, names)
    asked = {name: (cuts or {}).get(name) or default_cuts(answers.ratings[name].to_numpy()) for name in names}
    parts: list[pd.DataFrame] = []
    notes: list[Note] = []
    for rows, members, reported in models_of(answers, {name: [name] for name in names}):
        chosen = answers.among(rows, members)
        complete = complete_answers(chosen)
        contrasts = _contrasts(complete, asked, level)
        parts.append(contrasts[contrasts["driver"].isin(reported)])
        notes += routing_notes(reported, rows, len(complete.scores)) + answer_notes(chosen, complete)
    frame = pd.concat(parts).set_index("driver").loc[names].reset_index()
    strong = frame["penalty"].abs() >= frame["penalty"].abs().mean(), frame["reward"] >= frame["reward"].mean()
    kinds = np.select([strong[0] & strong[1], strong[0], strong[1]], ["key", "basic", "plus"], "secondary")
    frame["tetraclasse"] = kinds
    return add_notes(frame[list(COLUMNS)], [*once(notes), {"note": "association"}])


def default_cuts(ratings: Floats) -> tuple[float, float]:
    """Return the highest low and the lowest high rating of a scale.

    Examples
    --------
    >>> default_cuts(np.array([0.0, 7.0, 10.0])), default_cuts(np.array([1.0, 2.0, 5.0]))
    ((6.0, 9.0), (3.0, 5.0))
    """
    least, most = scale_of(ratings)
    if most - least == 2:
        return least, most
    low_most, high_least = (round(least + share * (most - least), 9) for share in (LOW_MOST, HIGH_LEAST))
    return (float(np.floor(low_most)), float(np.ceil(high_least))) if most - least > 1 else (low_most, high_least)


def _contrasts(answers: Answers, cuts: Mapping[str, tuple[float, float]], level: float) -> pd.DataFrame:
    """Fit the score on what is low and what is high of every driver."""
    names = list(answers.ratings.columns)
    dummies = np.empty((len(answers.scores), 2 * len(names)))
    for place, name in enumerate(names):
        ratings = answers.ratings[name].to_numpy()
        low, high = ratings <= cuts[name][0], ratings >= cuts[name][1]
        for part, where in {"low": low, "high": high, "middle": ~(low | high)}.items():
            if not where.any():
                raise DriverError(
                    f"driver {name!r} needs low, middle and high ratings (up to {cuts[name][0]:g}, between, from "
                    f"{cuts[name][1]:g}), got none that is {part}; set cuts={{{name!r}: (low, high)}}, or leave it out."
                )
        dummies[:, [2 * place, 2 * place + 1]] = np.column_stack([low, high])
    fit = least_squares(dummies, answers.scores, answers.weights, weighted=answers.weighted)
    ways = np.zeros((len(names), 3, len(fit.slopes)))
    for place in range(len(names)):
        ways[place, [0, 2], 2 * place + 1] = 1  # penalty, balance
        ways[place, [1, 2], 2 * place + 2] = 1  # reward, balance
    estimates = ways @ fit.slopes
    half = stdtrit(fit.left, (1 + level) / 2) * np.sqrt(np.einsum("pij,jk,pik->pi", ways, fit.covariance, ways))
    frame = pd.DataFrame({"driver": names})
    for place, estimate in enumerate(ESTIMATES):
        frame[estimate] = estimates[:, place]
        frame[f"{estimate}_low"] = estimates[:, place] - half[:, place]
        frame[f"{estimate}_high"] = estimates[:, place] + half[:, place]
    reward, penalty = frame["reward"].abs(), frame["penalty"].abs()
    frame["asymmetry"] = (reward - penalty) / (reward + penalty)
    costs, earns = frame["penalty_high"] < 0, frame["reward_low"] > 0
    more_costs, more_earns = frame["balance_high"] < 0, frame["balance_low"] > 0
    frame["factor"] = np.select(
        [costs & earns, costs & more_costs, earns & more_earns], ["performance", "basic", "excitement"], "unclear"
    )
    frame["low_most"], frame["high_least"] = zip(*(cuts[name] for name in names), strict=True)
    return frame.assign(n=len(answers.scores))
