"""What the columns of a survey are called in a study: by the wording of their question, cut to what one can read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npsanalysis.reading.export import Export

LONGEST_NAME = 48
"""Characters of a column's name that a chart and a table have room for."""

STEM = " - "
"""What survey tools write between a question and one of its items."""

NAMED = ("group", "driver", "other")
"""Roles of columns that are shown under a name of their own."""


def name_by_wording(export: Export) -> tuple[Export, Mapping[str, str]]:
    """Call the columns of an export by the wording of their questions.

    Parameters
    ----------
    export
        As of `read_export`.

    Returns
    -------
    tuple
        The export with its columns renamed, and the new names by the old.
    """
    columns = export.columns[export.columns["role"].isin(NAMED) & export.columns["column"].isin(export.responses)]
    old = columns["column"].astype(str).tolist()
    taken = {str(name) for name in export.responses.columns if name not in old}
    names = dict(zip(old, short_names(old, columns["question"].astype(str).tolist(), taken), strict=True))
    renamed = replace(
        export,
        responses=export.responses.rename(columns=names),
        columns=export.columns.assign(column=export.columns["column"].replace(names)),
    )
    return renamed, names


def short_names(codes: Sequence[str], wordings: Sequence[str], taken: set[str]) -> list[str]:
    """Return short forms of wordings, unlike each other and what is taken; a code is added where nothing else helps.

    Examples
    --------
    >>> short_names(["Q3", "Q4_1", "Q4_2"], ["Which branch?", "How good is - the app", "How good is - the desk"], set())
    ['Which branch', 'the app', 'the desk']
    """
    stems = Counter(wording.rpartition(STEM)[0] for wording in wordings)
    items = [wording.rpartition(STEM)[2] if stems[wording.rpartition(STEM)[0]] > 1 else wording for wording in wordings]
    forms = [
        [_short(item) for item in items],
        [_short(wording) for wording in wordings],
        [
            code if code == wording else f"{_short(wording)} ({code})"
            for code, wording in zip(codes, wordings, strict=True)
        ],
    ]
    names = forms[0]
    for more in forms[1:]:
        counts = Counter([*names, *taken])
        names = [longer if counts[name] > 1 else name for name, longer in zip(names, more, strict=True)]
    return names


def _short(wording: str) -> str:
    """Cut a wording after the last word that fits, its question mark aside: other signs follow it."""
    spaced = wording.replace("_", " ")
    return shorten(spaced, LONGEST_NAME, placeholder="…").rstrip(" \u00a0\u202f?:.") or wording
