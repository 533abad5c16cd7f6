"""Figures of comments: how many respondents say something good, something bad, or ask for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.figures.style import INK, LABEL_COLOURS, finish, prepare_axes
from npsanalysis.wording import LABEL_NAMES, number, percent, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_statements(labels: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw the share of commenting respondents with at least one pro, con or suggestion.

    Parameters
    ----------
    labels
        As of `count_labels`: `label, responses, share, low, high`, shares in percent.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a bar for each label but `none`.
    """
    ax = prepare_axes(ax, height=2.4)
    shown = labels[labels["label"] != "none"]
    names = [say(LABEL_NAMES[label], lang) for label in shown["label"]]
    share, low, high = (shown[column].to_numpy(dtype=np.float64) for column in ("share", "low", "high"))
    place = np.arange(len(shown))[::-1]
    ax.barh(
        place,
        share,
        height=0.6,
        color=[LABEL_COLOURS[label] for label in shown["label"]],
        edgecolor=INK,
        linewidth=0.4,
        xerr=np.vstack([share - low, high - share]),
        error_kw={"ecolor": INK, "elinewidth": 1.2},
    )
    told = [
        say("{share} ({n})", lang, share=percent(value, lang), n=int(n))
        for value, n in zip(share, shown["responses"], strict=True)
    ]
    for y, end, text in zip(place, high, told, strict=True):
        ax.annotate(text, (end, y), xytext=(6, 0), textcoords="offset points", va="center", color=INK)
    ax.set_yticks(place, names)
    ax.set_xlim(0, max(1.0, 1.25 * float(high.max(initial=0.0))))
    ax.xaxis.set_major_formatter(lambda value, _: number(value, lang))
    return finish(
        ax,
        title=say("What respondents say in their comments", lang),
        xlabel=say("percent of the respondents who commented", lang),
        alt=say(
            "Share of commenting respondents by what they say. {rows}.",
            lang,
            rows="; ".join(f"{name}: {text}" for name, text in zip(names, told, strict=True)),
        ),
    )
