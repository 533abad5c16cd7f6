"""Write the parts of a study as sheets: every number behind every figure, unrounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.actions.columns import in_words
from npsanalysis.actions.workbook import COLUMNS
from npsanalysis.banner import lay_out_banner
from npsanalysis.spreadsheets import sheet_name
from npsanalysis.study.sureness import name_measures
from npsanalysis.study.voices import name_themes
from npsanalysis.wording import LABEL_NAMES, METHOD_NAMES, mark, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.study.content import Study
    from npsanalysis.study.parts import Part

COLUMN_NAMES = {
    "nps": mark("NPS"),
    "low": mark("lower bound"),
    "high": mark("upper bound"),
    "n": mark("n"),
    "promoters": mark("promoters (%)"),
    "passives": mark("passives (%)"),
    "detractors": mark("detractors (%)"),
    "n_effective": mark("effective n"),
    "level": mark("level"),
    "method": mark("method"),
    "score": mark("score"),
    "weight": mark("sum of weights"),
    "share": mark("share (%)"),
    "label": mark("label"),
    "responses": mark("respondents"),
    "start": mark("first day"),
    "end": mark("last day"),
    "reference": mark("compared with"),
    "suppressed": mark("suppressed"),
    "difference": mark("change"),
    "low_difference": mark("change, lower bound"),
    "high_difference": mark("change, upper bound"),
    "difference_rest": mark("difference from the others"),
    "low_rest": mark("difference, lower bound"),
    "high_rest": mark("difference, upper bound"),
    "p_value": mark("p-value"),
    "p_adjusted": mark("adjusted p-value (Holm)"),
    "driver": mark("driver"),
    "importance": mark("importance (% of R²)"),
    "r_squared": mark("part of R²"),
    "r_squared_total": mark("R² of all"),
    "rank": mark("rank"),
    "rank_low": mark("rank, lower bound"),
    "rank_high": mark("rank, upper bound"),
    "p_first": mark("chance to be first (%)"),
    "effect_nps": mark("points of NPS a step"),
    "effect_score": mark("score a step"),
    "vif": mark("VIF"),
    "clear": mark("clear"),
    "theme": mark("theme"),
    "n_reference": mark("n of the last wave"),
    "nps_others": mark("NPS of the others"),
    "impact": mark("impact"),
    "impact_low": mark("impact, lower bound"),
    "impact_high": mark("impact, upper bound"),
    "response_id": mark("response"),
    "question": mark("question"),
    "statement": mark("statement number"),
    "text": mark("text"),
    "lang": mark("language"),
    "probability": mark("sureness of the label"),
    "measure": mark("measure"),
    "comments": mark("test comments"),
    "precision": mark("right of 100 labelled so"),
    "precision_low": mark("right, lower bound"),
    "precision_high": mark("right, upper bound"),
    "recall": mark("found of 100 to be found"),
    "recall_low": mark("found, lower bound"),
    "recall_high": mark("found, upper bound"),
    "f1": mark("F1 (%)"),
    "f1_low": mark("F1, lower bound"),
    "f1_high": mark("F1, upper bound"),
}
"""What columns are called in the workbook; said by `say`."""

LABEL_WORDS = LABEL_NAMES | {"all": mark("All")}
"""Labels, and that of a theme whatever is said of it; said by `say`."""

STATEMENT_COLUMNS = ["response_id", "question", "statement", "text", "lang", "label", "probability", "score"]

FORMATS = {"level": "0%", "p_value": "0.000", "p_adjusted": "0.000", "probability": "0.00"} | dict.fromkeys(
    ("r_squared", "r_squared_total", "effect_score"), "0.000"
)
"""Excel formats of columns of fractions; the other numbers with decimals have one."""


def make_sheets(study: Study, parts: Sequence[Part]) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Write the parts of a study as the sheets of a workbook.

    Parameters
    ----------
    study
        As of `build_study`.
    parts
        Its parts, as of `parts_of`.

    Returns
    -------
    tuple of dict
        Frames by sheet, first the table of contents, last the coded statements; their Excel number formats.
    """
    lang = study.lang
    shown = [part for part in parts if part.sheet and part.frame is not None]
    frames = {part.name: part.frame for part in shown if part.frame is not None}
    told = {part.name: part.title for part in shown}
    if not study.statements.empty:
        name = say("Statements", lang)
        frames[name] = coded_statements(study)
        told[name] = say("Every statement of the comments with its label", lang)
    if len(study.actions):
        name = say("Register", lang)
        frames[name] = in_words(name_themes(study.actions, lang), COLUMNS, lang)
        told[name] = say("The action register, to be filled in", lang)
    laid_out = lay_out_banner(study.banner, lang) if len(study.banner) else None
    if laid_out is not None:
        told[say("Banner", lang)] = say(
            "The score and the ratings by group; letters mark differences beyond chance", lang
        )
    first = pd.DataFrame({say("sheet", lang): _unique(list(told)), say("what it holds", lang): list(told.values())})
    names = first.iloc[:, 0].tolist()
    sheets, formats = {say("Contents", lang): first}, {}
    for name, frame in zip(names, frames.values(), strict=False):  # the banner comes laid out
        sheets[name] = say_columns(frame, lang)
        formats[name] = _formats(frame)
    if laid_out is not None:
        sheets[names[-1]], formats[names[-1]] = laid_out
    return sheets, formats


def coded_statements(study: Study) -> pd.DataFrame:
    """Return the labelled statements; without their words where nobody is quoted."""
    columns = [name for name in STATEMENT_COLUMNS if study.quoted or name != "text"]
    return study.statements[[name for name in columns if name in study.statements]]


def say_columns(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Say columns, methods and labels in a language."""
    said = frame.copy()
    if "method" in said:
        said["method"] = [say(METHOD_NAMES.get(name, name), lang) for name in said["method"]]
    if "measure" in said:
        said = name_measures(said, lang)
    if "theme" in said:
        said = name_themes(said, lang)
    if "label" in said:
        said["label"] = [say(LABEL_WORDS[label], lang) if label in LABEL_WORDS else "" for label in said["label"]]
    for name in said.select_dtypes("bool"):
        said[name] = [say("yes", lang) if value else say("no", lang) for value in said[name]]
    return said.rename(columns={name: say(COLUMN_NAMES[name], lang) for name in said.columns if name in COLUMN_NAMES})


def _formats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the Excel format of each cell: one decimal where there are decimals."""
    formats = {
        name: FORMATS.get(str(name), "0.0") if pd.api.types.is_float_dtype(column) and str(name) != "score" else ""
        for name, column in frame.items()
    }
    return pd.DataFrame({name: [style] * len(frame) for name, style in formats.items()})


def _unique(names: list[str]) -> list[str]:
    """Return names that sheets may have, made unlike each other."""
    taken: list[str] = []
    for name in map(sheet_name, names):
        unlike, place = name, 2
        while unlike.casefold() in {each.casefold() for each in taken}:
            unlike, place = f"{name[:27]} {place}", place + 1
        taken.append(unlike)
    return taken
