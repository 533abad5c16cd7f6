"""From cells with roles to the frames of an export, typed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.errors import ReadingError
from npsanalysis.language import is_no_content
from npsanalysis.reading.dates import read_dates
from npsanalysis.reading.matching import language_of
from npsanalysis.reading.table import Finding, listed, tallied
from npsanalysis.reading.values import number_in, read_numbers, says_missing, tidy

if TYPE_CHECKING:
    from npsanalysis.reading.profiles import Column
    from npsanalysis.reading.roles import Roles
    from npsanalysis.reading.score_column import Candidate
    from npsanalysis.reading.table import Table

CANONICAL = ("response_id", "score", "comment", "date", "weight", "respondent_id", "account_id")
LONGEST_SILENT = 40
"""Characters of a comment that may say nothing."""

_COMMENT_NAME = re.compile(r"comment(_\d+)?")


class Builder:
    """Turns cells into responses and contacts, collecting findings on the way."""

    def __init__(
        self, table: Table, cells: pd.DataFrame, columns: list[Column], roles: Roles, score: Candidate
    ) -> None:
        self.cells = cells
        self.columns = columns
        self.roles = roles
        self.score = score
        self.table = table
        self.language = language_of(column.question for column in columns)
        self.findings: list[Finding] = []

    def build(self) -> tuple[pd.DataFrame, pd.DataFrame, dict[int, str]]:
        """Return responses, contacts, and the name of each column of the file in one of them."""
        named = self._names()
        first: dict[str, pd.Series | np.ndarray] = {"response_id": self._ids(named), "score": self._scores()}
        rest: dict[str, pd.Series | np.ndarray] = {}
        contacts: dict[str, pd.Series | np.ndarray] = {"response_id": first["response_id"]}
        for column in self.columns:
            role = self.roles[column.position][0]
            if role not in {"score", "response_id"}:
                place = contacts if role == "contact" else first if role in CANONICAL else rest
                place[named[column.position]] = self._read(column, role)
        order = [*sorted(first, key=_canonical_order), *rest]
        every = {**first, **rest}
        responses = pd.DataFrame({name: _plain(every[name]) for name in order}, copy=False)
        asked = {named[column.position]: column.question for column in self.columns}
        for name in responses.columns:
            if _COMMENT_NAME.fullmatch(name):
                silent = _count_silent(responses[name].dropna())
                if silent:
                    self.findings.append(Finding("no_content_comments", asked[name], silent, "kept"))
        personal = [column.name for column in self.columns if self.roles[column.position][0] == "contact"]
        if personal:
            self.findings.append(Finding("contacts_apart", "", len(personal), "noted", listed(personal)))
        return responses, pd.DataFrame({name: _plain(each) for name, each in contacts.items()}), named

    def _names(self) -> dict[int, str]:
        """Name each column in the result: canonical names for roles, the file's own for the others."""
        named: dict[int, str] = {}
        comments = 0
        for column in self.columns:
            role = self.roles[column.position][0]
            if role == "comment":
                comments += 1
                named[column.position] = "comment" if comments == 1 else f"comment_{comments}"
            elif role in CANONICAL:
                named[column.position] = role
        taken = {*CANONICAL, *named.values()}
        for column in self.columns:
            if column.position not in named:
                name = column.name
                if name in taken or _COMMENT_NAME.fullmatch(name):
                    name = f"{name} (source)"
                while name in taken:
                    name = f"{name}+"
                named[column.position] = name
                taken.add(name)
        return named

    def _ids(self, named: dict[int, str]) -> pd.Series:
        """Return the file's own response ids where they are unique, else the number of the row."""
        for position, name in named.items():
            if name == "response_id":
                ids = self.cells[position].str.strip()
                if ids.is_unique and not (ids == "").any():
                    return ids
                repeated = int(ids.duplicated().sum())
                self.findings.append(Finding("response_id_repeated", self.columns[position].name, repeated, "noted"))
                self.roles[position] = ("other", "not_unique")
                named[position] = f"{self.columns[position].name} (source)"
        return pd.Series([str(k + 1) for k in range(len(self.cells))], index=self.cells.index, dtype=str)

    def _scores(self) -> np.ndarray:
        """Return the scores, saying what was missing, invalid, labelled, decimal."""
        scores, name = self.score.scores, self.score.name
        valid = scores.numbers[~np.isnan(scores.numbers)]
        missing, invalid = sum(scores.missing.values()), sum(scores.invalid.values())
        add = self.findings.append
        if missing + invalid:
            add(Finding("score_missing", name, missing + invalid, "kept"))
        said = {text: n for text, n in scores.missing.items() if text}
        if said:
            add(Finding("score_missing_words", name, sum(said.values()), "set_missing", tallied(said)))
        if invalid:
            add(Finding("score_invalid", name, invalid, "set_missing", tallied(scores.invalid)))
        if scores.labelled:
            seen = self.columns[self.score.position].profile.texts
            worded = (text for text in seen if number_in(text) is None and not says_missing(text))
            example = next((text for text in worded if tidy(text)[:60] not in scores.invalid), "")
            add(Finding("score_labelled", name, scores.labelled, "repaired", repr(example[:40])))
        decimals = int((valid != np.round(valid)).sum())
        if decimals:
            add(Finding("score_decimals", name, decimals, "kept"))
        if len(valid) >= 30 and valid.min() >= 1 and (valid <= 2).sum() >= 5:
            add(Finding("scale_from_one", name, 1, "noted"))
        return scores.numbers

    def _read(self, column: Column, role: str) -> pd.Series | np.ndarray:
        """Return the values of a column by its role."""
        cells = self.cells[column.position]
        if role == "date":
            return self._dates(column, cells)
        if role == "weight":
            return self._weights(column, cells)
        return self._typed(column, cells) if role not in {*CANONICAL, "contact"} else _texts(cells)

    def _dates(self, column: Column, cells: pd.Series) -> pd.Series:
        """Return the dates, saying what was decided."""
        dates = read_dates(
            cells, language=self.language, european=self.table.source.separator == ";", epoch_1904=self.table.epoch_1904
        )
        self.findings.extend(replace(each, where=column.name) for each in dates.findings)
        if not dates.moments.notna().any():
            raise ReadingError(f"column {column.name!r} holds no date that can be read; name another with date='…'.")
        if dates.invalid:
            n = sum(dates.invalid.values())
            self.findings.append(Finding("date_invalid", column.name, n, "set_missing", tallied(dates.invalid)))
        others = [c.name for c in self.columns if self.roles[c.position][1] == "another_date"]
        if others:
            self.findings.append(Finding("date_column_chosen", column.name, len(others), "guessed", listed(others)))
        return dates.moments

    def _weights(self, column: Column, cells: pd.Series) -> np.ndarray:
        """Return the weights, NaN where they are no positive number."""
        values, strange = read_numbers(cells)
        wrong = ~(values > 0)
        if wrong.any():
            self.findings.append(
                Finding("weight_invalid", column.name, int(wrong.sum()), "set_missing", tallied(strange))
            )
        return np.where(wrong, np.nan, values)

    def _typed(self, column: Column, cells: pd.Series) -> pd.Series | np.ndarray:
        """Return numbers where every cell is one, texts otherwise; groups without spaces around."""
        role, reason = self.roles[column.position]
        if column.profile.numbers == 1.0 and reason != "digits" and role != "group":
            values, strange = read_numbers(cells)
            if not strange:
                return values
        padded = any(text != text.strip() for text in column.profile.texts)
        return _texts(cells.str.strip() if role == "group" and padded else cells)


def _count_silent(comments: pd.Series) -> int:
    """Count the comments that say nothing, looking at each short text once."""
    counted = comments[comments.str.len() <= LONGEST_SILENT].value_counts()
    return int(counted[is_no_content(counted.index).to_numpy(dtype=bool)].sum())


def _texts(cells: pd.Series) -> pd.Series:
    """Return texts, missing where they are blank."""
    blank = (cells == "") | cells.str.isspace()
    return cells.where(~blank) if blank.any() else cells


def _plain(values: pd.Series | np.ndarray) -> np.ndarray | pd.api.extensions.ExtensionArray:
    """Return the values without their index."""
    return values.array if isinstance(values, pd.Series) else values


def _canonical_order(name: str) -> tuple[int, int]:
    """Order canonical columns, comments by their number."""
    if _COMMENT_NAME.fullmatch(name):
        return CANONICAL.index("comment"), int(name.partition("_")[2] or 1)
    return CANONICAL.index(name), 0
