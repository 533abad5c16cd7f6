"""Which drivers move with the score, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from npsanalysis.drivers.answers import complete_answers, read_answers
from npsanalysis.drivers.doubts import answer_notes, fit_notes, once
from npsanalysis.drivers.fits import METHODS, linear_fit, logistic_fit
from npsanalysis.drivers.importance import variance_inflation
from npsanalysis.drivers.notes import add_notes
from npsanalysis.drivers.routing import models_of, routing_notes
from npsanalysis.errors import DriverError, UnknownColumnError, UnknownNameError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight
    from npsanalysis.drivers.answers import Answers
    from npsanalysis.drivers.fits import Fit
    from npsanalysis.drivers.importance import Players

    Floats = NDArray[np.float64]

OUTCOMES = ("score", "promoter", "detractor")

COLUMNS = (
    "driver",
    "importance",
    "low",
    "high",
    "r_squared",
    "r_squared_total",
    "rank",
    "rank_low",
    "rank_high",
    "p_first",
    "effect_nps",
    "effect_score",
    "vif",
    "n",
    "clear",
)
"""The columns of a drivers frame."""


def rank_drivers(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    drivers: Sequence[str],
    *,
    outcome: Literal["score", "promoter", "detractor"] = "score",
    method: Literal["lmg", "johnson", "last", "first"] = "lmg",
    routed: Sequence[str] = (),
    weight: Weight = None,
    driver_groups: Mapping[str, Sequence[str]] | None = None,
    bootstrap: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Rank what moves with the score, with the uncertainty of shares and ranks.

    Parameters
    ----------
    responses
        Responses frame with a column `score` and a column a driver: numbers (1-5, 0-10, …), labelled numbers, Likert
        words in French or English, yes and no, or themes from `add_mentions`; scales may be mixed.
    drivers
        Names of the driver columns.
    outcome
        `"score"` divides the R² of the score itself; `"promoter"` and `"detractor"` divide McFadden's R² of a logistic
        regression.
    method
        `"lmg"` is the gain in R² averaged over all orders of entry (Shapley value), exact up to 24 drivers; `"johnson"`
        are relative weights; `"last"` is what only this driver explains, `"first"` what it explains alone.
    routed
        Drivers of which a missing rating means that the question did not apply, as where an export leaves the questions
        that were skipped empty; "not concerned" in so many words is known without.
    weight
        Name of the column of weights; by default `weight` where there is one; False switches weighting off.
    driver_groups
        Drivers that count as one: name → members. The others stand for themselves.
    bootstrap
        Number of resamples for the intervals; 0 for none.
    level
        Confidence level, of the intervals and of `clear`.
    seed
        Of the resamples, and of the orders where there are too many drivers for all of them.

    Returns
    -------
    DataFrame
        Drivers: `driver, importance, low, high, r_squared, r_squared_total, rank, rank_low, rank_high, p_first,
        effect_nps, effect_score, vif, n, clear`, most important first. `importance` is the share in the sum of the
        parts `r_squared`, in percent, `low` and `high` its interval; `p_first` is the share of resamples in which it
        ranks first, in percent; `effect_nps` and `effect_score` are what one step more of the driver goes with, the
        others held, in points of NPS and of score; `clear` says whether it can be told from no effect of its own
        (partial F or likelihood ratio test, Holm's correction over the drivers). Where the whole model cannot be told
        from chance there is no ranking: shares and ranks are missing, `clear` is False throughout. `driver_notes` says
        the rest.

    Raises
    ------
    DriverError
        If a driver is constant, the score itself, not a rating or determined by others, or answers are too few.
    UnknownColumnError
        If a column is not there.
    UnknownNameError
        If there is no such method or outcome.

    Notes
    -----
    Answers without one of the ratings are left out. "Not concerned" is not a missing rating: a driver that does not
    concern 5 % or more is ranked among those it concerns, together with the drivers that (nearly) all of these could
    rate. Rows of the result can so stem from different models: `n` and `r_squared_total` are theirs.

    A part of R² is never negative, so the percentile interval of a share cannot reach 0, not even of a driver without
    effect: whether there is one, `clear` says. With weights, tests use the effective number of answers (Kish).

    References
    ----------
    Lindeman R., Merenda P., Gold R. (1980). Introduction to bivariate and multivariate analysis. Scott, Foresman.

    Grömping U. (2007). Estimators of relative importance in linear regression based on variance decomposition. The
    American Statistician 61(2), 139-147. https://doi.org/10.1198/000313007X188252

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 7, 6, 5], "speed": [5, 4, 4, 3, 2, 2], "price": [1, 2, 3] * 2})
    >>> frame = pd.concat([frame] * 9)
    >>> rank_drivers(frame, ["speed", "price"], bootstrap=0)[["driver", "importance", "rank", "clear"]].round(1)
      driver  importance  rank  clear
    0  speed        87.2     1   True
    1  price        12.8     2   True
    """
    if method not in METHODS:
        raise UnknownNameError.of("method", method, METHODS)
    if outcome not in OUTCOMES:
        raise UnknownNameError.of("outcome", outcome, OUTCOMES)
    normal_quantile(level)  # checks it
    answers = read_answers(responses, drivers, weight, routed)
    groups = _groups(list(answers.ratings.columns), driver_groups or {})
    parts, notes = [], []
    for rows, members, reported in models_of(answers, groups):
        chosen = answers.among(rows, [driver for name in members for driver in groups[name]])
        complete = complete_answers(chosen)
        places = {driver: place for place, driver in enumerate(complete.ratings.columns)}
        players = [[places[driver] for driver in groups[name]] for name in members]
        if outcome == "score":
            fit = linear_fit(complete, players, method, bootstrap, seed)
        else:
            fit = logistic_fit(complete, players, method, bootstrap, seed, outcome=outcome)
        ranked = _ranked(fit, complete, players, level).assign(driver=members)
        parts.append(ranked[ranked["driver"].isin(reported)])
        notes += fit_notes(fit, ranked, complete, outcome) + routing_notes(reported, rows, len(complete.scores))
        notes += answer_notes(chosen, complete, list(groups.values()))
    ranking = pd.concat(parts, ignore_index=True)
    ranking = ranking.sort_values("importance", ascending=False, kind="stable", ignore_index=True)[list(COLUMNS)]
    return add_notes(ranking, [*once(notes), {"note": "association"}])


