"""Figures of comments: what respondents say, of which themes, and how often the labels are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.comments.codebook import load_codebook, theme_names
from npsanalysis.figures.style import FAINT, INK, LABEL_COLOURS, finish, prepare_axes
from npsanalysis.impact import ALL_LABELS
from npsanalysis.wording import LABEL_NAMES, interval, number, percent, points, say

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


def plot_themes(
    impacts: pd.DataFrame, *, codebook: pd.DataFrame | None = None, ax: Axes | None = None, lang: str = "en"
) -> Axes:
    """Draw how many respondents praise and criticise each theme, with the impact of the theme on the NPS beside it.

    Parameters
    ----------
    impacts
        As of `impact_by_theme`; themes are drawn from top to bottom.
    codebook
        As of `load_codebook`, for the names of the themes.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes: for each theme a bar to the left for those who criticise it and one to the right for those who praise
        it, in percent of the base, and its impact in points with its interval.
    """
    names = theme_names(load_codebook() if codebook is None else codebook, lang)
    across = impacts[impacts["label"] == ALL_LABELS]
    ax = prepare_axes(ax, height=1.3 + 0.34 * max(len(across), 2))
    place = np.arange(len(across))[::-1]
    shares = {
        label: across["theme"]
        .map(impacts[impacts["label"] == label].set_index("theme")["share"])
        .fillna(0.0)
        .to_numpy()
        for label in ("con", "pro")
    }
    for label, side in (("con", -1), ("pro", 1)):
        ax.barh(place, side * shares[label], height=0.6, color=LABEL_COLOURS[label], edgecolor=INK, linewidth=0.4)
    told = [
        say("{impact} ({interval})", lang, impact=points(impact, lang), interval=interval(low, high, lang))
        for impact, low, high in across[["impact", "impact_low", "impact_high"]].to_numpy(dtype=np.float64).tolist()
    ]
    for y, text in zip(place, told, strict=True):
        ax.annotate(text, (1.02, y), xycoords=ax.get_yaxis_transform(), va="center", color=INK, annotation_clip=False)
    ax.annotate(
        say("impact on the NPS, in points", lang), (1.02, 1.0), xycoords="axes fraction", va="bottom", color=INK
    )
    ax.axvline(0, color=INK, linewidth=0.8)
    named = [names.get(theme, theme) for theme in across["theme"]]
    ax.set_yticks(place, named, parse_math=False)
    widest = 1.1 * max(1.0, float(shares["con"].max(initial=0.0)), float(shares["pro"].max(initial=0.0)))
    ax.set_xlim(-widest, widest)
    ax.grid(axis="x", color=FAINT)
    ax.xaxis.set_major_formatter(lambda value, _: number(abs(value), lang))
    rows = [
        say(
            "{theme}: {con} criticise it, {pro} praise it, impact {impact}",
            lang,
            theme=theme,
            con=percent(con, lang),
            pro=percent(pro, lang),
            impact=text,
        )
        for theme, con, pro, text in zip(named, shares["con"], shares["pro"], told, strict=True)
    ]
    return finish(
        ax,
        title=say("What respondents speak of", lang),
        xlabel=say("← criticise it   percent of respondents   praise it →", lang),
        alt=say("Themes by who criticises and praises them. {rows}.", lang, rows="; ".join(rows)),
    )


def plot_confusion(confusions: pd.DataFrame, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draw which labels the program gave to statements labelled by hand.

    Parameters
    ----------
    confusions
        As of `count_confusions`.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes: a row for each label given by hand, a column for each label of the program; a cell is the darker the
        larger its share of the row, and holds that share and the number of statements.
    """
    ax = prepare_axes(ax, height=3.8)
    labels = list(dict.fromkeys(confusions["label"]))
    names = [say(LABEL_NAMES[label], lang) for label in labels]
    counts, shares = (
        confusions.pivot_table(index="label", columns="predicted", values=column, sort=False, dropna=False)
        .reindex(index=labels, columns=labels)
        .to_numpy(dtype=np.float64)
        for column in ("n", "share")
    )
    ax.imshow(np.nan_to_num(shares), cmap="Blues", vmin=0, vmax=100, aspect="auto")
    for row, column in np.ndindex(shares.shape):
        share = float(shares[row, column])
        text = say("{share} ({n})", lang, share=percent(share, lang), n=int(counts[row, column]))
        ax.text(column, row, text, ha="center", va="center", color="white" if share > 60 else INK)
    ax.set_xticks(range(len(labels)), names)
    ax.set_yticks(range(len(labels)), names)
    right = [
        say("{label}: {share}", lang, label=name, share=percent(float(shares[place, place]), lang))
        for place, name in enumerate(names)
    ]
    return finish(
        ax,
        title=say("Labels of the program against labels by hand", lang),
        xlabel=say("label of the program", lang),
        ylabel=say("label by hand", lang),
        alt=say(
            "Share of the statements of each label that the program labels so, of {n} labelled by hand. {rows}.",
            lang,
            n=int(counts.sum()),
            rows="; ".join(right),
        ),
    )
