"""Control charts: tell whether a period is more than noise.

What the rules cost and what they see, at an NPS of +30 with a baseline of 120 days: false alarms in a year in which
nothing happens, and the median number of days until a lasting fall of 10 points is seen (200 simulated years;
`python measurements/alarms.py` prints it):

===========================  ==============  =============  =============  ==============
rule                         false alarms    20 a day       50 a day       200 a day
===========================  ==============  =============  =============  ==============
limits                       0.7             97 days        36 days        7 days
ewma                         1.1             22 days        11 days        4 days
cusum                        1.2             23 days        11 days        4 days
worse than last month        6               19 days        19 days        18 days
5 points worse than it       1.7, 0.6, 0.02  30 days        32 days        30 days
===========================  ==============  =============  =============  ==============

"Worse than last month" sees the fall early because it sees one in every second month.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from npsanalysis.errors import NPSError, UnknownNameError
from npsanalysis.trends.series import as_day, by_series, one_answer_variance, pooled

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MEASURES = ("nps", "promoters", "detractors")
"""What a chart can follow."""

LEAST_PERIODS = 8
"""Fewer periods than this cannot show how much the score varies by itself."""


class Plotted(NamedTuple):
    """What a rule draws: its statistic, and the limits beyond which it alarms."""

    value: Floats
    low: Floats
    high: Floats


class Rule(Protocol):
    """One way to tell signal from noise: the one thing an entry of `RULES` must do."""

    def __call__(self, gap: Floats, se: Floats) -> Plotted:
        """Return what to draw, from each period's distance to the centre and its standard error."""


def limits(gap: Floats, se: Floats) -> Plotted:
    """Take each period alone: it alarms beyond three standard errors (Shewhart)."""
    return Plotted(gap, -3 * se, 3 * se)


def ewma(gap: Floats, se: Floats, *, newest: float = 0.2, width: float = 2.86) -> Plotted:
    """Take the recent past together, its answers fading by a fifth each period: sees small lasting changes sooner [1]_.

    The answers fade, not the scores: a period with few answers moves the line little.
    """
    weight, value, error = (np.empty_like(gap) for _ in range(3))
    total = sum_ = squares = 0.0
    for t, precision in enumerate(1 / se**2):
        total, sum_, squares = (
            (1 - newest) * total + precision,
            (1 - newest) * sum_ + precision * gap[t],
            (1 - newest) ** 2 * squares + precision,
        )
        weight[t], value[t], error[t] = total, sum_ / total, np.sqrt(squares) / total
    return Plotted(value, -width * error, width * error)


def cusum(gap: Floats, se: Floats, *, slack: float = 0.5, decision: float = 5.0) -> Plotted:
    """Add up what exceeds half a standard error, either way: it alarms at five standard errors [2]_.

    The statistic is in standard errors, not in points; of the upward and the downward sum the larger is drawn.
    """
    up, down = cumulative_sums(gap / se, slack)
    value = np.where(up >= -down, up, down)
    return Plotted(value, np.full_like(value, -decision), np.full_like(value, decision))


RULES: Mapping[str, Rule] = MappingProxyType({"limits": limits, "ewma": ewma, "cusum": cusum})
"""Rules by name. Another one is a function of the `Rule` shape, a line here and one in `RUN_LENGTHS`."""

RUN_LENGTHS: Mapping[str, int] = MappingProxyType({"limits": 500, "ewma": 320, "cusum": 320})
"""Periods between two false alarms while nothing changes, on average, as `measurements/alarms.py` measures them with a
baseline of 120 days; a shorter baseline knows the centre less well and `ewma` and `cusum` alarm more often."""


