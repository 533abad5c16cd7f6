"""Figures of scores: their distribution, and estimates by group."""

from __future__ import annotations

from textwrap import fill, shorten
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.figures.style import CATEGORY_COLOURS, FAINT, INK, finish, prepare_axes
from npsanalysis.scale import categorize
from npsanalysis.wording import CATEGORY_NAMES, interval, joined, number, percent, points, say

LONGEST_NAME, LONGEST_TITLE = 40, 45
"""Characters of a group's name and of a line of a title that find room."""

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_distribution(counts: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the share of answers at each score, 0 to 10, coloured by category.

    Parameters
    ----------
    counts
        Counts frame without keys: `score, n, weight`.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a bar for each score value.
    """
    ax = prepare_axes(ax)
    share = (100 * counts["weight"] / counts["weight"].sum()).to_numpy()
    scores = counts["score"].to_numpy()
    whole = bool((scores == scores.round()).all())
    colours = [CATEGORY_COLOURS[category] for category in categorize(counts["score"])]
    bars = ax.bar(scores, share, width=0.85 if whole else 0.09, color=colours, edgecolor=INK, linewidth=0.4)
    if whole:
        written = [percent(value, lang, 1 if value < 10 else 0) for value in share]
        ax.bar_label(bars, written, fontsize="small", color=INK)
    for category, colour in CATEGORY_COLOURS.items():
        ax.bar([0], [0], color=colour, edgecolor=INK, linewidth=0.4, label=say(CATEGORY_NAMES[category], lang))
    ax.legend(loc="upper left", frameon=False, labelcolor=INK)
    ax.set_xticks(range(11))
    ax.set_xlim(-0.6, 10.6)
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    n = int(counts["n"].sum())
    most = float(scores[np.argmax(share)])
    return finish(
        ax,
        title=say("Distribution of the answers (n = {n})", lang, n=n),
        xlabel=say("Likelihood to recommend, 0 to 10", lang),
        alt=say(
            "Answers from 0 to 10, n = {n}; the most frequent score is {most}, with {share} of the answers.",
            lang,
            n=n,
            most=number(most, lang, 0 if most == round(most) else 1),
            share=percent(float(share.max()), lang, 1),
        ),
    )


def plot_estimates(estimates: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the NPS of each group with its interval.

    Parameters
    ----------
    estimates
        Estimates frame; rows are drawn from top to bottom. A row without a score is drawn as suppressed.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a point and a bar for each row.
    """
    ax = prepare_axes(ax, height=1.3 + 0.36 * max(len(estimates), 2))
    keys = list(estimates.columns[: estimates.columns.get_loc("nps")])
    named = estimates[keys].astype("string").fillna(say("(no answer)", lang))
    names = [shorten(" · ".join(row), LONGEST_NAME, placeholder="…") for row in named.itertuples(index=False)]
    place = np.arange(len(estimates))[::-1]
    middle, low, high = (estimates[column].to_numpy(dtype=np.float64) for column in ("nps", "low", "high"))
    ax.axvline(0, color=FAINT, linewidth=1)
    ax.hlines(place, low, high, color=CATEGORY_COLOURS["promoter"], linewidth=2.5, alpha=0.6)
    ax.plot(middle, place, "o", color=CATEGORY_COLOURS["promoter"], markersize=6)
    for y, nps in zip(place, middle, strict=True):
        known = not np.isnan(nps)
        text, at, beside = (points(nps, lang), nps, (0, 5)) if known else (say("not shown", lang), 0.0, (30, -3))
        ax.annotate(text, (at, y), xytext=beside, textcoords="offset points", ha="center", fontsize="small", color=INK)
    labels = [say("{name} (n = {n})", lang, name=name, n=int(n)) for name, n in zip(names, estimates["n"], strict=True)]
    ax.set_yticks(place, labels, parse_math=False)
    ax.set_ylim(-0.6, len(estimates) - 0.3)
    ax.locator_params(axis="x", integer=True)
    ax.xaxis.set_major_formatter(lambda value, _: points(value, lang, 0))
    level = number(100 * float(estimates["level"].iloc[0]), lang)
    told = [
        say("{name}: {nps} ({interval})", lang, name=name, nps=points(nps, lang), interval=interval(a, b, lang))
        for name, nps, a, b in zip(names, middle, low, high, strict=True)
    ]
    said = say("NPS by {keys}", lang, keys=joined(keys, lang))
    return finish(
        ax,
        title=fill(shorten(said, 2 * LONGEST_TITLE, placeholder="…"), LONGEST_TITLE),
        xlabel=say("NPS in points, with its {level}% interval", lang, level=level),
        alt=say("NPS with its interval. {rows}.", lang, rows="; ".join(told)),
    )
