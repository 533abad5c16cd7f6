"""Unknown change points: when the score shifted, give or take how many days."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError
from npsanalysis.intervals import normal_quantile
from npsanalysis.trends.series import by_series, one_answer_variance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHUFFLES = 999
"""Orders of the same periods with which the largest step is compared."""

SHIFT_COLUMNS = (
    "date",
    "date_low",
    "date_high",
    "before",
    "after",
    "difference",
    "low",
    "high",
    "p_value",
    "n",
    "n_reference",
    "level",
    "method",
)


class Step(NamedTuple):
    """The place after which the score changed most, its test statistic and p-value."""

    place: int
    statistic: float
    p_value: float


def find_shifts(estimates: pd.DataFrame, *, at_least: int = 7, level: float = 0.95, seed: int = 0) -> pd.DataFrame:
    """Find the dates at which the score shifted, each with its uncertainty in days.

    The series is cut where two levels fit it better than one, if a step as large is rare among the same periods in
    random order; then each part is searched again (binary segmentation [1]_). While nothing changes, a whole series
    yields a false shift with probability `1 - level`, however many days it has and whatever their numbers of answers;
    beside a true shift there is a false one with that probability again.

    A slow slide is found as one or several steps, and a dip that recovers within a few periods may be missed:
    `control_chart` is for those.

    Parameters
    ----------
    estimates
        Series of `nps_over_time`, without a window.
    at_least
        Least number of periods between two shifts, and between a shift and the ends.
    level
        Confidence level of the search, of the dates and of the differences.
    seed
        Seed of the random orders.

    Returns
    -------
    DataFrame
        keys…, `date` (first day of the new level), `date_low, date_high` (the days on which it may have begun,
        by inverting the likelihood ratio [2]_), `before, after` (NPS), `difference, low, high, p_value, n,
        n_reference, level, method`; a row a shift, none if there is none. The difference belongs to the date found:
        small ones are exaggerated somewhat, having been looked for.

    Raises
    ------
    NPSError
        If the periods overlap, or there are fewer than twice `at_least` with answers.

    References
    ----------
    .. [1] Vostrikova L. (1981). Detecting "disorder" in multidimensional random processes. Soviet Mathematics Doklady
           24, 55-59.
    .. [2] Hansen B. E. (2000). Sample splitting and threshold estimation. Econometrica 68(3), 575-603.
           https://doi.org/10.1111/1468-0262.00124

    Examples
    --------
    >>> from npsanalysis import nps_over_time
    >>> dates = pd.date_range("2026-03-02", periods=40).repeat(10)
    >>> usual, worse = [10, 10, 10, 9, 9, 8, 8, 7, 5, 2], [10, 9, 8, 8, 7, 6, 5, 3, 2, 0]
    >>> estimates = nps_over_time(pd.DataFrame({"score": usual * 25 + worse * 15, "date": dates}), "D")
    >>> find_shifts(estimates)[["date", "before", "after"]]
            date  before  after
    0 2026-03-27    30.0  -30.0
    """
    z = normal_quantile(level)
    if at_least < 2:
        raise NPSError(f"a level needs at least 2 periods, got at_least={at_least}.")
    return by_series(estimates, lambda series: _shifts(series, at_least, level, z, seed))


def _shifts(series: pd.DataFrame, at_least: int, level: float, z: float, seed: int) -> pd.DataFrame:
    if len(series) < 2 * at_least:
        raise NPSError(
            f"to find a shift at least {2 * at_least} periods with answers are needed ({at_least} on each side), got "
            f"{len(series)}."
        )
    value, weight = series["nps"].to_numpy(), series["n_effective"].to_numpy()
    steps = _segment(value, weight, at_least, 1 - level, np.random.default_rng(seed))
    edges = [0, *(step.place for step in steps), len(value)]
    for i in range(1, len(edges) - 1):  # once all cuts are known, each is placed best between its neighbours
        edges[i] = (
            edges[i - 1]
            + best_step(value[edges[i - 1] : edges[i + 1]], weight[edges[i - 1] : edges[i + 1]], at_least)[0]
        )
    parts = [slice(first, last) for first, last in pairwise(edges)]
    level_of = [float(np.average(value[part], weights=weight[part])) for part in parts]
    residual = sum(
        float((weight[part] * (value[part] - mean) ** 2).sum()) for part, mean in zip(parts, level_of, strict=True)
    )
    # The noise of one answer, in points squared: sampling alone, or what the periods show if that is more.
    sampling = np.mean([1e4 * one_answer_variance(series.iloc[part]) for part in parts])
    noise = max(float(sampling), residual / max(len(value) - len(parts), 1), np.finfo(float).tiny)
    rows = []
    for i, step in enumerate(steps):
        start, place, end = edges[i], edges[i + 1], edges[i + 2]
        low, high = _dates(value[start:end], weight[start:end], noise, at_least, level)
        se = float(np.sqrt(noise / weight[start:place].sum() + noise / weight[place:end].sum()))
        difference = level_of[i + 1] - level_of[i]
        first = series["start"]
        rows.append(
            (
                first[place],
                first[start + low],
                first[start + high],
                level_of[i],
                level_of[i + 1],
                difference,
                difference - z * se,
                difference + z * se,
                step.p_value,
                int(series["n"].iloc[place:end].sum()),
                int(series["n"].iloc[start:place].sum()),
                level,
                "binary_segmentation",
            )
        )
    found = pd.DataFrame(rows, columns=list(SHIFT_COLUMNS))
    return found if rows else found.astype(dict.fromkeys(("date", "date_low", "date_high"), "datetime64[s]"))


def gains(value: Floats, weight: Floats) -> Floats:
    """Return by how much two levels fit better than one, for a cut before each place but the first.

    The last axis of `value` and `weight`, of shape (…, n), is time; the result has shape (…, n - 1).
    """
    centered = value - (weight * value).sum(axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
    left = weight.cumsum(axis=-1)[..., :-1]
    total = weight.sum(axis=-1, keepdims=True)
    moment = (weight * centered).cumsum(axis=-1)[..., :-1]
    return np.asarray(moment**2 * total / (left * (total - left)))


def best_step(value: Floats, weight: Floats, at_least: int) -> tuple[int, float]:
    """Return the place of the best cut and its gain."""
    allowed = gains(value, weight)[at_least - 1 : len(value) - at_least]
    place = int(allowed.argmax())
    return at_least + place, float(allowed[place])


def _segment(
    value: Floats, weight: Floats, at_least: int, risk: float, rng: np.random.Generator, offset: int = 0
) -> list[Step]:
    """Return the cuts of a stretch of the series, in order."""
    if len(value) < 2 * at_least:
        return []
    place, gain = best_step(value, weight, at_least)
    order = rng.permuted(np.tile(np.arange(len(value)), (SHUFFLES, 1)), axis=1)
    shuffled = gains(value[order], weight[order])[:, at_least - 1 : len(value) - at_least].max(axis=1)
    p_value = (1 + int((shuffled >= gain * (1 - 1e-9)).sum())) / (1 + SHUFFLES)
    if p_value > risk:
        return []
    # Both parts share the risk, so that a true shift does not double that of a false one beside it.
    before = _segment(value[:place], weight[:place], at_least, risk / 2, rng, offset)
    after = _segment(value[place:], weight[place:], at_least, risk / 2, rng, offset + place)
    return [*before, Step(offset + place, gain, p_value), *after]


def _dates(value: Floats, weight: Floats, noise: float, at_least: int, level: float) -> tuple[int, int]:
    """Return the first and the last place whose cut the likelihood ratio does not rule out [2]_."""
    gain = gains(value, weight)[at_least - 1 : len(value) - at_least]
    bound = -2 * np.log1p(-np.sqrt(level))
    places = np.flatnonzero((gain.max() - gain) / noise <= bound) + at_least
    return int(places[0]), int(places[-1])
