"""Cut comments into statements: the pieces that each say one thing, with their place in the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.comments.cutting import cuts
from npsanalysis.comments.default import load_cut_weights
from npsanalysis.comments.tokens import read_tokens
from npsanalysis.errors import UnknownColumnError
from npsanalysis.language import KNOWN, detect_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npsanalysis.comments.tokens import Pipelines

STATEMENT_COLUMNS = ("response_id", "question", "statement", "start", "end", "text", "lang", "score")
"""The columns of a statements frame before it is labelled."""


def split_comments(
    responses: pd.DataFrame,
    *,
    questions: Mapping[str, str] | None = None,
    nlp: Pipelines | None = None,
) -> pd.DataFrame:
    """Cut the comments of responses into statements.

    The statements of a comment cover it in order, without overlap: every character that is no space stands in exactly
    one of them.

    Parameters
    ----------
    responses
        A responses frame: `comment`, `comment_2`, …, and where there `response_id` (else the row number counts)
        and `score`. Missing and empty comments have no statements.
    questions
        Wording of the open question of a comment column, shown in `question` and read as a cue: an answer to "What
        should we improve?" is hardly praise.
    nlp
        A spaCy pipeline, or one by language, whose tokens are used instead of the blank pipelines'.

    Returns
    -------
    DataFrame
        `response_id, question, statement, start, end, text, lang, score`: `statement` counts from 0 within the
        comment, `text` is `comment[start:end]`, `lang` is `fr`, `en` or `other`.

    Raises
    ------
    UnknownColumnError
        If there is no comment column, or `questions` names one that is not there.

    Examples
    --------
    >>> frame = pd.DataFrame({"response_id": [7], "score": [8], "comment": ["Bon accueil mais trop d'attente"]})
    >>> split_comments(frame)[["response_id", "statement", "start", "end", "text"]]
       response_id  statement  start  end                 text
    0            7          0      0   11          Bon accueil
    1            7          1     12   31  mais trop d'attente
    """
    columns = comment_columns(responses)
    for column in questions or {}:
        if column not in columns:
            raise UnknownColumnError.of(column, columns)
    ids = responses["response_id"] if "response_id" in responses else pd.Series(range(len(responses)))
    scores = responses["score"] if "score" in responses else pd.Series(np.nan, index=responses.index)
    frames = []
    for column in columns:
        comments = responses[column].astype(object)
        written = np.flatnonzero((comments.notna() & (comments.astype(str).str.strip() != "")).to_numpy())
        texts = [str(text) for text in comments.array[written]]
        langs = detect_language(texts).tolist()
        spans = _spans(texts, langs, nlp)
        row = np.repeat(np.arange(len(texts)), [len(each) for each in spans])
        flat = [span for each in spans for span in each]
        at = written[row]
        frames.append(
            pd.DataFrame(
                {
                    "response_id": ids.array[at],
                    "question": pd.Series((questions or {}).get(column, column), index=range(len(at)), dtype="str"),
                    "statement": [number for each in spans for number in range(len(each))],
                    "start": [start for start, _ in flat],
                    "end": [end for _, end in flat],
                    "text": [texts[i][start:end] for i, (start, end) in zip(row, flat, strict=True)],
                    "lang": [langs[i] for i in row],
                    "score": scores.array[at],
                }
            ).astype({"statement": np.int64, "start": np.int64, "end": np.int64, "text": "str", "lang": "str"})
        )
    return pd.concat(frames, ignore_index=True)


def comment_columns(responses: pd.DataFrame) -> list[str]:
    """Return the names of the columns that hold comments: `comment`, `comment_2`, ….

    Raises
    ------
    UnknownColumnError
        If there is none.
    """
    columns = [str(column) for column in responses.columns]
    named = [name for name in columns if name == "comment" or name.removeprefix("comment_").isdigit()]
    if not named:
        raise UnknownColumnError.of("comment", columns)
    return named


def _spans(texts: list[str], langs: list[str], nlp: Pipelines | None) -> list[list[tuple[int, int]]]:
    """Return where each statement of each comment begins and ends; what is in another language stays whole."""
    spans: list[list[tuple[int, int]]] = [[(len(text) - len(text.lstrip()), len(text.rstrip()))] for text in texts]
    languages = np.array(langs, dtype=object)
    for lang in KNOWN:
        rows = np.flatnonzero(languages == lang)
        if not len(rows):
            continue
        mine = [texts[row] for row in rows]
        tokens = read_tokens(mine, lang, nlp)
        first = cuts(mine, tokens, lang, *load_cut_weights(lang))
        ends = tokens.end[np.r_[first[1:], len(tokens.row)] - 1]
        bounds = np.searchsorted(tokens.row[first], np.arange(len(rows) + 1))
        pieces = list(zip(tokens.start[first].tolist(), ends.tolist(), strict=True))
        for row, begin, after in zip(rows.tolist(), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            spans[row] = pieces[begin:after]
    return spans
