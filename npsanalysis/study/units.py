"""What is said of each region, site or other unit on its own page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from npsanalysis.banner import QUOTES_FROM
from npsanalysis.comments.counting import count_labels
from npsanalysis.comments.quotes import pick_quotes
from npsanalysis.suppression import held_back

QUOTES_PER_UNIT = 3
"""Quotes a label on the page of a unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A group with a page of its own.

    Attributes
    ----------
    name
        The group; None for those who did not say.
    estimate
        Its row of the estimates.
    labels
        Its respondents by label, as of `count_labels`; empty where too few commented.
    quotes
        Its quotes; none where too few commented.
    """

    name: str | None
    estimate: pd.DataFrame
    labels: pd.DataFrame
    quotes: pd.DataFrame


def describe_units(
    responses: pd.DataFrame, estimates: pd.DataFrame, statements: pd.DataFrame, suppress_below: int
) -> tuple[Unit, ...]:
    """Say of each group what its page shows.

    Parameters
    ----------
    responses
        Responses frame.
    estimates
        Estimates of the groups, small ones suppressed.
    statements
        Labelled statements.
    suppress_below
        Groups with fewer comments are shown without what they say, and so are the next smallest where theirs could be
        had by subtraction.

    Returns
    -------
    tuple of Unit
        The groups whose score is shown, in the order of `estimates`.
    """
    key = str(estimates.columns[0])
    unit_of = responses.set_index("response_id")[key]
    said = statements.assign(**{key: statements["response_id"].map(unit_of)})
    base = said.drop_duplicates("response_id")[key].value_counts(dropna=False)
    n = np.asarray(estimates[key].map(base).fillna(0), dtype=np.int64)
    silent = held_back(n, suppress_below) | (n < suppress_below)
    unquoted = n < QUOTES_FROM
    units = []
    for place, (name, hidden) in enumerate(zip(estimates[key], estimates["suppressed"], strict=True)):
        if hidden:
            continue
        own = said[said[key].isna() if pd.isna(name) else said[key] == name].drop(columns=key)
        own = own.head(0) if silent[place] else own
        quotes = pick_quotes(own.head(0) if unquoted[place] else own, per_label=QUOTES_PER_UNIT)
        units.append(
            Unit(
                None if pd.isna(name) else str(name),
                estimates.iloc[[place]],
                count_labels(own) if len(own) else own,
                quotes,
            )
        )
    return tuple(units)
