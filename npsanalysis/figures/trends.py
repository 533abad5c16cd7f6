"""Figures of scores through time: the series with its band, and what was found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.errors import NPSError
from npsanalysis.figures.style import CATEGORY_COLOURS, FAINT, INK, SERIES_COLOURS, finish, prepare_axes
from npsanalysis.wording import day, interval, month, points, say, say_count, short_day

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from matplotlib.axes import Axes

MOST_SERIES = len(SERIES_COLOURS)
"""More lines than this cannot be told apart."""

MOST_NAMES = 6
"""Names of periods that have room below the axis."""

MANY_PERIODS = 60
"""From here on points would hide the line."""


def plot_trend(
    estimates: pd.DataFrame,
    *,
    chart: pd.DataFrame | None = None,
    events: Mapping[str, object] | None = None,
    plan: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes:
    """Draw scores through time with the band of their intervals.

    Parameters
    ----------
    estimates
        Series of `nps_over_time`; with keys, a line a group. Periods without answers interrupt the line.
    chart
        Result of `control_chart` of the same series: its limits, its line where it has one of its own, its alarms.
    events
        Names and dates of events, drawn as vertical lines; also the `date` of shifts.
    plan
        Result of `track_target` of the same series: the way to the goal.
    ax
        Axes to draw on; by default those of a new figure.
    lang
        Language of the labels.

    Returns
    -------
    Axes
        The axes, a line and a band a series.

    Raises
    ------
    NPSError
        If the chart is not in points of NPS, or belongs to another series, or there are too many series.
    """
    ax = prepare_axes(ax, width=8.0)
    keys = list(estimates.columns[: estimates.columns.get_loc("start")])
    if keys and (chart is not None or plan is not None):
        raise NPSError("a chart or a plan is drawn for one series; choose a group of the estimates first.")
    groups: list[tuple[tuple[Hashable, ...], pd.DataFrame]] = [((), estimates)]
    if keys:
        groups = [(key, part) for key, part in estimates.groupby(keys, sort=False, dropna=False, observed=True)]
    if len(groups) > MOST_SERIES:
        raise NPSError(f"at most {MOST_SERIES} series can be told apart in one figure, got {len(groups)}; choose some.")
    ax.axhline(0, color=FAINT, linewidth=1)
    told = []
    for (key, part), colour in zip(groups, SERIES_COLOURS, strict=False):
        name = " · ".join(str(value) for value in key)
        middle, low, high = (part[column].to_numpy(dtype=np.float64) for column in ("nps", "low", "high"))
        ax.fill_between(part["end"], low, high, color=colour, alpha=0.15, linewidth=0)
        (line,) = ax.plot(part["end"], middle, color=colour, linewidth=1.4, marker="o")
        line.set_markersize(3 if len(part) < MANY_PERIODS else 0)
        line.set_label(name or "_")  # a leading underscore keeps it out of the legend
        told.append(_told(name, part[part["n"] > 0], lang))
    if chart is not None:
        told.append(_draw_chart(ax, chart, lang))
    if plan is not None:
        ax.plot(plan["end"], plan["planned"], color=INK, linestyle="--", linewidth=1.2, label=say("plan", lang))
        last = plan.iloc[-1]
        told.append(
            say(
                "The plan stands at {nps} on {date}.",
                lang,
                nps=points(last["planned"], lang),
                date=day(last["end"], lang),
            )
        )
    for label, when in (events or {}).items():
        told.append(_draw_event(ax, label, pd.Timestamp(when), lang))  # type: ignore[arg-type]
    if ax.get_legend_handles_labels()[0]:
        legend = ax.legend(loc="best", frameon=False, labelcolor=INK, fontsize="small")
        for text in legend.get_texts():
            text.set_parse_math(False)  # names of groups are data
    ax.yaxis.set_major_formatter(lambda value, _: points(value, lang, 0))
    _name_periods(ax, estimates[["start", "end"]].drop_duplicates(), lang)
    return finish(
        ax,
        title=say("NPS through time", lang),
        ylabel=say("NPS in points", lang),
        alt=" ".join(told),
    )


def _told(name: str, observed: pd.DataFrame, lang: str) -> str:
    """Say where a series begins, ends, and between which values it moves."""
    if observed.empty:
        return say("{name}: no answers.", lang, name=name)
    first, last = observed.iloc[0], observed.iloc[-1]
    values = {
        "periods": len(observed),
        "first": points(first["nps"], lang),
        "start": day(first["start"], lang),
        "last": points(last["nps"], lang),
        "end": day(last["end"], lang),
        "span": interval(observed["nps"].min(), observed["nps"].max(), lang),
    }
    if name:
        return say(
            "{name}: {periods} periods, from {first} ({start}) to {last} ({end}), between {span}.",
            lang,
            name=name,
            **values,
        )
    return say("NPS over {periods} periods, from {first} ({start}) to {last} ({end}), between {span}.", lang, **values)


def _draw_chart(ax: Axes, chart: pd.DataFrame, lang: str) -> str:
    """Draw limits and alarms, and say what they are."""
    rule, measure = chart["rule"].iloc[0], chart["measure"].iloc[0]
    if rule == "cusum" or measure != "nps":
        raise NPSError(
            f"only a chart in points of NPS can be laid over the series, got the rule {rule!r} of {measure!r}; "
            "take the rule 'limits' or 'ewma' of the nps."
        )
    ax.step(chart["end"], chart["limit_low"], where="mid", color=INK, linewidth=0.8, label=say("limits", lang))
    ax.step(chart["end"], chart["limit_high"], where="mid", color=INK, linewidth=0.8)
    if rule == "ewma":
        ax.plot(chart["end"], chart["value"], color=INK, linewidth=1.6, label=say("recent answers together", lang))
    alarms = chart[chart["alarm"]]
    if alarms.empty:
        return say("No period is beyond the limits.", lang)
    ax.plot(
        alarms["end"],
        alarms["value"],
        "o",
        color=CATEGORY_COLOURS["detractor"],
        markersize=6,
        markerfacecolor="none",
        label=say("beyond the limits", lang),
    )
    return say_count(
        "{n} period is beyond the limits: {date}.",
        "{n} periods are beyond the limits, the first of them {date}.",
        len(alarms),
        lang,
        date=day(alarms["end"].iloc[0], lang),
    )


def _draw_event(ax: Axes, label: str, when: pd.Timestamp, lang: str) -> str:
    ax.axvline(when, color=CATEGORY_COLOURS["detractor"], linewidth=1, linestyle=":")  # type: ignore[arg-type]
    ax.annotate(
        label,
        (when, 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2),
        textcoords="offset points",
        va="top",
        fontsize="small",
        color=INK,
        parse_math=False,
    )
    return say("{label}: {date}.", lang, label=label, date=day(when, lang))


def period_name(start: pd.Timestamp, end: pd.Timestamp, lang: str) -> str:
    """Name a period: a month by its name, a shorter one by its first day.

    Examples
    --------
    >>> period_name(pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-31"), "fr")
    'mars 2026'
    """
    return month(start, lang) if (end - start).days > 7 else short_day(start, lang)


def _name_periods(ax: Axes, periods: pd.DataFrame, lang: str) -> None:
    """Write the names of a few periods below their points."""
    few = periods.sort_values("end").iloc[:: -(-len(periods) // MOST_NAMES)]
    names = [period_name(start, end, lang) for start, end in few.itertuples(index=False)]
    ax.set_xticks(few["end"].to_numpy(), names)
