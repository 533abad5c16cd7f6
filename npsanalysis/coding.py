"""Coding by hand: statements to a workbook in which people correct labels and themes, and back without loss."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from npsanalysis.comments.codebook import check_codebook, load_codebook, theme_names
from npsanalysis.comments.labelling import LABELS
from npsanalysis.comments.themes import THEME_SEPARATOR, tag_themes
from npsanalysis.errors import ReadingError, UnknownColumnError, UnknownNameError
from npsanalysis.reading.files import open_table
from npsanalysis.spreadsheets import Form, neutralize, write_xlsx
from npsanalysis.wording import LABEL_NAMES, LANGUAGES, check_language, mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHEET = mark("Statements to code")
KEPT = "kept"
"""The hidden sheet with the statements as they were, on which reading back relies."""

HEADINGS = {
    "line": mark("Line"),
    "response_id": mark("Response"),
    "question": mark("Question"),
    "text": mark("Statement"),
    "label": mark("Label"),
    "theme": mark("Theme {n}"),
    "remark": mark("Remark"),
}
"""The columns of the sheet; people fill in the last three."""

FEWEST_THEMES, MOST_THEMES = 3, 10
"""Columns of themes."""

LONGEST_PIECE = 30_000
"""Characters of a kept statement in one cell."""

HISTORY_SEPARATOR = " > "
"""What stands between the labels that a statement had before."""

COLUMNS = "columns"
"""The line of the hidden sheet that says the type of each column."""


def to_coding_sheet(
    statements: pd.DataFrame, path: str | Path, *, codebook: pd.DataFrame | None = None, lang: str = "en"
) -> Path:
    """Write statements to a workbook in which labels and themes are corrected by hand.

    Labels and themes are chosen from drop-down lists; another theme may be typed. Lines may be sorted and filtered, not
    added; whatever else is changed in the sheet is not read back. What respondents wrote is never run as a formula.

    Parameters
    ----------
    statements
        Statements, labelled or not; those of `audit_sample` to measure how often the labels are wrong.
    path
        Where to, an `.xlsx` file.
    codebook
        As of `load_codebook`, for the themes; those that are found, or were coded before, are filled in.
    lang
        Language of the headings, labels and themes.

    Returns
    -------
    Path
        Where the file is.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If the file cannot be written.
    """
    for column in ("response_id", "question", "statement", "text", "lang"):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    check_language(lang)
    book = load_codebook() if codebook is None else check_codebook(codebook)
    names = theme_names(book, lang)
    coded = statements.reset_index(drop=True)
    if "label" not in coded:
        coded["label"] = pd.Series([None] * len(coded), dtype="str")
    lines = pd.RangeIndex(1, len(coded) + 1).astype(str)
    keyed = coded.assign(response_id=lines, question="", statement=0)
    mentions = tag_themes(keyed, codebook=book)
    themes = mentions.groupby("response_id")["theme"].agg(list).to_dict()
    most = min(max([FEWEST_THEMES, *map(len, themes.values())]), MOST_THEMES)
    said = {label: say(LABEL_NAMES[label], lang) for label in LABELS}
    shown = {
        "line": lines,
        **{column: coded[column].astype(str).map(neutralize) for column in ("response_id", "question", "text")},
        "label": coded["label"].map(said),
        **{
            f"theme {n}": [names.get(theme, theme) for theme in (_nth(themes.get(line, []), n) for line in lines)]
            for n in range(1, most + 1)
        },
        "remark": coded.get("remark", ""),
    }
    sheet = pd.DataFrame(shown).rename(columns=lambda column: _heading(column, lang))
    theme_columns = [_heading(f"theme {n}", lang) for n in range(1, most + 1)]
    form = Form(
        choices={_heading("label", lang): list(said.values())}
        | {column: list(names.values()) for column in theme_columns},
        widths={_heading("text", lang): 60, _heading("remark", lang): 30} | dict.fromkeys(theme_columns, 22),
    )
    sheets = {say(SHEET, lang): sheet, KEPT: _keep(coded)}
    return write_xlsx(sheets, path, forms={say(SHEET, lang): form, KEPT: Form(hidden=True)})


def read_coding_sheet(path: str | Path, *, codebook: pd.DataFrame | None = None) -> pd.DataFrame:
    """Read statements back from a workbook of `to_coding_sheet`, with the labels and themes given by hand.

    Parameters
    ----------
    path
        The workbook.
    codebook
        The codebook the workbook was written with, to know its themes by their names.

    Returns
    -------
    DataFrame
        The statements with all their columns, in their order, the `label` of the sheet, and `themes` (between bars, as
        `tag_themes` takes them), `history` (the labels a statement had before, the oldest first: `con` where a con
        became a suggestion; empty where none was changed) and `remark`. Statements whose line is not in the sheet any
        more come back as they were.

    Raises
    ------
    ReadingError
        If the file is not such a workbook, or a line was added or stands twice.
    UnknownNameError
        If a label is none of the four.
    """
    book = load_codebook() if codebook is None else check_codebook(codebook)
    kept = _take_back(open_table(path, sheet=KEPT, encoding=None).cells)
    cells = _sheet(path)
    lines = _lines_of(cells)
    labels = {say(LABEL_NAMES[label], lang).casefold(): label for lang in LANGUAGES for label in LABELS}
    labels |= {label: label for label in LABELS}
    themes = {name.casefold(): theme for lang in LANGUAGES for theme, name in theme_names(book, lang).items()}
    theme_columns = [column for column in cells if str(column).startswith("theme ")]
    given = pd.DataFrame(
        {
            "label": [_label(text, labels) for text in cells["label"]],
            "themes": [
                THEME_SEPARATOR.join(dict.fromkeys(themes.get(name.casefold(), name) for name in row if name))
                for row in cells[theme_columns].itertuples(index=False)
            ],
            "remark": cells["remark"].tolist(),
        },
        index=lines,
    )
    return _joined(kept, given)


def _joined(kept: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Put what was coded by hand into the statements, and the labels it replaces into their history."""
    there = pd.Series(kept.index.isin(given.index), index=kept.index)
    given = given.reindex(kept.index)
    before = kept["label"]
    after = given["label"].where(there, before).astype("str")
    past = kept["history"].fillna("") if "history" in kept else pd.Series("", index=kept.index)
    changed = before.notna() & (before != after.fillna(""))
    longer = past.where(past == "", past + HISTORY_SEPARATOR) + before.fillna("")
    coded = kept.assign(label=after, history=past.mask(changed, longer).astype("str"))
    for column in ("themes", "remark"):
        old = kept[column].fillna("") if column in kept else pd.Series("", index=kept.index)
        coded[column] = given[column].where(there, old).astype("str")
    return coded.reset_index(drop=True)


