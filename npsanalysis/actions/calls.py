"""The follow-up list as a workbook: it goes out to those who call, and comes back with what came of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.actions.columns import Column, choices_of, in_words, names_of
from npsanalysis.actions.register import check_columns
from npsanalysis.actions.sheets import take_back
from npsanalysis.spreadsheets import Form, write_xlsx
from npsanalysis.wording import check_language, mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SEPARATOR = " | "
"""What stands between themes."""

TASK_WORDS = {
    "repair": mark("call and repair"),
    "listen": mark("call and listen"),
    "improve": mark("call and ask"),
    "thank": mark("thank"),
}
"""What is to be done for a respondent, the most pressing first."""

CONSENT_WORDS = {"yes": mark("agreed to be contacted"), "unknown": mark("not known: do not contact")}
OUTCOME_WORDS = {
    "solved": mark("problem solved"),
    "promised": mark("answer promised"),
    "listened": mark("listened to"),
    "not_reached": mark("not reached"),
    "declined": mark("does not wish to talk"),
}
"""What came of a call."""

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "response_id": Column(mark("Response"), "key", width=16),
        "task": Column(mark("To do"), "fact", TASK_WORDS, 18),
        "consent": Column(mark("Consent"), "fact", CONSENT_WORDS, 26),
        "score": Column(mark("Score"), "figure", width=7),
        "pros": Column(mark("Pros"), "count", width=7),
        "cons": Column(mark("Cons"), "count", width=7),
        "suggestions": Column(mark("Suggestions"), "count", width=12),
        "themes": Column(mark("Themes to repair or to ask about"), "shown", width=24),
        "context": Column(mark("What was said (personal data blacked out)"), "fact", width=60),
        "earlier": Column(mark("Earlier responses"), "count", width=10),
        "due": Column(mark("Due"), "moment", width=17),
        "outcome": Column(mark("Outcome"), "choice", OUTCOME_WORDS, 22),
        "called": Column(mark("Day of the call (year-month-day)"), "date", width=16),
        "note": Column(mark("Note"), "text", width=40),
    }
)
"""The columns of a follow-up list, as people see them."""

SHEET = mark("To call or to thank")
"""The name of the sheet."""


def write_follow_up(
    calls: pd.DataFrame, path: str | Path, *, codebook: pd.DataFrame | None = None, lang: str = "en"
) -> Path:
    """Write a follow-up list as a workbook in which the outcome of each call is filled in.

    Parameters
    ----------
    calls
        As of `follow_up`.
    path
        Where to, `.xlsx`.
    codebook
        As of `load_codebook`, for the names of the themes; by default the one of this package.
    lang
        Language of headings and words.

    Returns
    -------
    Path
        Where the workbook is.

    Raises
    ------
    UnknownColumnError
        If the list lacks a column.
    NPSError
        If the workbook cannot be written.
    """
    check_language(lang)
    check_columns(calls, list(COLUMNS))
    names = names_of(codebook)[lang]
    themes = calls["themes"].map(
        lambda said: SEPARATOR.join(names.get(theme, theme) for theme in said.split(SEPARATOR)), na_action="ignore"
    )
    sheet = in_words(calls.assign(themes=themes), COLUMNS, lang)
    formats = pd.DataFrame("", index=sheet.index, columns=sheet.columns)
    formats[say(COLUMNS["due"].heading, lang)] = "yyyy-mm-dd hh:mm"
    widths = {say(column.heading, lang): column.width for column in COLUMNS.values()}
    name = say(SHEET, lang)
    form = Form(choices=choices_of(COLUMNS, lang), widths=widths)
    return write_xlsx({name: sheet}, path, formats={name: formats}, forms={name: form})


def read_follow_up(path: str | Path, before: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take a follow-up list back with the outcomes of the calls, and report what changed in it.

    Parameters
    ----------
    path
        The workbook, in either language, saved by any spreadsheet program.
    before
        The list it was written from.

    Returns
    -------
    calls : DataFrame
        The list, `outcome` being `solved`, `promised`, `listened`, `not_reached`, `declined` or missing.
    changes : DataFrame
        As of `read_actions`.

    Raises
    ------
    ReadingError
        If the file cannot be read.
    UnknownNameError
        If it has no such sheet.
    NPSError
        If its lines have no ids.
    """
    check_columns(before, list(COLUMNS))
    calls, changes = take_back(path, before, COLUMNS, SHEET)
    return shape_calls(calls), changes


def shape_calls(lines: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of a list their types."""
    kinds = {"count": "Int64", "figure": "float64", "moment": "datetime64[us]", "date": "datetime64[us]"}
    return lines.astype(
        {name: kinds.get(column.kind, "str") for name, column in COLUMNS.items() if column.kind != "key"}
    )
