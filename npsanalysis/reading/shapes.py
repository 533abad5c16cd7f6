"""Tables in which a row is no response: counts of each score, and one row an answer. They are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.errors import ReadingError
from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.matching import is_called, says

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from npsanalysis.reading.profiles import Column
    from npsanalysis.reading.score_column import Candidate

LEAST_LEVELS = 5
"""Scores that a table of counts must list."""

LEAST_REPEATED = 1.5
"""Rows a respondent in a table with a row an answer."""


def check_rows(columns: Sequence[Column], cells: pd.DataFrame, score: Candidate, told: Mapping[int, str]) -> None:
    """Refuse a table whose rows are no responses.

    Parameters
    ----------
    columns, cells
        The columns and their cells.
    score
        The score column.
    told
        Roles the caller gave, by position: a weight says what the counts are.

    Raises
    ------
    ReadingError
        If each score stands once beside a count, or each respondent on several rows, one a question.
    """
    valid = score.scores.numbers[~np.isnan(score.scores.numbers)]
    counts = next((c for c in columns if is_called(c.name, words.COUNTS) and c.profile.numbers > 0.8), None)
    if counts and "weight" not in told.values() and LEAST_LEVELS <= len(valid) == len(np.unique(valid)):
        raise ReadingError(
            f"the file says how many gave each score, in {counts.name!r}; it has no row a response. "
            f"To count them so, say weight={counts.name!r}."
        )
    items = next((c for c in columns if is_called(c.name, words.ITEMS) and c.profile.distinct > 1), None)
    people = [c for c in columns if c is not items and says(c.name, words.IDS + words.PEOPLE)]
    if items and any(_is_long(cells[each.position], cells[items.position]) for each in people):
        raise ReadingError(
            f"the file has a row an answer, not a row a response: {items.name!r} names the questions. "
            "Keep the rows of the recommendation question, or pivot the table to a column a question."
        )


def _is_long(people: pd.Series, items: pd.Series) -> bool:
    """Tell whether each respondent has several rows, each of another question."""
    rows = len(people)
    return rows >= LEAST_REPEATED * people.nunique() and not (people + "\n" + items).duplicated().any()
