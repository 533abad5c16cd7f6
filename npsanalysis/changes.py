"""Why did the score change? Because groups scored otherwise, or because other groups answered."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from npsanalysis import counts as counting
from npsanalysis.differences import adjusted_wald
from npsanalysis.errors import NPSError, SmallGroupWarning
from npsanalysis.estimation import as_sample, estimate_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from npsanalysis.counts import Weight


def decompose_change(
    before: Any,  # noqa: ANN401 -- any frame narwhals knows
    after: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str],
    *,
    weight: Weight = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Split the change of the score into the mix of groups and the change within them.

    Both parts use the mean of the two waves (Kitagawa's decomposition), so that they sum to the change exactly and
    neither wave is preferred. All groups may rise while the total falls: the mix part shows it.

    Parameters
    ----------
    before, after
        Responses frames of the two waves, with a column `score`.
    by
        Key column or columns of the groups.
    weight
        Name of the column of weights, as for `nps_by`.
    level
        Confidence level of the within part.

    Returns
    -------
    DataFrame
        keys…, `n_before, n_after, share_before, share_after, nps_before, nps_after, mix, within, within_low,
        within_high`, a row a group. Shares are in percent, the rest in points. `mix` is above 0 where a group above
        the average grew or one below it shrank; `mix` and `within` of all rows sum to the change of the total. The
        bounds take the shares as they are. A group absent from a wave has `n` 0 there, no score, and is all mix.

    Warns
    -----
    SmallGroupWarning
        If a group is absent from a wave.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If a wave has no usable score, or the dates of `before` are not before those of `after`.

    References
    ----------
    Kitagawa E. M. (1955). Components of a difference between two rates. Journal of the American Statistical
    Association 50(272), 1168-1194. https://doi.org/10.1080/01621459.1955.10501299

    Examples
    --------
    >>> import pandas as pd
    >>> before = pd.DataFrame({"score": [10] * 60 + [7] * 20 + [0] * 20, "size": ["big"] * 80 + ["small"] * 20})
    >>> after = pd.DataFrame({"score": [10] * 35 + [7] * 5 + [0] * 50, "size": ["big"] * 40 + ["small"] * 50})
    >>> parts = decompose_change(before, after, "size")
    >>> parts[["size", "nps_before", "nps_after", "mix", "within"]].round(1)
        size  nps_before  nps_after   mix  within
    0    big        75.0       87.5 -24.7     7.8
    1  small      -100.0     -100.0 -39.7     0.0
    """
    keys = counting.as_keys(by)
    if not keys:
        raise NPSError("there must be a column of groups to split the change by; give its name as by=.")
    _check_order(before, after)
    waves = []
    for wave in (before, after):
        column = counting.weight_column(wave, weight)
        counts = counting.count_scores(wave, keys, weight=column)
        estimates = estimate_counts(counts, weighted=column is not None, level=level)
        total = counts.groupby(keys, dropna=False, sort=False, observed=True)["weight"].sum().to_numpy()
        waves.append(estimates.assign(share=100 * total / total.sum()))
    both = waves[0].merge(waves[1], on=keys, how="outer", suffixes=("_before", "_after"))
    both = both.fillna({"n_before": 0, "n_after": 0, "share_before": 0.0, "share_after": 0.0})
    absent = (both["n_before"] == 0) | (both["n_after"] == 0)
    if absent.any():
        warnings.warn(
            f"{int(absent.sum())} of {len(both)} groups are absent from one wave: they count as mix only.",
            SmallGroupWarning,
            stacklevel=2,
        )
    # A group that is absent would have scored as in the other wave: nothing changed within it.
    score_before = both["nps_before"].fillna(both["nps_after"])
    score_after = both["nps_after"].fillna(both["nps_before"])
    share_before, share_after = both["share_before"] / 100, both["share_after"] / 100
    centre = ((share_before * score_before).sum() + (share_after * score_after).sum()) / 2
    held = (share_before + share_after) / 2
    sides = [
        as_sample(
            *(both[f"{share}_{wave}"] for share in ("detractors", "passives", "promoters")),
            n_effective=both[f"n_effective_{wave}"],
            se=both[f"se_{wave}"],
            df=both[f"df_{wave}"],
        )
        for wave in ("after", "before")
    ]
    low, high, _ = adjusted_wald(sides[0], sides[1], level)
    alone = (both["n_before"] < 2) | (both["n_after"] < 2)
    return both.astype({"n_before": np.int64, "n_after": np.int64}).assign(
        mix=(share_after - share_before) * ((score_before + score_after) / 2 - centre),
        within=held * (score_after - score_before),
        within_low=np.where(alone, np.nan, held * 100 * low),
        within_high=np.where(alone, np.nan, held * 100 * high),
    )[
        [
            *keys,
            *(f"{name}_{wave}" for name in ("n", "share", "nps") for wave in ("before", "after")),
            *("mix", "within", "within_low", "within_high"),
        ]
    ]


def _check_order(before: Any, after: Any) -> None:  # noqa: ANN401 -- any frame narwhals knows
    """Raise when both waves are dated and the first does not end before the second begins."""
    if not all("date" in counting.columns_of(wave) for wave in (before, after)):
        return
    dates = [counting.count_days(wave)["date"] for wave in (before, after)]
    last, first = dates[0].max(), dates[1].min()
    if last > first:
        raise NPSError(
            f"the wave before must end before the one after begins, but its last date is {last:%Y-%m-%d} and the "
            f"other's first is {first:%Y-%m-%d}; swap them or cut them apart."
        )
