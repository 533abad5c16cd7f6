"""Figures of drivers: their importance, penalty and reward, importance against performance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from npsanalysis.figures.style import CATEGORY_COLOURS, FAINT, INK, finish, prepare_axes
from npsanalysis.wording import mark, number, percent, points, say

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    Row = Mapping[Hashable, Any]

FACTOR_NAMES = {
    "basic": mark("basic"),
    "performance": mark("performance"),
    "excitement": mark("excitement"),
    "unclear": mark("unclear"),
}

QUADRANT_NAMES = {
    "concentrate": mark("Concentrate here"),
    "keep": mark("Keep up the good work"),
    "low_priority": mark("Low priority"),
    "overkill": mark("Possible overkill"),
}

TETRACLASSE_NAMES = {
    "basic": mark("basic element"),
    "plus": mark("plus element"),
    "key": mark("key element"),
    "secondary": mark("secondary element"),
}


def plot_drivers(drivers: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the importance of each driver with its interval.

    Parameters
    ----------
    drivers
        Drivers frame, as of `rank_drivers`; rows are drawn from top to bottom.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a bar for each driver: blue where it is told from no effect, grey where not. Where nothing drives
        there are no bars.
    """
    ax = prepare_axes(ax, height=1.3 + 0.36 * max(len(drivers), 2))
    place = np.arange(len(drivers))[::-1]
    share, low, high = (drivers[column].to_numpy(dtype=np.float64) for column in ("importance", "low", "high"))
    colours = [CATEGORY_COLOURS["promoter" if clear else "passive"] for clear in drivers["clear"]]
    ax.barh(place, share, height=0.62, color=colours, edgecolor=INK, linewidth=0.4)
    ax.hlines(place, low, high, color=INK, linewidth=1.2)
    told = []
    for row, y in zip(drivers.to_dict("records"), place, strict=True):
        text = _told_importance(row, lang)
        end = np.nanmax([row["importance"], row["high"], 0.0])
        ax.annotate(text, (end, y), xytext=(6, 0), textcoords="offset points", va="center", fontsize="small", color=INK)
        told.append(say("{name}: {text}", lang, name=row["driver"], text=text))
    one_model = len(drivers[["r_squared_total", "n"]].drop_duplicates()) == 1
    ax.set_yticks(
        place, [_named(row, lang, one_model=one_model) for row in drivers.to_dict("records")], parse_math=False
    )
    ax.set_xlim(0, 1.45 * max(1.0, float(np.nanmax([*share, *high, 0.0]))))
    ax.xaxis.set_major_formatter(lambda value, _: number(value, lang))
    if np.isnan(share).all():
        ax.set_xticks([])
    fit = {"r_squared": percent(100 * drivers["r_squared_total"].iloc[0], lang), "n": int(drivers["n"].iloc[0])}
    return finish(
        ax,
        title=say("What moves with the score (R² = {r_squared}, n = {n})", lang, **fit)
        if one_model
        else say("What moves with the score", lang),
        xlabel=say("Share of what the drivers explain, in percent, with its interval", lang),
        alt=say("Importance of the drivers, R² = {r_squared}, n = {n}. {rows}.", lang, rows="; ".join(told), **fit),
    )


