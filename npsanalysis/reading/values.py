"""What a cell says: a number, a score, or that there is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.reading.matching import fold
from npsanalysis.reading.vocabulary import MISSING

if TYPE_CHECKING:
    from numpy.typing import NDArray

NA = "NA"
"""What R writes for a missing value."""

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_OF_TEN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|sur|out of|of|von|de|su)\s*(\d+)(?:\s*points?)?", re.IGNORECASE)
_LEADING = re.compile(r"(\d{1,3})(?:\s*[-–—:=.)(|]\s*|\s+)\D.*", re.DOTALL)
_TRAILING = re.compile(r"\D+(?:[-–—:=(|]\s*)(\d{1,3})\)?")
_GROUPED = re.compile(
    r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,3}(?:\.\d{3})+,\d+"
)
_DATE_LIKE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|\d{1,2}:\d{2}.*"
    # What a spreadsheet makes of 10-10.
    r"|\d{1,2}-(?:janv?|f[eé]vr?|feb|mars?|a[pv]r|ma[iy]|juin|juil|ju[nl]|aug|ao[uû]t?|sept?|o[ck]t|nov|d[eé][cz])\.?",
    re.IGNORECASE,
)
_ADDRESS_LIKE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\d{1,3}(?:\.\d{1,3}){3}")


def tidy(text: str) -> str:
    """Return a text with compatible digits and signs, plain spaces, and none at its ends.

    Examples
    --------
    >>> tidy("\u00a0９\u200b ")
    '9'
    """
    if text.isascii():
        return text.strip()
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in plain)
    return _INVISIBLE.sub(" ", plain.replace("\u2212", "-")).replace("\u200b", "").strip()


@lru_cache(maxsize=65536)
def number_in(text: str) -> float | None:
    """Read the number a cell is, or None when it is none.

    Examples
    --------
    >>> number_in("7,0"), number_in(" 9.5"), number_in("9 - sure"), number_in("1 234,50")
    (7.0, 9.5, None, 1234.5)
    """
    plain = tidy(text)
    if _NUMBER.fullmatch(plain) and len(plain) < 300:
        return float(plain.replace(",", "."))
    if _GROUPED.fullmatch(plain) and len(plain) < 300:
        bare = plain.replace(" ", "")
        last = max(bare.rfind(","), bare.rfind("."))
        if last < 0 or bare.count(bare[last]) > 1:
            return float(re.sub(r"[.,]", "", bare))
        return float(f"{re.sub(r'[.,]', '', bare[:last])}.{bare[last + 1 :]}")
    return None


@lru_cache(maxsize=65536)
def score_in(text: str) -> tuple[float, int | None] | None:
    """Read the score a cell gives and, where it says, out of how many; None when it gives none.

    Examples
    --------
    >>> score_in("10 - Très probable"), score_in("9/10"), score_in("4/5"), score_in("Not at all likely - 0")
    ((10.0, None), (9.0, 10), (4.0, 5), (0.0, None))
    """
    plain = tidy(text)
    if len(plain) > 200:
        return None
    value = number_in(plain)
    if value is not None:
        return value, None
    if match := _OF_TEN.fullmatch(plain):
        return float(match[1].replace(",", ".")), int(match[2])
    if (match := _LEADING.fullmatch(plain)) and not _DATE_LIKE.fullmatch(plain):
        return float(match[1]), None
    if match := _TRAILING.fullmatch(plain):
        return float(match[1]), None
    return None


def says_missing(text: str) -> bool:
    """Tell whether a cell is blank or one of the words for a missing number.

    Examples
    --------
    >>> says_missing("Sans réponse"), says_missing("-"), says_missing("abc")
    (True, True, False)
    """
    return len(text) < 60 and fold(text) in MISSING


def blank_na(cells: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Blank the NA of a table that has no blank cell at all and writes NA among numbers, and count them.

    Examples
    --------
    >>> blank_na(pd.DataFrame({0: ["9", "NA"], 1: ["fine", "NA"]}))[1]
    2
    """
    if not len(cells) or any((cells[column] == "").any() for column in cells):
        return cells, 0
    marks = {column: cells[column] == NA for column in cells}
    count = int(sum(each.sum() for each in marks.values()))
    among_numbers = count and any(
        each.any() and all(number_in(text) is not None for text in cells[column][~each].head(50))
        for column, each in marks.items()
    )
    if not among_numbers:
        return cells, 0
    return pd.DataFrame({column: cells[column].mask(each, "") for column, each in marks.items()}), count


def looks_like_data(text: str) -> bool:
    """Tell whether a cell is a number, a date, a time or an address rather than a name of a column.

    Examples
    --------
    >>> looks_like_data("2024-03-12"), looks_like_data("Q1")
    (True, False)
    """
    plain = tidy(text[:200])
    return number_in(plain) is not None or bool(_DATE_LIKE.fullmatch(plain) or _ADDRESS_LIKE.fullmatch(plain))


@dataclass(frozen=True)
class Scores:
    """A column read as scores.

    Attributes
    ----------
    numbers
        Scores as floats, NaN where missing or invalid.
    missing, invalid
        The texts met, with how often.
    labelled
        How many cells carried words or a scale beside the number.
    """

    numbers: NDArray[np.float64]
    missing: dict[str, int] = field(default_factory=dict)
    invalid: dict[str, int] = field(default_factory=dict)
    labelled: int = 0


def read_scores(column: pd.Series, low: float = 0, high: float = 10) -> Scores:
    """Read a column of texts as scores from `low` to `high`; what is off the scale is invalid, never clipped.

    Examples
    --------
    >>> read_scores(pd.Series(["9/10", "99", "NSP", "7,0"])).invalid
    {'99': 1}
    """
    codes, uniques = pd.factorize(column)
    counts = np.bincount(codes[codes >= 0], minlength=len(uniques))
    values = np.full(len(uniques), np.nan)
    missing: dict[str, int] = {}
    invalid: dict[str, int] = {}
    labelled = 0
    for k, (text, count) in enumerate(zip(uniques, counts.tolist(), strict=True)):
        found = score_in(text)
        if found is not None and low <= found[0] <= high and found[1] in {None, high}:
            values[k] = found[0]
            labelled += count if number_in(text) is None else 0
        elif says_missing(text):
            missing[tidy(text)] = missing.get(tidy(text), 0) + count
        else:
            invalid[tidy(text)[:60]] = invalid.get(tidy(text)[:60], 0) + count
    return Scores(np.append(values, np.nan)[codes], missing, invalid, labelled)


def read_numbers(column: pd.Series) -> tuple[NDArray[np.float64], dict[str, int]]:
    """Read a column of texts as numbers, NaN where missing; also return the texts that are neither, with how often.

    Examples
    --------
    >>> read_numbers(pd.Series(["1,5", "", "x"]))
    (array([1.5, nan, nan]), {'x': 1})
    """
    codes, uniques = pd.factorize(column)
    texts = pd.Series(uniques, dtype=str)
    numbers = pd.to_numeric(texts.where(texts != ""), errors="coerce").to_numpy(
        dtype=np.float64, na_value=np.nan, copy=True
    )
    numbers[~np.isfinite(numbers)] = np.nan
    strange: dict[str, int] = {}
    for k in np.flatnonzero(np.isnan(numbers)):
        value = number_in(texts[k])
        if value is not None:
            numbers[k] = value
        elif not says_missing(texts[k]):
            strange[texts[k]] = int((codes == k).sum())
    return np.append(numbers, np.nan)[codes], strange
