"""A score in words: three questions that mean something, and the bands that people quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.benchmarks.sources import load_bands
from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.wording import check_language, interval, joined, mark, points, say, say_count

if TYPE_CHECKING:
    from npsanalysis.score import NPSEstimate

READINGS = (
    mark("most people have a bad experience and warn others"),
    mark("normal, with room to improve"),
    mark("where most good companies are; they care for the experience"),
    mark("care even more; among the best liked"),
    mark("nearly out of reach; the best in the world"),
    mark("average loyalty; neither loss nor growth"),
    mark("not leaders, not losers; strong potential"),
    mark("leaders of their market"),
    mark("average in general"),
    mark("average for finance with long relations"),
    mark("fine, with room to improve"),
    mark("invest in customer focus at once"),
)
"""The readings of `bands.tsv`, so that they get translated."""

AUTHORS = (mark("a French guide, after Reichheld"), mark("a marketing guide"))
"""Those authors of bands whose name is a description."""


def interpret(
    estimate: NPSEstimate,
    lang: str = "en",
    *,
    comparison: pd.DataFrame | None = None,
    trend: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say in words what a score means: against competitors, against zero, against its own past, and by the bands.

    The bands come last: they contradict each other, leave gaps, and know neither the sector nor the country.

    Parameters
    ----------
    estimate
        The score, as of `nps`.
    lang
        Language of the sentences.
    comparison
        Result of `compare_to_benchmarks`, for the first question.
    trend
        Result of `measure_trend` without keys, for the third.

    Returns
    -------
    DataFrame
        `topic, author, text`: the topics `competitors`, `zero`, `rising`, then a row `band` for each author.

    Raises
    ------
    UnknownColumnError
        If `comparison` or `trend` is another kind of frame.
    UnknownNameError
        If there is no such language.
    NPSError
        If the trend is that of several series.

    Examples
    --------
    >>> from npsanalysis import nps_from_counts
    >>> interpret(nps_from_counts(20, 30, 50)).set_index("topic").loc["zero", "text"]
    'Above zero? Yes: +30.0, its interval (+14.1 to +44.2) lies above zero; there are more promoters than detractors.'
    """
    check_language(lang)
    rows = [
        ("competitors", None, _competitors(comparison, lang)),
        ("zero", None, _zero(estimate, lang)),
        ("rising", None, _rising(trend, lang)),
    ]
    bands = load_bands()
    rows += [
        ("band", author, _band(estimate, author, bands[bands["author"] == author], lang))
        for author in bands["author"].drop_duplicates()
    ]
    return pd.DataFrame(rows, columns=["topic", "author", "text"])


def _competitors(comparison: pd.DataFrame | None, lang: str) -> str:
    if comparison is None:
        return say("Above the competitors? Not known: no comparison was given.", lang)
    for column in ("low", "high", "comparable"):
        if column not in comparison:
            raise UnknownColumnError.of(column, comparison.columns)
    alike = comparison[comparison["comparable"]]
    unlike = len(comparison) - len(alike)
    if alike.empty:
        return say_count(
            "Above the competitors? Cannot be said: the {n} benchmark was measured in another way.",
            "Above the competitors? Cannot be said: all {n} benchmarks were measured in another way.",
            unlike,
            lang,
        )
    above, below = int((alike["low"] > 0).sum()), int((alike["high"] < 0).sum())
    text = say(
        "Above the competitors? Above {above} of {n} benchmarks measured alike, below {below}, not distinguishable "
        "from {open}.",
        lang,
        above=above,
        n=len(alike),
        below=below,
        open=len(alike) - above - below,
    )
    return text if not unlike else f"{text} {_left_out(unlike, lang)}"


def _left_out(unlike: int, lang: str) -> str:
    return say_count(
        "{n} more was measured in another way and says nothing.",
        "{n} more were measured in another way and say nothing.",
        unlike,
        lang,
    )


def _zero(estimate: NPSEstimate, lang: str) -> str:
    values = {"nps": points(estimate.nps, lang), "interval": interval(estimate.low, estimate.high, lang)}
    if estimate.low > 0:
        return say(
            "Above zero? Yes: {nps}, its interval ({interval}) lies above zero; there are more promoters than "
            "detractors.",
            lang,
            **values,
        )
    if estimate.high < 0:
        return say(
            "Above zero? No: {nps}, its interval ({interval}) lies below zero; there are more detractors than "
            "promoters.",
            lang,
            **values,
        )
    return say("Above zero? Cannot be said: {nps}, its interval ({interval}) holds zero.", lang, **values)


def _rising(trend: pd.DataFrame | None, lang: str) -> str:
    if trend is None:
        return say("Rising? Not known: no trend was given.", lang)
    for column in ("method", "slope", "low", "high"):
        if column not in trend:
            raise UnknownColumnError.of(column, trend.columns)
    lines = trend[trend["method"] == "weighted_line"]
    if len(lines) != 1:
        raise NPSError(f"the trend must be that of one series, got {len(lines)}; choose a group first.")
    line = lines.iloc[0]
    values = {"slope": points(line["slope"], lang), "interval": interval(line["low"], line["high"], lang)}
    if line["low"] > 0:
        return say("Rising? Yes: {slope} points in 30 days ({interval}).", lang, **values)
    if line["high"] < 0:
        return say("Rising? No, falling: {slope} points in 30 days ({interval}).", lang, **values)
    return say("Rising? Cannot be said: {slope} points in 30 days ({interval}).", lang, **values)


def _band(estimate: NPSEstimate, author: str, bands: pd.DataFrame, lang: str) -> str:
    """Say where an author's bands put the score, and how many of them its interval touches."""
    low, high = bands["low"], bands["high"]
    value = round(estimate.nps, 9)  # 45 points are 45, whatever the floats say
    ends = ((low == high) & (value == low)) | ((high == 100) & (value == 100))
    holds = ((low <= value) & (value < high)) | ends
    values = {"author": say(author, lang), "nps": points(estimate.nps, lang)}
    if holds.any():
        text = say(
            "{author}: {nps} is “{reading}”.", lang, **values, reading=say(bands.loc[holds, "reading"].iloc[-1], lang)
        )
    else:
        held = joined([f"{points(a, lang, 0)} … {points(b, lang, 0)}" for a, b in zip(low, high, strict=True)], lang)
        text = say("{author}: {nps} lies in no band; they are {bands}.", lang, **values, bands=held)
    touched = int(((low <= estimate.high) & (high > estimate.low)).sum()) if not np.isnan(estimate.low) else 0
    if touched < 2:
        return text
    return f"{text} " + say(
        "The interval touches {n} bands: the label is less certain than it sounds.", lang, n=touched
    )