def plot_penalty_reward(contrasts: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw what low ratings cost and high ones earn, with their intervals.

    Parameters
    ----------
    contrasts
        As of `penalty_reward`; rows are drawn from top to bottom.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, two bars for each driver, from 0 to the penalty and to the reward; at its end the kind of factor and
        the Tétraclasse reading.
    """
    ax = prepare_axes(ax, width=8.0, height=1.5 + 0.42 * max(len(contrasts), 2))
    place = np.arange(len(contrasts))[::-1]
    sides = {"penalty": ("detractor", say("low rating", lang)), "reward": ("promoter", say("high rating", lang))}
    for side, (category, label) in sides.items():
        values = contrasts[side].to_numpy(dtype=np.float64)
        shift = 0.17 if side == "penalty" else -0.17
        ax.barh(
            place + shift,
            values,
            height=0.34,
            color=CATEGORY_COLOURS[category],
            edgecolor=INK,
            linewidth=0.4,
            label=label,
        )
        ax.hlines(place + shift, contrasts[f"{side}_low"], contrasts[f"{side}_high"], color=INK, linewidth=1.2)
    ax.axvline(0, color=INK, linewidth=0.8)
    reach = float(contrasts[["penalty_low", "penalty_high", "reward_low", "reward_high"]].abs().to_numpy().max())
    told = []
    for row, y in zip(contrasts.to_dict("records"), place, strict=True):
        factor = say(FACTOR_NAMES[row["factor"]], lang)
        reading = say(TETRACLASSE_NAMES[row["tetraclasse"]], lang)
        kind = say("{factor} · {reading}", lang, factor=factor, reading=reading)
        ax.annotate(kind, (1.08 * reach, y), va="center", fontsize="small", color=INK)
        told.append(
            say(
                "{name}: low {penalty}, high {reward}, {kind}",
                lang,
                name=row["driver"],
                penalty=points(row["penalty"], lang),
                reward=points(row["reward"], lang),
                kind=kind,
            )
        )
    ax.set_yticks(place, contrasts["driver"].astype(str), parse_math=False)
    ax.set_xlim(-1.08 * reach, 2.1 * reach)
    ax.xaxis.set_major_formatter(lambda value, _: points(value, lang))
    ax.set_xticks([tick for tick in ax.get_xticks() if abs(tick) <= reach])
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, labelcolor=INK)
    return finish(
        ax,
        title=say("What low and high ratings change", lang),
        xlabel=say("Points of score against a middle rating, with their interval", lang),
        alt=say("Points of score that low and high ratings change. {rows}.", lang, rows="; ".join(told)),
    )


def plot_importance_performance(quadrants: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the importance of each driver against how well it is rated, in four quadrants.

    Parameters
    ----------
    quadrants
        As of `importance_performance`.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a cross of two intervals for each driver: a full dot where its quadrant is sure, an empty one where
        an interval reaches over a threshold.
    """
    ax = prepare_axes(ax, height=5.0)
    ax.spines["left"].set_visible(True)
    ax.spines["left"].set_color(FAINT)
    ax.axhline(float(quadrants["importance_at"].iloc[0]), color=INK, linewidth=0.8, linestyle=":")
    ax.axvline(float(quadrants["performance_at"].iloc[0]), color=INK, linewidth=0.8, linestyle=":")
    colour, told = CATEGORY_COLOURS["promoter"], []
    for row in quadrants.to_dict("records"):
        x, y = float(row["performance"]), float(row["importance"])
        ax.hlines(y, row["performance_low"], row["performance_high"], color=colour, alpha=0.5, linewidth=1.5)
        ax.vlines(x, row["low"], row["high"], color=colour, alpha=0.5, linewidth=1.5)
        ax.plot(x, y, "o", color=colour, markerfacecolor=colour if row["sure"] else "white", markersize=7)
        ax.annotate(str(row["driver"]), (x, y), xytext=(7, 6), textcoords="offset points", color=INK, parse_math=False)
        told.append(
            say(
                "{name}: importance {importance}, performance {performance}, {quadrant}",
                lang,
                name=row["driver"],
                importance=percent(y, lang),
                performance=percent(x, lang),
                quadrant=say(QUADRANT_NAMES[row["quadrant"]], lang),
            )
        )
    ax.margins(0.22)
    corners = {
        "concentrate": (0.01, 0.99),
        "keep": (0.99, 0.99),
        "low_priority": (0.01, 0.01),
        "overkill": (0.99, 0.01),
    }
    for quadrant, (x, y) in corners.items():
        ax.text(
            x,
            y,
            say(QUADRANT_NAMES[quadrant], lang),
            transform=ax.transAxes,
            ha="left" if x < 0.5 else "right",
            va="bottom" if y < 0.5 else "top",
            fontsize="small",
            style="italic",
            color=INK,
        )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: number(value, lang))
    return finish(
        ax,
        title=say("Importance and performance", lang),
        xlabel=say("Performance: mean rating as a share of the way up its scale, in percent", lang),
        ylabel=say("Importance, in percent", lang),
        alt=say("Importance of the drivers against their performance. {rows}.", lang, rows="; ".join(told)),
    )


def _told_importance(row: Row, lang: str) -> str:
    """Say the importance of a driver and its place."""
    if np.isnan(row["importance"]):
        return say("no ranking", lang)
    share = percent(row["importance"], lang)
    if np.isnan(row["low"]):
        return say("{share}, rank {rank}", lang, share=share, rank=int(row["rank"]))
    if row["rank_low"] == row["rank_high"]:
        return say(
            "{share} ({low} to {high}), rank {rank}", lang, share=share, **_ends(row, lang), rank=int(row["rank"])
        )
    ranks = {"first": int(row["rank_low"]), "last": int(row["rank_high"])}
    return say("{share} ({low} to {high}), rank {first} to {last}", lang, share=share, **_ends(row, lang), **ranks)


def _ends(row: Row, lang: str) -> dict[str, str]:
    return {"low": number(row["low"], lang), "high": percent(row["high"], lang)}


def _named(row: Row, lang: str, *, one_model: bool) -> str:
    """Name a driver, with its own base and R² where drivers have different ones."""
    if one_model:
        return str(row["driver"])
    r_squared = percent(100 * row["r_squared_total"], lang)
    return say("{name} (R² = {r_squared}, n = {n})", lang, name=row["driver"], r_squared=r_squared, n=int(row["n"]))