def control_chart(
    estimates: pd.DataFrame,
    rule: str = "limits",
    *,
    measure: str = "nps",
    baseline: tuple[object, object] | None = None,
) -> pd.DataFrame:
    """Tell the periods whose score is more than noise.

    The limits of a period follow from its own number of answers. Where days differ by more than sampling explains,
    they are widened by as much (Laney's sigma z [3]_, estimated from neighbouring periods, never under 1).

    Parameters
    ----------
    estimates
        Series of `nps_over_time`, without a window.
    rule
        A name of `RULES`: `limits` sees large sudden changes, `ewma` and `cusum` small lasting ones.
    measure
        `nps`, or the share of `promoters` or `detractors`.
    baseline
        First and last day of a quiet time that sets the centre and the spread; by default the whole series, in which
        a large change widens its own limits' centre and hides in part.

    Returns
    -------
    DataFrame
        keys…, `start, end, n, observed` (the measure itself), `value, center, limit_low, limit_high` (what the rule
        draws: points or percent, for `cusum` standard errors), `alarm, rule, measure, overdispersion` (sigma z) and
        `false_alarms_per_year`, those to expect of this rule while nothing changes. A row a period with answers.

    Raises
    ------
    UnknownNameError
        If there is no such rule or measure.
    NPSError
        If the periods overlap or fewer than 8 of the baseline have answers, or all their answers are alike.

    References
    ----------
    .. [1] Roberts S. W. (1959). Control chart tests based on geometric moving averages. Technometrics 1(3), 239-250.
           https://doi.org/10.1080/00401706.1959.10489860
    .. [2] Page E. S. (1954). Continuous inspection schemes. Biometrika 41(1-2), 100-115.
           https://doi.org/10.1093/biomet/41.1-2.100
    .. [3] Laney D. B. (2002). Improved control charts for attributes. Quality Engineering 14(4), 531-537.
           https://doi.org/10.1081/QEN-120003555

    Examples
    --------
    >>> import pandas as pd
    >>> from npsanalysis import nps_over_time
    >>> dates = pd.date_range("2026-03-02", periods=20).repeat(4)
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 2] * 14 + [2] * 24, "date": dates})
    >>> estimates = nps_over_time(frame.loc[frame.index.repeat(10)], "D")
    >>> chart = control_chart(estimates, baseline=("2026-03-02", "2026-03-15"))
    >>> chart.loc[chart["alarm"], "start"].min()
    Timestamp('2026-03-16 00:00:00')
    """
    if rule not in RULES:
        raise UnknownNameError.of("rule", rule, RULES)
    if measure not in MEASURES:
        raise UnknownNameError.of("measure", measure, MEASURES)
    span = None if baseline is None else (as_day(baseline[0], "baseline"), as_day(baseline[1], "baseline"))
    return by_series(estimates, lambda series: _chart(series, rule, measure, span))


def cumulative_sums(z: Floats, slack: float) -> tuple[Floats, Floats]:
    """Return the upward and the downward cumulative sums of what exceeds the slack."""
    up, down = np.zeros_like(z), np.zeros_like(z)
    high = low = 0.0
    for t, each in enumerate(z):
        high, low = max(0.0, high + each - slack), min(0.0, low + each + slack)
        up[t], down[t] = high, low
    return up, down


def overdispersion(z: Floats) -> float:
    """Return by how much more neighbouring periods differ than sampling explains: 1 if no more [3]_."""
    return max(1.0, float(np.abs(np.diff(z)).mean()) / 1.128)  # 1.128 is the mean range of two standard normals


def _chart(
    series: pd.DataFrame, rule: str, measure: str, span: tuple[pd.Timestamp, pd.Timestamp] | None
) -> pd.DataFrame:
    quiet = series if span is None else series[series["start"].ge(span[0]) & series["end"].le(span[1])]
    if len(quiet) < LEAST_PERIODS:
        raise NPSError(
            f"a control chart needs a baseline of at least {LEAST_PERIODS} periods with answers to know the usual "
            f"noise, got {len(quiet)}; take shorter periods or a longer baseline."
        )
    center = pooled(quiet, measure)
    share = center / 100
    variance = one_answer_variance(quiet) if measure == "nps" else share * (1 - share)
    if variance <= 0:
        raise NPSError("all answers of the baseline are alike, so that they show no noise to compare with.")
    gap = series[measure].to_numpy() - center
    se = 100 * np.sqrt(variance / series["n_effective"].to_numpy())
    spread = overdispersion((gap / se)[quiet.index])
    drawn = RULES[rule](gap, se * spread)
    points = rule != "cusum"
    middle, least = (center, -100.0 if measure == "nps" else 0.0) if points else (0.0, -np.inf)
    most = 100.0 if points else np.inf
    days = float(((series["end"] - series["start"]).dt.days + 1).median())
    return series[["start", "end", "n"]].assign(
        observed=series[measure],
        value=middle + drawn.value,
        center=middle,
        limit_low=np.maximum(middle + drawn.low, least),
        limit_high=np.minimum(middle + drawn.high, most),
        alarm=(drawn.value < drawn.low) | (drawn.value > drawn.high),
        rule=rule,
        measure=measure,
        overdispersion=spread,
        false_alarms_per_year=365.25 / days / RUN_LENGTHS[rule],
    )
