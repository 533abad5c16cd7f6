"""Tables for reading: numbers rounded once and written as a language writes them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.markup import whisker
from npsanalysis.wording import LABEL_NAMES, interval, number, percent, points, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def format_estimates(estimates: pd.DataFrame, *, lang: str = "en", digits: int = 1) -> pd.DataFrame:
    """Write an estimates frame for reading.

    Parameters
    ----------
    estimates
        Estimates frame.
    lang
        Language of the headings and numbers.
    digits
        Decimals of the scores.

    Returns
    -------
    DataFrame
        Texts: the keys as index; NPS, interval, n and the three shares as columns. A row without a score is suppressed.

    Examples
    --------
    >>> from npsanalysis import nps_by
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 2] * 10, "site": ["a", "a", "b", "b"] * 10})
    >>> format_estimates(nps_by(frame, "site"))
             NPS     95% interval   n promoters passives detractors
    site
    a     +100.0  +69.7 to +100.0  20      100%       0%         0%
    b      -50.0   -66.3 to -20.7  20        0%      50%        50%
    """
    keys = list(estimates.columns[: estimates.columns.get_loc("nps")])
    level = number(100 * float(estimates["level"].iloc[0]), lang)
    bounds = zip(estimates["low"], estimates["high"], strict=True)
    table = pd.DataFrame(
        {
            say("NPS", lang): _each(estimates["nps"], lambda value: points(value, lang, digits)),
            say("{level}% interval", lang, level=level): [interval(low, high, lang, digits) for low, high in bounds],
            say("n", lang): _each(estimates["n"], lambda value: number(value, lang)),
            say("promoters", lang): _each(estimates["promoters"], lambda value: percent(value, lang)),
            say("passives", lang): _each(estimates["passives"], lambda value: percent(value, lang)),
            say("detractors", lang): _each(estimates["detractors"], lambda value: percent(value, lang)),
        }
    )
    if not keys:
        return table
    named = [estimates[key].astype("string").fillna(say("(no answer)", lang)) for key in keys]
    index = pd.MultiIndex.from_arrays(named, names=keys) if len(keys) > 1 else pd.Index(named[0], name=keys[0])
    return table.set_axis(index)


def show_estimates(estimates: pd.DataFrame, *, lang: str = "en", digits: int = 1) -> None:
    """Display an estimates frame in a notebook, each score with its interval drawn beside it.

    Parameters
    ----------
    estimates, lang, digits
        As for `format_estimates`.
    """
    from IPython.display import HTML, display

    written = format_estimates(estimates, lang=lang, digits=digits)
    keys = [str(name) for name in written.index.names if name is not None]
    written = (written.reset_index() if keys else written).map(escape).rename(columns=escape)
    bounds = zip(estimates["low"], estimates["nps"], estimates["high"], strict=True)
    written.insert(len(keys) + 1, "", [whisker(*each) for each in bounds])  # after the keys and the score
    display(HTML(written.to_html(index=False, border=0, escape=False)))  # type: ignore[no-untyped-call]


def format_labels(labels: pd.DataFrame, *, lang: str = "en") -> pd.DataFrame:
    """Write the counts of labels for reading.

    Parameters
    ----------
    labels
        As of `count_labels`: keys…, `label, responses, share, low, high`, shares in percent.
    lang
        Language of the headings and numbers.

    Returns
    -------
    DataFrame
        Texts: the labels as index; number of respondents, share and its interval as columns.
    """
    bounds = zip(labels["low"], labels["high"], strict=True)
    return pd.DataFrame(
        {
            say("respondents", lang): _each(labels["responses"], lambda value: number(value, lang)),
            say("share of those who commented", lang): _each(labels["share"], lambda value: percent(value, lang)),
            say("{level}% interval", lang, level="95"): [
                say("{low} to {high}", lang, low=percent(low, lang), high=percent(high, lang)) for low, high in bounds
            ],
        }
    ).set_axis(pd.Index([say(LABEL_NAMES[label], lang) for label in labels["label"]], name=say("statement", lang)))


def _each(values: Iterable[float], write: Callable[[float], str]) -> list[str]:
    """Write each value."""
    return [write(value) for value in values]