def _groups(drivers: list[str], asked: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return name → drivers of each player, in the order of the drivers.

    Raises
    ------
    DriverError
        If a group is empty, or a driver is in two, or a group is called like a driver outside of it.
    UnknownColumnError
        If a group has a member that is no driver.
    """
    group_of: dict[str, str] = {}
    for name, members in asked.items():
        if not members or isinstance(members, str):
            raise DriverError(f"group {name!r} must list its drivers, got {members!r}.")
        for member in members:
            if member not in drivers:
                raise UnknownColumnError.of(member, drivers)
            if member in group_of:
                raise DriverError(
                    f"driver {member!r} is in two groups, {group_of[member]!r} and {name!r}; leave it in one."
                )
            group_of[member] = name
    groups: dict[str, list[str]] = {}
    for driver in drivers:
        groups.setdefault(group_of.get(driver, driver), []).append(driver)
    clash = [name for name, members in asked.items() if name in drivers and name not in members]
    if clash:
        raise DriverError(f"group {clash[0]!r} is called like a driver outside of it; give it another name.")
    return groups


def _ranked(fit: Fit, answers: Answers, players: Players, level: float) -> pd.DataFrame:
    """Turn a fit into rows of a drivers frame, without its names."""
    beyond_chance = fit.p_value <= 1 - level
    frame = pd.DataFrame({"r_squared": fit.parts, "r_squared_total": fit.r_squared})
    missing = pd.array([pd.NA] * len(players), dtype="Int64")
    frame["importance"] = 100 * fit.parts / fit.parts.sum() if beyond_chance else np.nan
    frame["rank"] = pd.array(_ranks(fit.parts), dtype="Int64") if beyond_chance else missing
    tails = [(1 - level) / 2, (1 + level) / 2]
    if beyond_chance and len(fit.draws):
        drawn = 100 * fit.draws / fit.draws.sum(axis=1, keepdims=True)
        ranks = _ranks(drawn)
        frame["low"], frame["high"] = np.quantile(drawn, tails, axis=0)
        ends = np.quantile(ranks, tails, axis=0, method="inverted_cdf").astype("int64")
        frame["rank_low"], frame["rank_high"] = (pd.array(end, dtype="Int64") for end in ends)
        frame["p_first"] = 100 * (ranks == 1).mean(axis=0)
    else:
        frame = frame.assign(low=np.nan, high=np.nan, rank_low=missing, rank_high=missing, p_first=np.nan)
    effects = _effects(answers)
    frame["effect_score"], frame["effect_nps"] = ([effect[list(each)].sum() for each in players] for effect in effects)
    frame["vif"] = variance_inflation(answers.correlations, players)
    frame["n"] = len(answers.scores)
    frame["clear"] = beyond_chance & (_holm(fit.p_values) <= 1 - level)
    return frame


def _ranks(parts: Floats) -> NDArray[np.int64]:
    """Rank along the last axis, the largest first."""
    return np.asarray(np.argsort(np.argsort(-parts, axis=-1, kind="stable"), axis=-1) + 1)


def _holm(p_values: Floats) -> Floats:
    """Return p-values corrected for their number (Holm 1979)."""
    order = np.argsort(p_values)
    corrected = np.empty_like(p_values)
    corrected[order] = np.maximum.accumulate(p_values[order] * np.arange(len(order), 0, -1))
    return np.minimum(corrected, 1.0)


def _effects(answers: Answers) -> Floats:
    """Return the slopes of the score and of the points of NPS on the drivers: (2, drivers)."""
    root = np.sqrt(answers.weights)[:, None]
    design = np.column_stack([np.ones(len(answers.scores)), answers.ratings.to_numpy()])
    outcomes = np.column_stack([answers.scores, answers.points])
    return np.asarray(np.linalg.lstsq(design * root, outcomes * root, rcond=None)[0][1:].T)
