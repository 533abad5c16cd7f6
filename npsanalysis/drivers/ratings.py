"""From any column of answers to ratings: numbers, labelled numbers, Likert words in French or English, yes and no.

The words stand in `wordings.tsv`, a level a line, from the least to the most of each scale; levels that nobody chose
leave no gap. A text that is not there is never guessed at: it is an error, and an ordered categorical column is the way
out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.errors import DriverError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Ratings(NamedTuple):
    """The answers of a column.

    Attributes
    ----------
    given
        Ratings of shape (n,), NaN where there is none.
    routed
        Where there is none because the question did not apply ("non concerné"), of shape (n,).
    """

    given: Floats
    routed: NDArray[np.bool_]


_NUMBER = re.compile(
    r"([+-]?\d+(?:[.,]\d+)?)\s*(?:$|[-–—:=(]\s*[^\d\s]|/\s*\d+\s*$|étoile|star|★|points?\b)", re.IGNORECASE
)
_INCLUSIVE = re.compile(r"[(·•.](?:e|s|es|ve|ne)\b[)·•.]?(?:s\b)?")
_ENDING = re.compile(r"(?<=\w{4})(?:e{1,2}s?|s)\b")


def as_ratings(column: pd.Series[Any]) -> Ratings:
    """Read the answers of a column as ratings.

    Parameters
    ----------
    column
        Numbers; booleans; texts that are numbers, alone or labelled ("10 - Très probable", "4/5"); words of
        `wordings.tsv`; or ordered categories.

    Returns
    -------
    Ratings
        Numbers as they are; words and ordered categories as their place among those used, from 1; no and yes as 0, 1.

    Raises
    ------
    DriverError
        If texts cannot be ordered, or a number is infinite.

    Examples
    --------
    >>> as_ratings(pd.Series(["Très satisfaite", "Plutôt satisfait", "Pas satisfait", "Non concerné"])).given.tolist()
    [3.0, 2.0, 1.0, nan]
    """
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        if np.isinf(values).any():
            raise DriverError(f"column {str(column.name)!r} holds an infinite number; ratings are finite: mend it.")
        return Ratings(values, np.zeros(len(values), dtype=np.bool_))
    if isinstance(column.dtype, pd.CategoricalDtype) and column.cat.ordered:
        return _spread(column, [str(level) for level in column.cat.categories if _folded(level) not in _unrated()])
    return _spread(column, None)


def scale_of(values: Floats) -> tuple[float, float]:
    """Return the ends of the scale that ratings are most likely on: 0-1, 1-3…1-7 or 0-10, else what was observed.

    Examples
    --------
    >>> scale_of(np.array([2.0, 5.0])), scale_of(np.array([4.0, 8.0])), scale_of(np.array([0.0, 1.0]))
    ((1.0, 5.0), (0.0, 10.0), (0.0, 1.0))
    """
    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    if least >= 0 and most <= 1:
        return 0.0, 1.0
    if least >= 1 and most <= 7 and np.all(np.mod(values[~np.isnan(values)], 1) == 0):
        return 1.0, max(most, 3.0) if most < 5 else (5.0 if most == 5 else 7.0)
    return (0.0, 10.0) if least >= 0 and 5 < most <= 10 else (least, most)


def _spread(column: pd.Series[Any], levels: list[str] | None) -> Ratings:
    """Rate each distinct answer once, and spread the result over the column."""
    codes, answers = pd.factorize(column.astype(object).map(str, na_action="ignore"), use_na_sentinel=True)
    texts = [_folded(answer) for answer in answers]
    rated = [position for position, text in enumerate(texts) if text not in _unrated()]
    ratings = np.full(len(answers) + 1, np.nan)  # the last one is for a missing answer, code -1
    routed = np.array([_unrated().get(text, False) for text in texts] + [False])
    if levels is not None:
        ratings[rated] = [1.0 + levels.index(answers[position]) for position in rated]
    elif rated:
        ratings[rated] = _rated([str(answers[position]) for position in rated], str(column.name))
    return Ratings(ratings[codes], routed[codes])


def _rated(answers: list[str], column: str) -> Floats:
    """Rate distinct answers: all of them numbers, or all of them words of one scale."""
    numbers = [_NUMBER.match(unicodedata.normalize("NFKC", answer).strip()) for answer in answers]
    if all(numbers):
        return np.array([found[1].replace(",", ".") for found in numbers if found]).astype(np.float64)
    texts = [_folded(answer) for answer in answers]
    for name, scale in _scales().items():
        if all(text in scale for text in texts):
            levels = np.array([scale[text] for text in texts], dtype=np.float64)
            return levels if name == "yes_no" else np.asarray(1.0 + np.searchsorted(np.unique(levels), levels))
    odd = [answer for answer, number in zip(answers, numbers, strict=True) if number is None]
    nearest = max(_scales().values(), key=lambda scale: sum(text in scale for text in texts))
    unknown = [answer for answer in odd if _folded(answer) not in nearest] or odd
    shown = ", ".join(repr(answer[:40]) for answer in unknown[:3])
    raise DriverError(
        f"column {column!r} must hold ratings (numbers, yes and no, or one scale of words), got {shown}; leave it out "
        "of the drivers, or give its order: pandas.Categorical(column, categories=[least, …, most], ordered=True)."
    )


def _folded(answer: object) -> str:
    """Reduce a wording to what identifies it: no case, accents, punctuation, gender or number."""
    text = unicodedata.normalize("NFKD", str(answer).casefold().replace("’", "'").replace("n/a", "not applicable"))
    text = _INCLUSIVE.sub("", "".join(letter for letter in text if not unicodedata.combining(letter)))
    return _ENDING.sub("", " ".join(re.findall(r"\w+|[-.?]+$|/", text)))


@lru_cache
def _wordings() -> pd.DataFrame:
    """Return `scale, level, wording`, a row a wording."""
    with files("npsanalysis").joinpath("drivers", "wordings.tsv").open(encoding="utf-8") as source:
        table = pd.read_csv(source, sep="\t", keep_default_na=False, dtype=str)
    table = table.assign(wording=table["wordings"].str.split("|")).explode("wording")
    return table.assign(wording=[_folded(wording) for wording in table["wording"]])


@lru_cache
def _unrated() -> dict[str, bool]:
    """Return the wordings that are no rating, and whether they say that the question did not apply."""
    table = _wordings()
    table = table[table["level"] == ""]
    said = dict(zip(table["wording"], table["scale"] == "not_concerned", strict=True))
    return {"": False, **said}


@lru_cache
def _scales() -> dict[str, dict[str, int]]:
    """Return each scale as wording → level."""
    table = _wordings()
    table = table[table["level"] != ""]
    return {
        str(scale): dict(zip(rows["wording"], rows["level"].astype(int), strict=True))
        for scale, rows in table.groupby("scale", sort=False)
    }
