"""What to do first: what is important and badly rated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from npsanalysis.drivers.answers import read_answers
from npsanalysis.drivers.notes import add_notes
from npsanalysis.drivers.ratings import scale_of
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]
    Threshold = Literal["mean", "median", "midpoint"] | float

THRESHOLDS = ("mean", "median", "midpoint")


def importance_performance(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    ranking: pd.DataFrame,
    *,
    importance_at: Threshold = "mean",
    performance_at: Threshold = "mean",
    scales: Mapping[str, tuple[float, float]] | None = None,
    driver_groups: Mapping[str, Sequence[str]] | None = None,
    weight: Weight = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Set the importance of each driver against how well it is rated.

    Parameters
    ----------
    responses
        The responses frame that was ranked.
    ranking
        What `rank_drivers` returned.
    importance_at, performance_at
        Where the quadrants meet: the `"mean"`, `"median"` or `"midpoint"` (of the importances; of the scale) or a
        number, both on 0-100. They decide the quadrant, so the result carries them.
    scales
        Driver → (lowest, highest) rating of its scale, where the ratings used do not show it.
    driver_groups
        As given to `rank_drivers`; the performance of a group is the mean of its drivers.
    weight
        As for `rank_drivers`.
    level
        Confidence level of the interval of performance.

    Returns
    -------
    DataFrame
        `driver, importance, low, high, performance, performance_low, performance_high, importance_at, performance_at,
        quadrant, sure, n`, as ranked. `performance` is the mean rating as a share of the way up its scale, in percent;
        `quadrant` is `concentrate` (important, badly rated), `keep`, `low_priority` or `overkill` (well rated, not
        important); `sure` says whether both intervals keep to one side of the thresholds.

    Raises
    ------
    NPSError
        If nothing drives, or a threshold lies off 0-100.
    UnknownColumnError
        If a column is not there.
    UnknownNameError
        If there is no such threshold.

    References
    ----------
    Martilla J., James J. (1977). Importance-performance analysis. Journal of Marketing 41(1), 77-79.
    https://doi.org/10.1177/002224297704100112

    Examples
    --------
    >>> from npsanalysis import rank_drivers
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 7, 6, 5], "speed": [4, 3, 3, 2, 1, 1], "price": [3, 4, 5] * 2})
    >>> frame = pd.concat([frame] * 9)
    >>> ranking = rank_drivers(frame, ["speed", "price"], bootstrap=0)
    >>> importance_performance(frame, ranking)[["driver", "importance", "performance", "quadrant"]].round(1)
      driver  importance  performance     quadrant
    0  speed        87.2         44.4  concentrate
    1  price        12.8         75.0     overkill
    """
    for name in ("driver", "importance", "low", "high"):
        if name not in ranking.columns:
            raise UnknownColumnError.of(name, ranking.columns)
    if ranking["importance"].isna().any():
        raise NPSError("nothing is known to drive the score, so importance cannot be set against performance.")
    groups = {name: list((driver_groups or {}).get(name, [name])) for name in ranking["driver"]}
    answers = read_answers(responses, [driver for members in groups.values() for driver in members], weight)
    for name in scales or {}:
        if name not in answers.ratings.columns:
            raise UnknownColumnError.of(name, answers.ratings.columns)
    z = normal_quantile(level)
    rows = []
    for members in groups.values():
        ratings = [answers.ratings[member].to_numpy() for member in members]
        ends = [(scales or {}).get(member) or scale_of(given) for member, given in zip(members, ratings, strict=True)]
        climbed = np.mean(
            [100 * (given - least) / (most - least) for given, (least, most) in zip(ratings, ends, strict=True)], axis=0
        )
        rated = ~np.isnan(climbed)
        share = answers.weights[rated] / answers.weights[rated].sum()
        mean = float(share @ climbed[rated])
        half = z * float(np.sqrt((share**2) @ (climbed[rated] - mean) ** 2))
        rows.append((mean, max(mean - half, 0.0), min(mean + half, 100.0), int(rated.sum())))
    frame = ranking[["driver", "importance", "low", "high"]].reset_index(drop=True)
    frame[["performance", "performance_low", "performance_high", "n"]] = pd.DataFrame(rows)
    importances, performances = frame["importance"].to_numpy(), frame["performance"].to_numpy()
    across = _threshold(importances, importance_at, (importances.min() + importances.max()) / 2)
    up = _threshold(performances, performance_at, 50.0)
    frame = frame.assign(importance_at=across, performance_at=up)
    important, well = importances >= across, performances >= up
    frame["quadrant"] = np.select(
        [important & ~well, important, ~well], ["concentrate", "keep", "low_priority"], "overkill"
    )
    frame["sure"] = ((frame["low"] > across) | (frame["high"] < across)) & (
        (frame["performance_low"] > up) | (frame["performance_high"] < up)
    )
    frame["n"] = frame.pop("n")
    return add_notes(frame, [{"note": "association"}])


def _threshold(values: Floats, asked: Threshold, midpoint: float) -> float:
    """Return where quadrants meet."""
    if isinstance(asked, str):
        if asked not in THRESHOLDS:
            raise UnknownNameError.of("threshold", asked, THRESHOLDS)
        return float({"mean": values.mean(), "median": np.median(values), "midpoint": midpoint}[asked])
    if not 0 <= asked <= 100:
        raise NPSError(f"a threshold lies between 0 and 100 percent, got {asked}.")
    return float(asked)
