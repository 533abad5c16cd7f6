"""How well a program labels comments, measured on comments that people cut and labelled.

The bundled model is measured on the gold set, invented comments that nothing is fitted on:
`python -m npsanalysis.comments.accuracy` writes `accuracy.tsv`, which a study shows; fitting the model does so, too.
`score_statements` measures on any comments, such as a sample of one's own coded by hand (`audit_sample`).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.comments.counting import wilson
from npsanalysis.comments.default import STRENGTHS
from npsanalysis.comments.labelling import classify_statements
from npsanalysis.comments.splitting import split_comments
from npsanalysis.comments.training import MEASURING, read_corpus
from npsanalysis.counts import as_keys
from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.intervals import normal_quantile
from npsanalysis.language import KNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MEASURED = ("pro", "con", "suggestion", "cuts", "characters")
"""What is measured: whether a comment has each label, where statements begin, the label of each character."""

RESAMPLES = 1000
"""Draws of comments behind an interval that has no formula."""

ACCURACY = "accuracy.tsv"
"""Name of the file beside this module."""

COMMAND = "python -m npsanalysis.comments.accuracy"


def score_statements(
    coded: pd.DataFrame,
    found: pd.DataFrame | None = None,
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure the labels and cuts of a program against those of people.

    Parameters
    ----------
    coded
        Statements that people cut and labelled: `response_id, start, end, text, label`, and `question` where there are
        several. Comments with a statement whose `label` is empty are left out.
    found
        The statements that the program makes of the same comments, with the same columns; by default those of `coded`
        with the labels of `predicted`, as of `audit_sample`: then the cuts are the program's own and show no error.
    by
        Names of columns of `coded` whose groups are measured apart, such as `lang`.
    level
        Confidence level.
    seed
        Of the draws of comments.

    Returns
    -------
    DataFrame
        keys…, `measure, comments, precision, precision_low, precision_high, recall, recall_low, recall_high, f1,
        f1_low, f1_high`, in percent. Of `pro`, `con` and `suggestion`: of the comments the program says have the label,
        `precision` have it; of those that have it, the program finds `recall`. Of `cuts`: the same for the places
        where a statement begins, the first of a comment aside. Of `characters`: the share under the right label.
        `f1` is the harmonic mean of the two. Intervals are Wilson's for the precision and recall of labels, and the
        percentiles of 1,000 draws of comments for the rest. What nothing can be said of is NaN.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If no comment was coded in full.

    References
    ----------
    .. [1] van Rijsbergen C. J. (1979). Information Retrieval, 2nd ed., chapter 7. Butterworths.

    Examples
    --------
    >>> coded = pd.DataFrame(
    ...     {"response_id": [1, 2, 3], "start": 0, "end": 4, "text": "fine", "label": ["pro", "con", "pro"]}
    ... )
    >>> measured = score_statements(coded, coded.assign(label="pro")).set_index("measure")
    >>> measured.loc["pro", ["comments", "precision", "recall", "f1"]].round(1).tolist()
    [3.0, 66.7, 100.0, 80.0]
    """
    keys = as_keys(by)
    needed = ("response_id", "start", "end", "text", "label")
    _need(coded, *needed, *keys)
    if found is None:
        _need(coded, "predicted")
        found = coded.assign(label=coded["predicted"])
    _need(found, *needed)
    place = [name for name in ("response_id", "question") if name in coded and name in found]
    theirs = {name: group for name, group in coded.groupby(place, sort=False) if group["label"].notna().all()}
    ours = dict(list(found.groupby(place, sort=False)))
    if not theirs:
        raise NPSError("no comment was coded in full by hand, so nothing can be measured; fill in the labels.")
    nothing = found.head(0)
    tallies = pd.DataFrame(
        [_tally(group, ours.get(name, nothing)) for name, group in theirs.items()],
        columns=pd.MultiIndex.from_product([MEASURED, Tally._fields]),
    )
    if not keys:
        return _measure(tallies, level, seed)
    groups = pd.DataFrame([group[keys].iloc[0] for group in theirs.values()]).reset_index(drop=True)
    parts = []
    for key, group in groups.groupby(keys, sort=True, dropna=False):
        named: dict[str, Any] = dict(zip(keys, key, strict=True))
        parts.append(_measure(tallies.loc[group.index], level, seed).assign(**named))
    table = pd.concat(parts, ignore_index=True)
    return table[[*keys, *table.columns.drop(keys)]]


def load_accuracy() -> pd.DataFrame:
    """Read how well the bundled model does on the gold set.

    Returns
    -------
    DataFrame
        `quality, lang`, then the columns of `score_statements`, in whole tenths of a percent.

    Examples
    --------
    >>> load_accuracy()[["quality", "lang"]].drop_duplicates().to_numpy().tolist()
    [['best', 'en'], ['best', 'fr'], ['fast', 'en'], ['fast', 'fr'], ['standard', 'en'], ['standard', 'fr']]
    """
    with files("npsanalysis").joinpath("comments", ACCURACY).open(encoding="utf-8") as file:
        return pd.read_csv(file, sep="\t", comment="#")