def _keep(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements as lines of JSON in ASCII, cut to what a cell holds, after the types of the columns."""
    types = {str(column): str(dtype) for column, dtype in statements.dtypes.items()}
    records = [types, *(_plain(record) for record in statements.to_dict("records"))]
    texts = [json.dumps(record) for record in records]
    most = max(len(text) for text in texts)
    pieces = {
        f"json {start // LONGEST_PIECE}": [text[start : start + LONGEST_PIECE] for text in texts]
        for start in range(0, most, LONGEST_PIECE)
    }
    return pd.DataFrame({"line": [COLUMNS, *map(str, range(1, len(statements) + 1))], **pieces})


def _plain(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row in values that JSON knows."""
    plain = {}
    for column, value in record.items():
        if pd.isna(value):
            value = None  # noqa: PLW2901 -- JSON knows one missing value
        elif hasattr(value, "isoformat"):
            value = value.isoformat()  # noqa: PLW2901 -- the type of the column brings the date back
        plain[str(column)] = value.item() if hasattr(value, "item") else value
    return plain


def _take_back(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that were kept, by line."""
    texts = {row[0]: "".join(row[1:]) for row in cells.iloc[1:].itertuples(index=False)}
    try:
        types = json.loads(texts.pop(COLUMNS))
        records = [json.loads(text) for text in texts.values()]
        kept = pd.DataFrame(records, index=list(texts), columns=list(types), dtype=object)
        return kept.astype(types)
    except (KeyError, TypeError, ValueError) as error:
        raise ReadingError(f"the hidden sheet {KEPT!r} was changed, so the statements cannot be read back.") from error


def _sheet(path: str | Path) -> pd.DataFrame:
    """Return the cells of the visible sheet, in whichever language it was written."""
    for lang in LANGUAGES:
        try:
            cells = open_table(path, sheet=say(SHEET, lang), encoding=None).cells
        except UnknownNameError:
            continue
        columns = {_heading(name, lang): name for name in ("line", "label", "remark")}
        columns |= {_heading(f"theme {n}", lang): f"theme {n}" for n in range(1, MOST_THEMES + 1)}
        found = cells.iloc[1:].set_axis([columns.get(text.strip(), text) for text in cells.iloc[0]], axis=1)
        for name in ("line", "label", "remark"):
            if name not in found:
                raise UnknownColumnError.of(_heading(name, lang), cells.iloc[0])
        return found.map(str.strip)[(found["line"] != "") | (found["label"] != "")]
    raise ReadingError(f"{path} has no sheet {SHEET!r}; is it a workbook of to_coding_sheet?")


def _lines_of(cells: pd.DataFrame) -> list[str]:
    """Return the number of each line as it was written.

    Raises
    ------
    ReadingError
        If one was added or stands twice.
    """
    lines = cells["line"].str.removesuffix(".0")
    wrong = lines[lines.duplicated() | ~lines.str.fullmatch(r"\d+")]
    if len(wrong):
        raise ReadingError(
            f"lines can be sorted and left out, not added or copied; got the line {wrong.iloc[0]!r} twice or without "
            "its number."
        )
    return list(lines)


def _label(text: str, labels: Mapping[str, str]) -> str | None:
    """Return the label that was chosen or typed, None for none.

    Raises
    ------
    UnknownNameError
        If it is none of the four.
    """
    if not text:
        return None
    if text.casefold() not in labels:
        raise UnknownNameError.of("label", text, LABELS)
    return labels[text.casefold()]


def _heading(column: str, lang: str) -> str:
    """Return the heading of a column of the sheet."""
    name, _, n = column.partition(" ")
    return say(HEADINGS[name], lang, n=n)


def _nth(themes: list[str], n: int) -> str:
    return themes[n - 1] if n <= len(themes) else ""
