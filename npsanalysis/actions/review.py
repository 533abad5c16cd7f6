"""Did it help? The themes something was done about, in the next wave, against those left alone.

The themes picked for action are the worst of their wave, and the worst are partly so by chance: they improve by
themselves. And all themes may move together, for reasons that are nobody's doing. Both are taken off before an action
is given credit:

1. the level of a theme before is shrunk towards that of all themes of its label, as far as its sampling error says
   (regression to the mean) [1]_;
2. the mean change of the themes nothing was done about is subtracted (difference in differences), and how much these
differ
   among themselves widens the interval, as in the prediction interval of a random-effects meta-analysis [2]_.

Shares are compared as ratios: a theme that 20 % mention has more to lose than one that 2 % mention.

References
----------
.. [1] Efron B., Morris C. (1975). Data analysis using Stein's estimator and its generalizations. Journal of the
       American Statistical Association 70(350), 311-319. https://doi.org/10.1080/01621459.1975.10479864
.. [2] Higgins J., Thompson S., Spiegelhalter D. (2009). A re-evaluation of random-effects meta-analysis. Journal of the
       Royal Statistical Society A 172(1), 137-159. https://doi.org/10.1111/j.1467-985X.2008.00552.x
.. [3] DerSimonian R., Laird N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7(3), 177-188.
       https://doi.org/10.1016/0197-2456(86)90046-2
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from npsanalysis.actions.register import ACTION_COLUMNS, check_columns
from npsanalysis.errors import NPSError, UnknownNameError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ACTED = ("in_progress", "done")
"""The statuses of lines that something was done about."""

LEAST_UNTOUCHED = 3
"""Themes left alone that a comparison needs."""

LEAST_THEMES = 4
"""Themes of a label from which their spread can be told from chance."""

REVIEW_COLUMNS = (
    "action_id",
    "theme",
    "label",
    "status",
    "measure",
    "before",
    "after",
    "change",
    "regression",
    "drift",
    "effect",
    "low",
    "high",
    "untouched",
    "level",
    "verdict",
)
"""The columns of a review."""


class Levels(NamedTuple):
    """Where themes stand in a wave, on the scale they are compared on, and the variance of each."""

    value: Floats
    variance: Floats


class Measure(Protocol):
    """From an impacts frame to levels: the one thing an entry of `MEASURES` must do."""

    def __call__(self, impacts: pd.DataFrame, level: float) -> Levels:
        """Return the levels of the rows of `impacts`, which tell their `base`; NaN where they cannot be had."""


def share_levels(impacts: pd.DataFrame, level: float) -> Levels:
    """Return the logarithms of shares of respondents, half a respondent added so that none is log 0."""
    del level  # shares have their sampling error from the counts
    base = impacts["base"].to_numpy(float)
    said = impacts["share"].fillna(0).to_numpy(float) / 100 * base
    return Levels(np.log((said + 0.5) / (base + 0.5)), 1 / (said + 0.5) - 1 / (base + 0.5))


def impact_levels(impacts: pd.DataFrame, level: float) -> Levels:
    """Return impacts in points, with the variance that their intervals tell."""
    width = (impacts["impact_high"] - impacts["impact_low"]).to_numpy(float)
    return Levels(impacts["impact"].to_numpy(float), (width / (2 * normal_quantile(level))) ** 2)


MEASURES: Mapping[str, Measure] = MappingProxyType({"share": share_levels, "impact": impact_levels})
"""What can be compared between waves."""


def review_actions(
    before: pd.DataFrame,
    after: pd.DataFrame,
    actions: pd.DataFrame,
    *,
    measure: str = "share",
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare what was done something about with what was left alone, from one wave to the next.

    Parameters
    ----------
    before, after
        Impacts frames of the two waves, made with the same codebook: `theme, label, responses, share, impact,
        impact_low, impact_high`. A theme that nobody mentions any more has a share of 0.
    actions
        The register: lines that are `in_progress` or `done` are reviewed. The themes of a label without any such line,
        under whatever label, are those left alone.
    measure
        `share` (of the respondents who mention the theme, in percent) or `impact` (on the NPS, in points).
    level
        Confidence level, here and of the intervals of the impacts.

    Returns
    -------
    DataFrame
        A row a line: `action_id, theme, label, status, measure, before, after, change` (`after - before`); of which
        `regression` was to be expected of a theme picked at this level, by chance alone, and `drift` is what the themes
        left alone did; `effect` is the rest, with its interval `low, high`; `untouched` (how many were left alone),
        `level` and `verdict`: `better`, `worse`, `not shown` (the interval contains 0), or `no comparison` (fewer
        than 3 were left alone, or a figure is missing). A fall of a con or suggestion, and a rise of a pro or of an
        impact, is better. Themes are no experiment: what was begun for other reasons at the same time counts too, and
        a theme that is named in the same statements as one acted on is not left alone (give its line the same status).

    Raises
    ------
    UnknownColumnError
        If a frame lacks a column.
    UnknownNameError
        If there is no such measure.
    NPSError
        If no line was begun, the waves have no theme in common, or the level is not between 0 and 1.

    Examples
    --------
    >>> themes = ["waiting", "price", "choice", "parking", "website"]
    >>> def wave(*responses):
    ...     shares = [number / 20 for number in responses]  # of 2000 respondents
    ...     return pd.DataFrame({"theme": themes, "label": "con", "responses": responses, "share": shares,
    ...         "impact": 0.0, "impact_low": -1.0, "impact_high": 1.0})
    >>> actions = pd.DataFrame({"action_id": "con-waiting", "theme": "waiting", "label": "con", "status": "done"},
    ...     index=[0]).reindex(columns=ACTION_COLUMNS)
    >>> review = review_actions(wave(500, 300, 200, 150, 100), wave(250, 290, 205, 145, 104), actions)
    >>> review[["before", "after", "change", "effect", "low", "high", "verdict"]].round(1)
       before  after  change  effect   low  high verdict
    0    25.0   12.5   -12.5   -12.1 -15.1  -8.2  better
    """
    if measure not in MEASURES:
        raise UnknownNameError.of("measure of a review", measure, MEASURES)
    check_columns(actions, ACTION_COLUMNS)
    for wave in (before, after):
        check_columns(wave, ("theme", "label", "responses", "share", "impact", "impact_low", "impact_high"))
        if wave.duplicated(["theme", "label"]).any():
            raise NPSError("a theme × label has two rows in the impacts; give those of one question or group.")
    normal_quantile(level)  # checks it
    acted = actions[actions["status"].isin(ACTED)]
    if acted.empty:
        raise NPSError("no action was begun: a review needs lines whose status is 'in_progress' or 'done'.")
    waves = before.merge(after, on=["theme", "label"], how="left", suffixes=("", "_after"))
    waves = waves.assign(base=_base(before), base_after=_base(after))
    if waves["responses_after"].notna().sum() == 0:
        raise NPSError("the two waves have no theme in common; tag both with the same codebook.")
    waves = waves.assign(touched=waves["theme"].isin(acted["theme"]))
    parts = [_compare(group, measure, level) for _, group in waves.groupby("label", sort=False)]
    compared = pd.concat(parts)[["theme", "label", *REVIEW_COLUMNS[5:-2]]]
    review = acted[["action_id", "theme", "label", "status"]].merge(compared, on=["theme", "label"], how="left")
    review = review.assign(measure=measure, level=level, untouched=review["untouched"].fillna(0).astype(np.int64))
    review["verdict"] = _verdicts(review)
    return review[list(REVIEW_COLUMNS)]


