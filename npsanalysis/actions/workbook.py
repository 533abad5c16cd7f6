"""The workbook of the workshop: the register to fill in, the quotes behind each line, what the words mean."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.actions.columns import Column, choices_of, in_words, names_of
from npsanalysis.actions.register import ACTION_COLUMNS, check_columns, order_actions, shape_actions
from npsanalysis.actions.sheets import take_back
from npsanalysis.spreadsheets import Form, write_xlsx
from npsanalysis.wording import check_language, mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LABEL_WORDS = {"con": mark("con"), "pro": mark("pro"), "suggestion": mark("suggestion")}
RISK_WORDS = {"high": mark("high risk"), "medium": mark("medium risk"), "low": mark("low risk")}
URGENCY_WORDS = {"high": mark("urgent"), "low": mark("not urgent")}
IMPORTANCE_WORDS = {"high": mark("important"), "low": mark("not important")}
QUADRANT_WORDS = {
    "do_first": mark("do first"),
    "schedule": mark("schedule"),
    "delegate": mark("delegate"),
    "later": mark("leave for later"),
}
DECISION_WORDS = {"retained": mark("retained"), "piloted": mark("piloted"), "rejected": mark("rejected")}
STATUS_WORDS = {
    "to_do": mark("to do"),
    "in_progress": mark("in progress"),
    "done": mark("done"),
    "dropped": mark("dropped"),
}

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "action_id": Column(mark("Line"), "key", width=24),
        "theme": Column(mark("Theme"), "fact", width=28),
        "label": Column(mark("Kind"), "choice", LABEL_WORDS),
        "responses": Column(mark("Respondents"), "count", width=12),
        "impact": Column(mark("Impact on the NPS (points)"), "figure", width=12),
        "impact_low": Column(mark("Impact, low"), "figure", width=9),
        "impact_high": Column(mark("Impact, high"), "figure", width=9),
        "meaning": Column(mark("What does it mean?"), "text", width=32),
        "cause": Column(mark("Why did it happen?"), "text", width=32),
        "responsible": Column(mark("Who is responsible for it?"), "text", width=20),
        "remedy": Column(mark("How to repair or strengthen it?"), "text", width=32),
        "benefit": Column(mark("What is the gain?"), "text", width=28),
        "risk_of_inaction": Column(mark("What is the risk of leaving it?"), "text", width=28),
        "risk_of_change": Column(mark("What is the risk of the change?"), "text", width=28),
        "risk_level": Column(mark("Risk level"), "choice", RISK_WORDS),
        "urgency": Column(mark("Urgency"), "choice", URGENCY_WORDS),
        "importance": Column(mark("Importance"), "choice", IMPORTANCE_WORDS),
        "quadrant": Column(mark("What follows"), "fact", QUADRANT_WORDS),
        "decision": Column(mark("Decision"), "choice", DECISION_WORDS),
        "reason": Column(mark("Reason of the decision"), "text", width=28),
        "owner": Column(mark("Owner"), "text", width=18),
        "resources": Column(mark("Resources"), "text", width=20),
        "milestones": Column(mark("Milestones"), "text", width=24),
        "deadline": Column(mark("Deadline (year-month-day)"), "date", width=13),
        "status": Column(mark("Status"), "choice", STATUS_WORDS),
    }
)
"""The columns of the register as people see them."""

COLOURS = {
    # Vermilion for what presses, yellow for what waits, blue for what is well, grey for what is left: pale, and told
    # apart by all kinds of sight.
    "#F4B183": (RISK_WORDS["high"], URGENCY_WORDS["high"], LABEL_WORDS["con"]),
    "#FFF2CC": (RISK_WORDS["medium"], STATUS_WORDS["in_progress"], DECISION_WORDS["piloted"]),
    "#BDD7EE": (STATUS_WORDS["done"], DECISION_WORDS["retained"], LABEL_WORDS["pro"], RISK_WORDS["low"]),
    "#D9D9D9": (STATUS_WORDS["dropped"], DECISION_WORDS["rejected"]),
}
"""Backgrounds of the words that should catch the eye."""

LEGEND = {
    "risk_level": {
        "high": mark("Critical: customers and money are lost if it is not mended."),
        "medium": mark("Important: it weighs on the relation, customers put up with it for now."),
        "low": mark("An inconvenience: customers mention it and stay."),
    },
    "quadrant": {
        "do_first": mark("Urgent and important. Worked out from the two columns when the workbook is read back."),
        "schedule": mark("Important, not urgent: give it a date."),
        "delegate": mark("Urgent, not important: give it to somebody close to the customer."),
        "later": mark("Neither: look again after the next survey."),
    },
    "decision": {
        "retained": mark("It will be done."),
        "piloted": mark("It is tried on a small scale first."),
        "rejected": mark("It will not be done; the reason is written down."),
    },
}
"""What the words mean."""

QUOTE_HEADINGS = {
    "action_id": COLUMNS["action_id"].heading,
    "response_id": mark("Response"),
    "score": mark("Score"),
    "text": mark("Quote"),
}
"""The columns of the sheet of quotes as people see them."""

REGISTER, QUOTES, WORDS = mark("Actions"), mark("Quotes"), mark("What the words mean")
"""The names of the sheets."""


def write_actions(
    actions: pd.DataFrame,
    path: str | Path,
    *,
    quotes: pd.DataFrame | None = None,
    codebook: pd.DataFrame | None = None,
    lang: str = "en",
) -> Path:
    """Write the register as a workbook for a meeting: drop-down lists, colours, quotes for each line, no formulas.

    Parameters
    ----------
    actions
        Actions frame.
    path
        Where to, `.xlsx`.
    quotes
        Quotes for each line, as of `pick_action_quotes`, for a sheet of their own.
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
        If a frame lacks a column.
    NPSError
        If the workbook cannot be written.
    """
    check_language(lang)
    check_columns(actions, ACTION_COLUMNS)
    name = say(REGISTER, lang)
    sheets = {name: in_words(actions, _columns(codebook), lang)}
    if quotes is not None:
        sheets[say(QUOTES, lang)] = _quotes(quotes, lang)
    sheets[say(WORDS, lang)] = _legend(lang)
    form = Form(
        choices=choices_of(COLUMNS, lang),
        colours={say(word, lang): colour for colour, words in COLOURS.items() for word in words},
        widths={say(column.heading, lang): column.width for column in COLUMNS.values()},
    )
    figures = pd.DataFrame("", index=actions.index, columns=sheets[name].columns)
    for column in ("impact", "impact_low", "impact_high"):
        figures[say(COLUMNS[column].heading, lang)] = "+0.0;-0.0;0.0"
    forms = {title: Form() for title in sheets} | {name: form}
    return write_xlsx(sheets, path, formats={name: figures}, forms=forms)


def read_actions(
    path: str | Path, before: pd.DataFrame, *, codebook: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the register back after the meeting, and report what changed in it.

    Lines are told by their `action_id` alone: a line whose id was changed is a new one, and the one it was stays as
    it was. The quadrant is worked out again.

    Parameters
    ----------
    path
        The workbook, in either language, saved by any spreadsheet program.
    before
        The register it was written from.
    codebook
        The one it was written with.

    Returns
    -------
    actions : DataFrame
        Actions, in the order of `order_actions`; columns that were added in the meeting come last. A con moved to
        suggestion keeps its `action_id`, by which the register remembers what it was.
    changes : DataFrame
        `row` (of the sheet), `line` (the `action_id`), `column, before, after, change`; `change` is `edited`, `added`,
        `duplicate` (a second line of that id, kept under another), `missing` (kept as it was), `kept` (a figure written
        over: the computed one stays), `not understood` (the value stays as it was), `column added` or `column missing`.

    Raises
    ------
    ReadingError
        If the file cannot be read.
    UnknownNameError
        If it has no sheet of actions.
    NPSError
        If its lines have no ids.
    """
    check_columns(before, ACTION_COLUMNS)
    lines, changes = take_back(path, before, _columns(codebook), REGISTER)
    return order_actions(shape_actions(lines)), changes


def _columns(codebook: pd.DataFrame | None) -> dict[str, Column]:
    """Return the columns, the themes by their names."""
    return {**COLUMNS, "theme": COLUMNS["theme"]._replace(names=names_of(codebook))}


def _quotes(quotes: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Make the sheet of quotes."""
    check_columns(quotes, list(QUOTE_HEADINGS))
    return quotes[list(QUOTE_HEADINGS)].set_axis([say(heading, lang) for heading in QUOTE_HEADINGS.values()], axis=1)


def _legend(lang: str) -> pd.DataFrame:
    """Make the sheet of what the words mean."""
    rows = [
        (say(COLUMNS[column].heading, lang), say(COLUMNS[column].words[code], lang), say(meaning, lang))
        for column, meanings in LEGEND.items()
        for code, meaning in meanings.items()
    ]
    headings = (mark("Column"), mark("Word"), mark("Meaning"))
    return pd.DataFrame(rows, columns=pd.Index([say(heading, lang) for heading in headings]))