def measure_accuracy() -> pd.DataFrame:
    """Measure the bundled model on the gold set; return what `load_accuracy` reads."""
    measured = []
    for lang in KNOWN:
        gold = read_gold(lang)
        comments = gold.drop_duplicates("response_id")[["response_id", "comment"]]
        cut = split_comments(comments).drop(columns="question")
        for quality in STRENGTHS:
            scored = score_statements(gold, classify_statements(cut, quality=quality), by="lang")
            measured.append(scored.assign(quality=quality))
    table = pd.concat(measured, ignore_index=True).round(1)
    return table[["quality", *table.columns.drop("quality")]].sort_values(
        ["quality", "lang"], kind="stable", ignore_index=True
    )


def read_gold(lang: str, writers: Sequence[str] = MEASURING) -> pd.DataFrame:
    """Return the gold set of a language as coded statements, with the whole `comment` beside them."""
    return read_corpus(lang, writers=writers).rename(columns={"comment_id": "response_id"})


class Tally(NamedTuple):
    """What a comment adds to a measure: how many are right, of how many found, of how many there."""

    right: int
    found: int
    there: int


def _tally(coded: pd.DataFrame, found: pd.DataFrame) -> list[int]:
    """Return the tallies of a comment for all of `MEASURED`, one after the other."""
    tallies = []
    for label in MEASURED[:3]:
        there, told = bool((coded["label"] == label).any()), bool((found["label"] == label).any())
        tallies.append(Tally(there and told, told, there))
    begun, cut = (set(frame["start"].sort_values().iloc[1:]) for frame in (coded, found))
    tallies.append(Tally(len(begun & cut), len(cut), len(begun)))
    true, told_at = _letters(coded), _letters(found)
    every = true.keys() | told_at.keys()
    right = sum(true.get(at, "") == told_at.get(at, "") for at in every)
    tallies.append(Tally(right, len(every), len(every)))
    return [int(count) for tally in tallies for count in tally]


def _letters(statements: pd.DataFrame) -> dict[int, object]:
    """Return the label of each character of a comment that is no space, by its place."""
    columns = (statements[name].tolist() for name in ("start", "end", "text", "label"))
    return {
        at: label
        for start, end, text, label in zip(*columns, strict=True)
        for at, letter in zip(range(start, end), text, strict=False)
        if not letter.isspace()
    }


def _measure(tallies: pd.DataFrame, level: float, seed: int) -> pd.DataFrame:
    """Return precision, recall and F1 with their intervals, a row a measure."""
    counts = tallies.to_numpy(dtype=np.float64).reshape(len(tallies), len(MEASURED), len(Tally._fields))
    rng = np.random.default_rng(seed)
    picked = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=RESAMPLES)
    tails = [(1 - level) / 2, (1 + level) / 2]
    drawn = _rates(np.tensordot(picked, counts, axes=1))
    total = counts.sum(axis=0)
    rates = _rates(total)
    table = pd.DataFrame({"measure": MEASURED, "comments": len(counts)})
    for place, name in enumerate(("precision", "recall", "f1")):
        low, high = pd.DataFrame(drawn[:, :, place]).quantile(tails).to_numpy()  # NaN left out
        if name != "f1":
            # Comments have a label or not, so a formula holds, even where all of them are right.
            exact = wilson(total[:3, 0], total[:3, 1 + place], normal_quantile(level))
            low, high = np.concatenate([exact[0], low[3:]]), np.concatenate([exact[1], high[3:]])
        table = table.assign(**{name: 100 * rates[:, place], f"{name}_low": 100 * low, f"{name}_high": 100 * high})
    return table


def _rates(counts: Floats) -> Floats:
    """Return precision, recall and F1 of tallies, along the last axis."""
    right, found, there = np.moveaxis(counts, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.stack([right / found, right / there, 2 * right / (found + there)], axis=-1)


def _need(frame: pd.DataFrame, *columns: str) -> None:
    """Raise when a column is not there."""
    for column in columns:
        if column not in frame:
            raise UnknownColumnError.of(column, frame.columns)


def write_accuracy() -> None:
    """Measure the bundled model and write what is shipped."""
    table = measure_accuracy().to_csv(sep="\t", index=False, lineterminator="\n")
    told = f"# How well the bundled model does on the gold set, in percent, made by `{COMMAND}`.\n"
    Path(__file__).with_name(ACCURACY).write_text(told + table, encoding="utf-8")


if __name__ == "__main__":
    write_accuracy()
