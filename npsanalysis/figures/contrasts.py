"""Figures of differences: contrasts with their intervals, rankings that own up to chance, the parts of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from npsanalysis.figures.style import CATEGORY_COLOURS, FAINT, INK, finish, prepare_axes
from npsanalysis.wording import interval, number, points, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

UP, DOWN, UNSURE = CATEGORY_COLOURS["promoter"], CATEGORY_COLOURS["detractor"], "#777777"
"""Colours of what is surely higher, surely lower, and neither."""


def plot_differences(contrasts: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw each difference with its interval; those that hold after correction are coloured.

    Parameters
    ----------
    contrasts
        Contrasts frame of `compare_groups`; rows are drawn from top to bottom, one without a difference as such.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a point and a bar for each row.
    """
    ax = prepare_axes(ax, height=1.3 + 0.36 * max(len(contrasts), 2))
    names = _names(contrasts, "reference")
    place = np.arange(len(contrasts))[::-1]
    middle, low, high = (contrasts[column].to_numpy(dtype=np.float64) for column in ("difference", "low", "high"))
    sure = (contrasts["p_adjusted"] < 1 - contrasts["level"]).to_numpy()
    colours = np.where(sure, np.where(middle > 0, UP, DOWN), UNSURE)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.hlines(place, low, high, colors=list(colours), linewidth=2.5, alpha=0.6)
    ax.scatter(middle, place, c=list(colours), s=36, zorder=3)
    for y, value in zip(place, middle, strict=True):
        text = say("no answers to compare", lang) if np.isnan(value) else points(value, lang)
        _write(ax, 0.0 if np.isnan(value) else value, y, text)
    labels = [
        say("{name} against {reference}", lang, name=name, reference=_reference(reference, lang))
        for name, reference in zip(names, contrasts["reference"], strict=True)
    ]
    _rows(ax, place, labels, lang)
    level = number(100 * float(contrasts["level"].iloc[0]), lang)
    told = [
        say("{name}: {nps} ({interval})", lang, name=label, nps=points(value, lang), interval=interval(a, b, lang))
        for label, value, a, b in zip(labels, middle, low, high, strict=True)
    ]
    return finish(
        ax,
        title=say("Who differs, and for certain?", lang),
        xlabel=say("Difference in points, {level}% interval; coloured where sure", lang, level=level),
        alt=say("Differences with their intervals. {rows}.", lang, rows="; ".join(told)),
    )


def plot_ranking(shrunken: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw groups by their shrunken scores, with the ranks each could have.

    Parameters
    ----------
    shrunken
        Frame of `shrink`; drawn from the highest score to the lowest.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, for each group its shrunken score with its interval, and its raw score as a hollow point.
    """
    shrunken = shrunken.sort_values("rank")
    ax = prepare_axes(ax, height=1.3 + 0.36 * max(len(shrunken), 2))
    place = np.arange(len(shrunken))[::-1]
    middle, low, high, raw = (
        shrunken[column].to_numpy(dtype=np.float64) for column in ("nps", "low", "high", "nps_raw")
    )
    ax.hlines(place, low, high, color=UP, linewidth=2.5, alpha=0.6)
    ax.plot(middle, place, "o", color=UP, markersize=6, label=say("shrunken score", lang))
    ax.plot(
        raw, place, "o", markerfacecolor="none", markeredgecolor=INK, markersize=6, label=say("answers alone", lang)
    )
    ax.legend(loc="lower right", frameon=False, labelcolor=INK, fontsize="small")
    labels = [
        say("{name} (n = {n}), rank {low} to {high}", lang, name=name, n=int(n), low=int(first), high=int(last))
        for name, n, first, last in zip(
            _names(shrunken, "nps"), shrunken["n"], shrunken["rank_low"], shrunken["rank_high"], strict=True
        )
    ]
    _rows(ax, place, labels, lang)
    told = [
        say("{name}: {nps} ({interval})", lang, name=label, nps=points(value, lang), interval=interval(a, b, lang))
        for label, value, a, b in zip(labels, middle, low, high, strict=True)
    ]
    level = number(100 * float(shrunken["level"].iloc[0]), lang)
    return finish(
        ax,
        title=say("Groups by score, and the ranks they could have", lang),
        xlabel=say("NPS in points, with its {level}% interval", lang, level=level),
        alt=say("Shrunken scores with their intervals. {rows}.", lang, rows="; ".join(told)),
    )


def plot_change(parts: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw how the parts of a change lead from one wave's score to the other's.

    Parameters
    ----------
    parts
        Frame of `decompose_change`.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes: the score before, a step for the mix of groups, a step for the change within each group, the score
        after.
    """
    ax = prepare_axes(ax, height=1.6 + 0.36 * (len(parts) + 3))
    before, after = (float((parts[f"share_{wave}"] * parts[f"nps_{wave}"]).sum() / 100) for wave in ("before", "after"))
    names = _names(parts, "n_before")
    steps = [float(parts["mix"].sum()), *parts["within"].astype(float)]
    starts = before + np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    labels = [
        say("before", lang),
        say("other groups answered (mix)", lang),
        *(say("within {name}", lang, name=name) for name in names),
        say("after", lang),
    ]
    place = np.arange(len(labels))[::-1]
    colours = [UP if step > 0 else DOWN for step in steps]
    ax.barh(place[1:-1], steps, left=starts, color=colours, height=0.6)
    ax.barh(place[[0, -1]], [before, after], color=UNSURE, height=0.6)
    ax.axvline(0, color=FAINT, linewidth=1)
    values = [before, *steps, after]
    ends = [before, *(starts + np.array(steps)), after]
    for y, value, end in zip(place, values, ends, strict=True):
        right = max(end, end - value)
        text = points(value, lang)
        ax.annotate(
            text, (right, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize="small", color=INK
        )
    ax.margins(x=0.12)
    _rows(ax, place, labels, lang)
    told = [
        say("{label}: {nps}", lang, label=label, nps=points(value, lang))
        for label, value in zip(labels, values, strict=True)
    ]
    return finish(
        ax,
        title=say("From one wave to the next: mix and change within groups", lang),
        xlabel=say("NPS in points", lang),
        alt=say("The parts of a change. {rows}.", lang, rows="; ".join(told)),
    )


def _names(frame: pd.DataFrame, first: str) -> list[str]:
    """Name the rows of a frame by its keys, the columns before `first`."""
    keys = list(frame.columns[: frame.columns.get_loc(first)])
    return [" · ".join(str(value) for value in row) for row in frame[keys].itertuples(index=False)]


def _reference(reference: object, lang: str) -> str:
    """Name what a group is compared with."""
    return {"rest": say("the others", lang), "all": say("everybody", lang)}.get(str(reference), str(reference))


def _write(ax: Axes, x: float, y: float, text: str) -> None:
    """Write a value above its point."""
    ax.annotate(text, (x, y), xytext=(0, 5), textcoords="offset points", ha="center", fontsize="small", color=INK)


def _rows(ax: Axes, place: Any, labels: Sequence[str], lang: str) -> None:  # noqa: ANN401 -- an array
    """Name the rows, and write the points below them."""
    ax.set_yticks(place, labels, parse_math=False)
    ax.set_ylim(-0.6, len(labels) - 0.3)
    ax.locator_params(axis="x", integer=True)
    ax.xaxis.set_major_formatter(lambda value, _: points(value, lang, 0))
