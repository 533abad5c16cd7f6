"""What the cells of a column look like, judged on rows taken evenly from the whole file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.language import is_no_content
from npsanalysis.reading.dates import looks_like_date
from npsanalysis.reading.values import number_in, says_missing, score_in, tidy

if TYPE_CHECKING:
    import pandas as pd

SAMPLED = 3_000
"""Rows looked at: enough to know a column, few enough to be fast on a million."""

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}")
_PHONE = re.compile(r"(?:\+|00|\(?0)[\d\s().-]{8,18}")
_PLAIN_ID = re.compile(r"0\d+|\d{16,}")
_LIST = re.compile(r"\s*[,;|\n]\s*")


@dataclass(frozen=True)
class Profile:
    """A column in figures; shares are of its filled cells.

    Attributes
    ----------
    filled, distinct
        Cells that are not blank, and different ones, among those looked at.
    variety
        Different texts a cell, among those that say something.
    numbers, scores, dates, emails, ips, phones, codes
        Shares that are numbers, give a score, dates, e-mail or IP addresses, phone numbers, numbers by their digits
        only (leading zeros, 16 digits and more).
    length, word_count
        Mean characters and words.
    low, high
        Smallest and largest number, NaN without numbers.
    items
        Share of cells that list items met in other cells too.
    texts
        The different texts, most frequent first, at most 60.
    """

    filled: int
    distinct: int
    variety: float
    numbers: float
    scores: float
    dates: float
    emails: float
    ips: float
    phones: float
    codes: float
    length: float
    word_count: float
    low: float
    high: float
    items: float
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of the file.

    Attributes
    ----------
    position
        In the file, from 0.
    name
        Its name, cleaned and unlike the others'.
    question
        The wording of its question, the name where there is no other.
    profile
        What its cells look like.
    """

    position: int
    name: str
    question: str
    profile: Profile


def sample_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """Take rows evenly from the whole file, the first and the last among them."""
    if len(cells) <= SAMPLED:
        return cells
    return cells.iloc[np.unique(np.linspace(0, len(cells) - 1, SAMPLED).astype(np.int64))]


def profile(column: pd.Series) -> Profile:
    """Describe the cells of a column."""
    counted = column.value_counts()
    counted = counted[[bool(tidy(text)) for text in counted.index]]
    texts = [str(text) for text in counted.index]
    weights = counted.to_numpy(dtype=np.int64)
    total = int(weights.sum())
    said = np.array([not says_missing(text) for text in texts], dtype=bool)
    base = max(int(weights[said].sum()) if texts else 0, 1)

    content = ~is_no_content(texts).to_numpy(dtype=bool)

    def share(marks: list[bool]) -> float:
        return float(weights[np.array(marks, dtype=bool) & said].sum()) / base if texts else 0.0

    numbers = [number_in(text) if len(text) < 60 else None for text in texts]
    values = [value for value in numbers if value is not None]
    short = [text if len(text) < 80 else "" for text in map(tidy, texts)]
    return Profile(
        filled=total,
        distinct=len(texts),
        variety=float(content.sum()) / max(int(weights[content].sum()), 1) if texts else 0.0,
        numbers=share([value is not None for value in numbers]),
        scores=share([_is_score(text) for text in texts]),
        dates=share([looks_like_date(text) if text else False for text in short]),
        emails=share([bool(_EMAIL.search(text)) and text.count(" ") < 4 for text in short]),
        ips=share([bool(_IP.fullmatch(text)) for text in short]),
        phones=share([bool(_PHONE.fullmatch(text)) for text in short]),
        codes=share([bool(_PLAIN_ID.fullmatch(text)) for text in short]),
        length=float(np.average([len(text) for text in texts], weights=weights)) if texts else 0.0,
        word_count=float(np.average([len(text.split()) for text in texts], weights=weights)) if texts else 0.0,
        low=min(values, default=float("nan")),
        high=max(values, default=float("nan")),
        items=share(_lists(texts)),
        texts=tuple(texts[:60]),
    )


def _is_score(text: str) -> bool:
    found = score_in(text)
    return found is not None and 0 <= found[0] <= 10


def _lists(texts: list[str]) -> list[bool]:
    """Mark the cells that list short items, two or more, each met in another cell too."""
    cut = [[item for item in _LIST.split(text) if item] if len(text) < 600 else [] for text in texts]
    met: dict[str, int] = {}
    for items in cut:
        for item in set(items):
            met[item] = met.get(item, 0) + 1
    return [len(items) > 1 and all(len(item) < 80 and met[item] > 1 for item in items) for items in cut]


def describe_columns(cells: pd.DataFrame, names: list[str], questions: list[str]) -> list[Column]:
    """Profile every column."""
    sample = sample_rows(cells)
    return [
        Column(j, name, question, profile(sample[column]))
        for j, (column, name, question) in enumerate(zip(cells.columns, names, questions, strict=True))
    ]
