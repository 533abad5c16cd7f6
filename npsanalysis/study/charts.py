"""How the numbers of a part are drawn: as a picture on the page, as an editable chart on a slide."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from npsanalysis.figures.comments import plot_statements, plot_themes
from npsanalysis.figures.contrasts import plot_differences
from npsanalysis.figures.drivers import plot_drivers
from npsanalysis.figures.scores import plot_distribution, plot_estimates
from npsanalysis.figures.style import CATEGORY_COLOURS, LABEL_COLOURS
from npsanalysis.figures.trends import period_name, plot_trend
from npsanalysis.scale import categorize
from npsanalysis.study.voices import name_themes, weightiest
from npsanalysis.wording import LABEL_NAMES, number, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PALE = "#8FBDDA"
"""Bars that carry an interval, so that it is seen on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """What a chart of an office program is made of.

    Attributes
    ----------
    kind
        `columns` stand, `bars` lie, a `line` goes through points.
    name
        Of the values.
    categories, middle
        What is drawn, unrounded.
    low, high
        Bounds of the values, where they have any.
    colours
        A colour for all, or one a category.
    unit
        `points` with a sign, or `percent`.
    """

    kind: Literal["columns", "bars", "line"]
    name: str
    categories: list[str]
    middle: Floats
    low: Floats | None = None
    high: Floats | None = None
    colours: list[str]
    unit: Literal["points", "percent"]


class Chart(NamedTuple):
    """The two ways to draw a frame."""

    plot: Callable[..., Any]
    native: Callable[[pd.DataFrame, str], Native]


def _distribution(counts: pd.DataFrame, lang: str) -> Native:
    whole = sorted({*counts["score"], *range(11)})  # a score nobody gave has its place
    counts = counts.set_index("score")[["share"]].reindex(whole, fill_value=0.0).reset_index()
    return Native(
        kind="columns",
        name=say("share of the answers", lang),
        categories=[number(score, lang, 0 if score == round(score) else 1) for score in counts["score"]],
        middle=counts["share"].to_numpy(dtype=np.float64),
        colours=[CATEGORY_COLOURS[category] for category in categorize(counts["score"])],
        unit="percent",
    )


def _estimates(estimates: pd.DataFrame, lang: str) -> Native:
    key = estimates.columns[0]
    names = estimates[key].astype("string").fillna(say("(no answer)", lang))
    told = [say("{name} (n = {n})", lang, name=name, n=int(n)) for name, n in zip(names, estimates["n"], strict=True)]
    return _with_bounds(estimates, "nps", ("low", "high"), told, kind="bars", name=say("NPS", lang), unit="points")


def _changes(moved: pd.DataFrame, lang: str) -> Native:
    names = moved.iloc[:, 0].astype("string").fillna(say("(no answer)", lang)).tolist()
    return _with_bounds(
        moved, "difference", ("low", "high"), names, kind="bars", name=say("change", lang), unit="points"
    )


def _trend(estimates: pd.DataFrame, lang: str) -> Native:
    told = [period_name(start, end, lang) for start, end in zip(estimates["start"], estimates["end"], strict=True)]
    return _with_bounds(estimates, "nps", ("low", "high"), told, kind="line", name=say("NPS", lang), unit="points")


def _labels(labels: pd.DataFrame, lang: str) -> Native:
    shown = labels[labels["label"] != "none"]
    return _with_bounds(
        shown,
        "share",
        ("low", "high"),
        [say(LABEL_NAMES[label], lang) for label in shown["label"]],
        kind="bars",
        name=say("share of those who commented", lang),
        unit="percent",
        colours=[LABEL_COLOURS[label] for label in shown["label"]],
    )


def _themes(impacts: pd.DataFrame, lang: str) -> Native:
    impacts = name_themes(weightiest(impacts), lang)
    told = [
        say("{theme}: {label}", lang, theme=theme, label=say(LABEL_NAMES[label], lang).casefold())
        for theme, label in zip(impacts["theme"], impacts["label"], strict=True)
    ]
    return _with_bounds(
        impacts,
        "impact",
        ("impact_low", "impact_high"),
        told,
        kind="bars",
        name=say("impact in points of NPS", lang),
        unit="points",
        colours=[LABEL_COLOURS[label] for label in impacts["label"]],
    )


def _drivers(drivers: pd.DataFrame, lang: str) -> Native:
    names = drivers["driver"].astype(str).tolist()
    name = say("importance", lang)
    return _with_bounds(drivers, "importance", ("low", "high"), names, kind="bars", name=name, unit="percent")


def _with_bounds(
    frame: pd.DataFrame,
    column: str,
    bounds: tuple[str, str],
    categories: list[str],
    *,
    kind: Literal["columns", "bars", "line"],
    name: str,
    unit: Literal["points", "percent"],
    colours: list[str] | None = None,
) -> Native:
    """Describe a chart of values with bounds."""
    values, low, high = (frame[each].to_numpy(dtype=np.float64) for each in (column, *bounds))
    return Native(
        kind=kind,
        name=name,
        categories=categories,
        middle=values,
        low=low,
        high=high,
        colours=colours or [PALE],
        unit=unit,
    )


CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        "distribution": Chart(plot_distribution, _distribution),
        "estimates": Chart(plot_estimates, _estimates),
        "changes": Chart(plot_differences, _changes),
        "trend": Chart(plot_trend, _trend),
        "labels": Chart(plot_statements, _labels),
        "drivers": Chart(plot_drivers, _drivers),
        "themes": Chart(plot_themes, _themes),
    }
)
"""How frames are drawn, by the name a `Part` gives."""
