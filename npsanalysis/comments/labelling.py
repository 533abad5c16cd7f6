"""Label statements: pro, con, suggestion or none."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from npsanalysis.comments.default import STRENGTHS, load_arrays, load_classifier
from npsanalysis.comments.prior import weigh_by_odds
from npsanalysis.comments.tokens import plain
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError
from npsanalysis.language import KNOWN, detect_language, is_no_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LABELS = ("pro", "con", "suggestion", "none")
"""What a statement can be: praise, blame, a wish addressed to the company, none of these."""

ASKED = {"pro": (3.0, 0.4, 0.8, 1.0), "con": (0.25, 2.0, 1.5, 1.0)}
"""How the question moves the odds of each label: one that asks for praise, and one that asks what to improve."""

CONTEXT = ("response_id", "question", "statement", "score")
"""Columns that say what stands around a statement."""


class Classifier(Protocol):
    """What can label statements: a fitted `CommentClassifier`, or anything shaped like it."""

    classes_: NDArray[Any]

    def predict_proba(self, X: pd.DataFrame) -> Floats:  # noqa: N803 -- scikit-learn's name
        """Return the probability of each of `classes_` for statements with `text` and `lang`."""


def classify_statements(
    statements: pd.DataFrame,
    *,
    quality: str = "standard",
    classifier: Classifier | None = None,
    use_score: bool = False,
) -> pd.DataFrame:
    """Label each statement as pro, con, suggestion or none.

    Parameters
    ----------
    statements
        A statements frame, as `split_comments` makes it. The wording of a question in `question` counts: "L'accueil"
        under "What should we improve?" is a con.
    quality
        `standard` reads words, letters, cues and meaning (by a sentence encoder); `fast` leaves the last out, is six
        times as quick and errs more on what is unlike the bundled corpus; `best` has what `standard` is unsure about
        read again by a bigger encoder, an extra to install (`npsanalysis[best]`), and takes a dozen times as long.
    classifier
        A fitted classifier used instead of the bundled one.
    use_score
        Whether the respondent's score in `score` and the other statements of the same comment count as well: a doubtful
        statement under a 2 is then rather a con. Off by default: labels read with the score agree with the score, so
        that a study of how scores and words go together would find what was put in. It helps where people explain
        their score and harms where they are asked what to improve, for there they complain whatever the score: a
        question whose wording asks for one side leaves the score out, but the wording must be known. Without a score
        a statement keeps its own probabilities.

    Returns
    -------
    DataFrame
        The statements with `label` (missing where the language is `other`) and `probability`, how sure the label is.

    Raises
    ------
    UnknownColumnError
        If `text` or `lang` is not there, or with `use_score` one of `response_id, question, statement, score`.
    UnknownNameError
        If there is no such quality.
    NPSError
        If the classifier knows other labels, or the sentence encoder is not installed.

    Examples
    --------
    >>> from npsanalysis import split_comments
    >>> frame = pd.DataFrame({"comment": ["Bon accueil mais trop d'attente. Ouvrez une autre caisse !"]})
    >>> classify_statements(split_comments(frame))["label"].tolist()
    ['pro', 'con', 'suggestion']
    """
    for column in ("text", "lang", *(CONTEXT if use_score else ())):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    chances = _chances(statements["text"], statements["lang"], quality, classifier)
    if "question" in statements:
        leanings = _leanings(statements["question"])
        chances *= leanings
        chances /= chances.sum(axis=1, keepdims=True)
        if use_score:
            explained = statements["score"].where((leanings == 1).all(axis=1))
            chances = weigh_by_odds(chances, statements.assign(score=explained), load_arrays()["score_odds"])
    return statements.assign(
        label=_named(chances, statements.index),
        probability=np.where(np.isnan(chances[:, 0]), np.nan, chances.max(axis=1)),
    )


def classify_texts(
    texts: Iterable[Any],
    *,
    lang: str | None = None,
    quality: str = "standard",
    classifier: Classifier | None = None,
) -> pd.DataFrame:
    """Label texts that are statements already, without cutting them.

    Parameters
    ----------
    texts
        Texts of shape (n,); a missing one says nothing.
    lang
        Their language, `fr` or `en`; told from each text when not given.
    quality
        `standard` reads words, letters, cues and meaning (by a sentence encoder); `fast` leaves the last out, is six
        times as quick and errs more on what is unlike the bundled corpus; `best` has what `standard` is unsure about
        read again by a bigger encoder, an extra to install (`npsanalysis[best]`), and takes a dozen times as long.
    classifier
        A fitted classifier used instead of the bundled one.

    Returns
    -------
    DataFrame
        `text, lang, label, pro, con, suggestion, none`, the last four the probability of each label; missing where the
        language is `other`. The index is that of `texts` where it has one.

    Raises
    ------
    UnknownNameError
        If there is no such quality.
    NPSError
        If the classifier knows other labels, or the sentence encoder is not installed.

    Examples
    --------
    >>> classify_texts(["lovely staff", "still waiting for a refund"])["label"].tolist()
    ['pro', 'con']
    """
    series = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    read = series.astype(object).where(series.notna(), "").astype("str")
    langs = detect_language(read) if lang is None else pd.Series(lang, index=read.index, dtype="str")
    chances = _chances(read, langs, quality, classifier)
    columns = dict(zip(LABELS, chances.T, strict=True))
    return pd.DataFrame({"text": read, "lang": langs, "label": _named(chances, read.index), **columns})


def _chances(texts: pd.Series[Any], langs: pd.Series[Any], quality: str, classifier: Classifier | None) -> Floats:
    """Return the probability of each of `LABELS`, NaN for other languages."""
    if quality not in STRENGTHS:
        raise UnknownNameError.of("quality", quality, STRENGTHS)
    chances = np.full((len(texts), len(LABELS)), np.nan)
    known = langs.isin(KNOWN).to_numpy(dtype=bool)
    if not known.any():
        return chances
    judge = load_classifier(quality) if classifier is None else classifier
    unknown = sorted(set(map(str, judge.classes_)) - set(LABELS))
    if unknown:
        raise NPSError(f"a classifier of statements knows the labels {', '.join(LABELS)}, this one also {unknown}.")
    frame = pd.DataFrame({"text": texts[known], "lang": langs[known]})
    found = judge.predict_proba(frame)
    empty = is_no_content(frame["text"]).to_numpy()
    rows = np.zeros((len(frame), len(LABELS)))
    for name, column in zip(judge.classes_, found.T, strict=True):
        rows[:, LABELS.index(str(name))] = column
    rows[empty] = [label == "none" for label in LABELS]
    chances[known] = rows
    return chances


def _named(chances: Floats, index: pd.Index[Any]) -> pd.Series[Any]:
    """Return the most probable label of each row, missing where there are no probabilities."""
    missing = np.isnan(chances[:, 0])
    best = np.where(missing[:, None], 0.0, chances).argmax(axis=1)
    names = np.array(LABELS, dtype=object)[best]
    return pd.Series(np.where(missing, None, names), index=index, dtype="str")


def _leanings(questions: pd.Series[Any]) -> Floats:
    """Return the factors by which the wording of each question moves the odds of `LABELS`."""
    codes, wordings = pd.factorize(questions.astype(object), use_na_sentinel=True)
    factors = np.array([_leaning(str(wording)) for wording in wordings] + [(1.0,) * len(LABELS)])
    return np.asarray(factors[codes])


@lru_cache
def _leaning(wording: str) -> Sequence[float]:
    """Return how a question moves the odds: towards praise, towards blame, or not at all when it asks for both."""
    words = " " + " ".join(plain(word.strip(".,;:?!()«»\"'")) for word in wording.replace("'", " ").split())
    asked = {label for label, stems in _question_cues().items() if any(f" {stem}" in words for stem in stems)}
    return ASKED[asked.pop()] if len(asked) == 1 else (1.0,) * len(LABELS)


@lru_cache
def _question_cues() -> dict[str, list[str]]:
    """Read the beginnings of words by which a question asks for praise or for blame."""
    text = files("npsanalysis").joinpath("comments", "cues", "questions.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {label: stems.split(" | ") for label, stems in lines}