def _base(impacts: pd.DataFrame) -> float:
    """Return of how many respondents the shares of a wave are."""
    said = impacts[(impacts["share"] > 0) & (impacts["responses"] > 0)]
    if said.empty:
        raise NPSError("nobody mentions any theme in one of the waves; there is nothing to compare.")
    return float((100 * said["responses"] / said["share"]).median())


def _compare(themes: pd.DataFrame, measure: str, level: float) -> pd.DataFrame:
    """Compare the themes of one label with those of it that were left alone."""
    names = ["share", "impact", "impact_low", "impact_high", "base"]
    later = themes[[f"{name}_after" for name in names]].set_axis(names, axis=1)
    was, now = (MEASURES[measure](wave, level) for wave in (themes, later))
    regression, kept = _regression(was)
    moved = now.value - was.value - regression
    variance = now.variance + kept * was.variance
    alone = ~themes["touched"].to_numpy() & np.isfinite(moved) & np.isfinite(variance)
    drift, spread = _combine(moved[alone], variance[alone]) if alone.sum() >= LEAST_UNTOUCHED else (np.nan, np.nan)
    half = stdtrit(max(int(alone.sum()) - 1, 1), (1 + level) / 2) * np.sqrt(variance + spread)
    effect = moved - drift
    start, by_chance = was.value, was.value + regression
    expected = by_chance + drift
    places = [start, by_chance, expected, expected + effect, expected + effect - half, expected + effect + half]
    if measure == "share":  # a ratio to the expected share becomes points of it
        places = [100 * np.exp(np.minimum(place, 0.0)) for place in places]
    start, by_chance, expected, reached, low, high = places
    before, after = (wave[measure].to_numpy(float) for wave in (themes, later))
    after = np.nan_to_num(after) if measure == "share" else after
    return themes.assign(
        before=before,
        after=after,
        change=after - before,
        regression=by_chance - start,
        drift=expected - by_chance,
        effect=reached - expected,
        low=low - expected,
        high=high - expected,
        untouched=alone.sum(),
    )


def _regression(was: Levels) -> tuple[Floats, Floats]:
    """Return the change that each theme is to make by chance alone, and the part of its variance that stays."""
    usable = np.isfinite(was.value) & (was.variance > 0)
    if usable.sum() < LEAST_THEMES:
        return np.zeros_like(was.value), np.ones_like(was.value)
    centre, between = _random_effects(was.value[usable], was.variance[usable])
    kept = between / (between + was.variance)
    return (1 - kept) * (centre - was.value), kept


def _combine(changes: Floats, variances: Floats) -> tuple[float, float]:
    """Return the mean change of the themes left alone, and the variance of what one of them does around it."""
    drift, between = _random_effects(changes, variances)
    return drift, between + 1 / float(np.sum(1 / (variances + between)))


def _random_effects(values: Floats, variances: Floats) -> tuple[float, float]:
    """Return the mean of values of known variances, and the variance of the true ones around it [3]_."""
    weights = 1 / variances
    centre = np.average(values, weights=weights)
    excess = np.sum(weights * (values - centre) ** 2) - (len(values) - 1)
    between = max(float(excess / (weights.sum() - np.sum(weights**2) / weights.sum())), 0.0)
    return float(np.average(values, weights=1 / (variances + between))), between


def _verdicts(review: pd.DataFrame) -> list[str]:
    """Say of each line whether it got better."""
    verdicts = []
    for label, measure, low, high in zip(
        review["label"], review["measure"], review["low"], review["high"], strict=True
    ):
        rise_is_better = measure == "impact" or label == "pro"
        if np.isnan(low) or np.isnan(high):
            verdicts.append("no comparison")
        elif low > 0 or high < 0:
            verdicts.append("better" if (low > 0) is rise_is_better else "worse")
        else:
            verdicts.append("not shown")
    return verdicts
