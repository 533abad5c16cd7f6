"""Themes named in comments, as drivers beside the ratings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from npsanalysis.errors import DriverError, UnknownColumnError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

MENTIONED, NOT_MENTIONED, NO_COMMENT = "mentioned", "not mentioned", "no comment"


def add_mentions(
    responses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    themes: Sequence[str] | None = None,
    by_label: bool = False,
) -> pd.DataFrame:
    """Add a column a theme that says who named it, ready to be a driver or a group.

    Parameters
    ----------
    responses
        Responses frame with `response_id`; who left all its `comment` columns empty could not name anything.
    mentions
        Mentions: `response_id, theme` and with `by_label` `label`.
    themes
        The themes to add, by default all.
    by_label
        Whether a theme praised, criticised and wished for are columns of their own, called `theme: label`.

    Returns
    -------
    DataFrame
        The responses with columns that hold `mentioned`, `not mentioned` or `no comment`; `rank_drivers` takes the last
        for a question that did not apply.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    DriverError
        If a theme is called like a column, or nobody names it.

    Examples
    --------
    >>> import pandas as pd
    >>> responses = pd.DataFrame({"response_id": ["a", "b", "c"], "comment": ["late!", "nice", None]})
    >>> mentions = pd.DataFrame({"response_id": ["a"], "theme": ["delivery"], "label": ["con"]})
    >>> add_mentions(responses, mentions, by_label=True)["delivery: con"].tolist()
    ['mentioned', 'not mentioned', 'no comment']
    """
    for frame, needed in (
        (responses, ["response_id"]),
        (mentions, ["response_id", "theme", *["label"][: int(by_label)]]),
    ):
        for column in needed:
            if column not in frame.columns:
                raise UnknownColumnError.of(column, frame.columns)
    named = mentions["theme"] + ": " + mentions["label"] if by_label else mentions["theme"]
    wanted = sorted(named[mentions["theme"].isin(themes)].unique() if themes is not None else named.unique())
    lost = [theme for theme in themes or [] if theme not in set(mentions["theme"])]
    if lost:
        raise DriverError(f"nobody names the theme {lost[0]!r}, so it cannot be a driver; leave it out.")
    taken = [name for name in wanted if name in responses.columns]
    if taken:
        raise DriverError(f"theme {taken[0]!r} is called like a column of the responses; rename one of them.")
    comments = [column for column in responses.columns if re.fullmatch(r"comment(_\d+)?", str(column))]
    silent = ~responses[comments].apply(lambda column: column.fillna("").str.strip() != "").any(axis=1)
    added = {}
    for name in wanted:
        by = responses["response_id"].isin(mentions.loc[named == name, "response_id"])
        added[name] = by.map({True: MENTIONED, False: NOT_MENTIONED}).mask(silent & ~by & bool(comments), NO_COMMENT)
    return responses.assign(**added)
