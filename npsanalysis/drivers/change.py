"""What a better rating might be worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.drivers.answers import read_answers
from npsanalysis.drivers.notes import add_notes
from npsanalysis.drivers.resampling import resampled_moments
from npsanalysis.errors import DriverError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]

LEAST_EXAMPLES = 10
"""How many answers must have the rating that others are supposed to give."""


def simulate_change(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    driver: str,
    *,
    at_most: float,
    to: float,
    given: Sequence[str] = (),
    weight: Weight = None,
    bootstrap: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Ask what the NPS would be if those who rate a driver badly rated it better, and scored like those who do.

    Parameters
    ----------
    responses, weight
        As for `rank_drivers`.
    driver
        Name of the driver.
    at_most, to
        Ratings up to `at_most` become `to`, on the driver's own scale (words count from 1, yes and no are 1 and 0).
    given
        Other drivers to hold: the change is then what goes with this driver alone.
    bootstrap, level, seed
        Of the interval, as for `rank_drivers`.

    Returns
    -------
    DataFrame
        One row: `driver, at_most, to, share, nps, nps_after, low, high, change, change_low, change_high, n, level`;
        `share` is that of the answers concerned, in percent, `low` and `high` are the bounds of `nps_after`. Each
        rating has its own mean (no straight line is assumed), `given` enter linearly. `driver_notes` says the result as
        a sentence, and that it is association.

    Raises
    ------
    DriverError
        If nobody rates so low, or fewer than 10 answers have the rating supposed.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 7, 3, 9] * 20, "delivery": [4, 4, 3, 2, 4] * 20})
    >>> simulate_change(frame, "delivery", at_most=2, to=4)[["share", "nps", "nps_after", "change"]].round(1)
       share   nps  nps_after  change
    0   20.0  40.0       80.0    40.0
    """
    normal_quantile(level)  # checks it
    answers = read_answers(responses, [driver, *given], weight)
    answers = answers.among(answers.complete)
    ratings = answers.ratings[driver].to_numpy()
    used, counts = np.unique(ratings, return_counts=True)
    if to <= at_most:
        raise DriverError(f"a better rating lies above those it replaces, got to={to:g} and at_most={at_most:g}.")
    if not (used <= at_most).any():
        raise DriverError(f"no answer rates {driver!r} {at_most:g} or less; the lowest rating is {used.min():g}.")
    if counts[used == to].sum() < LEAST_EXAMPLES:
        often = ", ".join(f"{rating:g}" for rating in used[(counts >= LEAST_EXAMPLES) & (used > at_most)])
        raise DriverError(
            f"at least {LEAST_EXAMPLES} answers must rate {driver!r} {to:g} to show how they score, got "
            f"{counts[used == to].sum()}; ratings with enough answers are {often or 'none'}."
        )
    others = answers.ratings[list(given)].to_numpy()
    table = np.column_stack([ratings[:, None] == used, others - others.mean(axis=0), answers.points])
    share = answers.weights / answers.weights.sum()
    sample = _simulated((table.T * share @ table)[None], used, at_most, to)[0]
    drawn = _simulated(resampled_moments(table, answers.weights, bootstrap, seed), used, at_most, to)
    tails = [(1 - level) / 2, (1 + level) / 2]
    ends = np.quantile(drawn, tails, axis=0) if bootstrap else np.full((2, 4), np.nan)
    frame = pd.DataFrame({"driver": [driver], "at_most": at_most, "to": to, "share": sample[0], "nps": sample[1]})
    frame = frame.assign(nps_after=sample[2], low=ends[0, 2], high=ends[1, 2], change=sample[3])
    frame = frame.assign(change_low=ends[0, 3], change_high=ends[1, 3], n=len(ratings), level=level)
    told = {"share": float(sample[0]), "nps": float(sample[1]), "nps_after": float(sample[2])}
    note = {"note": "change_given" if given else "change", "driver": driver, "at_most": float(at_most), "to": float(to)}
    interval = {"note": "change_interval", "nps_low": float(ends[0, 3]), "nps_high": float(ends[1, 3])}
    return add_notes(frame, [note | told, *([interval] if bootstrap else []), {"note": "association"}])


def _simulated(moments: Floats, used: Floats, at_most: float, to: float) -> Floats:
    """Return share concerned, NPS, NPS after the change and change: (matrices, 4).

    The columns of the moments are a dummy a rating, the drivers held, and the points of NPS.
    """
    among, outcome = moments[:, :-1, :-1], moments[:, :-1, -1]
    slopes = (np.linalg.pinv(among, rcond=1e-10, hermitian=True) @ outcome[..., None])[..., 0]
    ratings = slice(0, len(used))
    shares = np.einsum("bii->bi", among)[:, ratings]
    lower = shares * (used <= at_most)
    nps = outcome[:, ratings].sum(axis=1)
    gain = (lower * (slopes[:, ratings][:, used == to] - slopes[:, ratings])).sum(axis=1)
    after = np.clip(nps + gain, -100.0, 100.0)
    return np.column_stack([100 * lower.sum(axis=1), nps, after, after - nps])
