"""Figures of comparisons with the world: gaps to benchmarks, and brands side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.figures.style import CATEGORY_COLOURS, FAINT, INK, SERIES_COLOURS, finish, prepare_axes
from npsanalysis.wording import interval, mark, number, points, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

READINGS = {"all used": mark("all brands used"), "main": mark("main brand only")}
"""Names of the readings of `competitive_nps`."""


def plot_benchmarks(comparison: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the gap to each benchmark with its interval: to the right of zero we are better.

    Parameters
    ----------
    comparison
        Result of `compare_to_benchmarks`. Benchmarks measured otherwise are drawn hollow and grey.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a point and a bar for each benchmark, the highest at the top.
    """
    rows = comparison.sort_values("benchmark", ascending=True, ignore_index=True)
    ax = prepare_axes(ax, height=1.4 + 0.34 * max(len(rows), 2))
    ax.axvline(0, color=FAINT, linewidth=1)
    gap, low, high, value = (rows[c].to_numpy(dtype=np.float64) for c in ("difference", "low", "high", "benchmark"))
    alike = rows["comparable"].to_numpy(dtype=np.bool_)
    for kept, colour, fill in (
        (alike, CATEGORY_COLOURS["promoter"], CATEGORY_COLOURS["promoter"]),
        (~alike, CATEGORY_COLOURS["passive"], "white"),
    ):
        place = np.flatnonzero(kept)
        ax.hlines(place, low[kept], high[kept], color=colour, linewidth=2.5, alpha=0.6)
        ax.plot(gap[kept], place, "o", color=colour, markerfacecolor=fill)
    names = [
        say("{name} ({value})", lang, name=name, value=points(score, lang))
        if not year
        else say("{name}, {year} ({value})", lang, name=name, year=year, value=points(score, lang))
        for name, year, score in zip(rows["reference"], rows["year"].astype("string").fillna(""), value, strict=True)
    ]
    ax.set_yticks(range(len(rows)), names, parse_math=False)
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.xaxis.set_major_formatter(lambda value, _: points(value, lang, 0))
    told = [
        say("{name}: {nps} ({interval})", lang, name=name, nps=points(a, lang), interval=interval(b, c, lang))
        for name, a, b, c in zip(names, gap, low, high, strict=True)
    ]
    return finish(
        ax,
        title=say("Gap to the benchmarks", lang),
        xlabel=say(
            "points above (+) or below (-) the benchmark\nhollow: measured in another way ({unlike} of {n})",
            lang,
            unlike=int((~alike).sum()),
            n=len(rows),
        ),
        alt=say("Gap to each benchmark with its interval. {rows}.", lang, rows="; ".join(told[::-1])),
    )


def plot_brands(brands: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the NPS of brands rated in one survey, with their intervals.

    Parameters
    ----------
    brands
        Result of `competitive_nps`. With two readings each brand has two points, never to be compared with each other.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a point and a bar for each brand and reading, the best at the top.
    """
    key = brands.columns[list(brands.columns).index("reading") + 1]
    readings = brands["reading"].drop_duplicates().tolist()
    order = brands[brands["reading"] == readings[0]].sort_values("nps")[key].tolist()
    ax = prepare_axes(ax, height=1.4 + 0.45 * max(len(order), 2))
    ax.axvline(0, color=FAINT, linewidth=1)
    told = []
    for shift, (reading, colour) in enumerate(zip(readings, SERIES_COLOURS, strict=False)):
        rows = brands[brands["reading"] == reading]
        place = np.array([order.index(name) for name in rows[key]]) - 0.25 * shift
        name = say(READINGS[reading], lang)
        ax.hlines(place, rows["low"], rows["high"], color=colour, linewidth=2.5, alpha=0.6)
        ax.plot(rows["nps"], place, "os"[shift % 2], color=colour, label=name)
        for y, value in zip(place, rows["nps"], strict=True):
            ax.annotate(
                points(value, lang),
                (value, y),
                xytext=(0, 5),
                textcoords="offset points",
                ha="center",
                fontsize="small",
                color=INK,
            )
        told += [
            say(
                "{name}, {reading}: {nps} ({interval}, n = {n})",
                lang,
                name=row[key],
                reading=name,
                nps=points(row["nps"], lang),
                interval=interval(row["low"], row["high"], lang),
                n=int(row["n"]),
            )
            for _, row in rows.iterrows()
        ]
    if len(readings) > 1:
        ax.legend(loc="best", frameon=False, labelcolor=INK, fontsize="small")
    ax.set_yticks(range(len(order)), [str(name) for name in order], parse_math=False)
    ax.set_ylim(-0.8, len(order) - 0.3)
    ax.xaxis.set_major_formatter(lambda value, _: points(value, lang, 0))
    level = number(100 * float(brands["level"].iloc[0]), lang)
    return finish(
        ax,
        title=say("NPS of the brands rated in one survey", lang),
        xlabel=say("NPS in points, with its {level}% interval", lang, level=level),
        alt=say("NPS of each brand with its interval. {rows}.", lang, rows="; ".join(told)),
    )
