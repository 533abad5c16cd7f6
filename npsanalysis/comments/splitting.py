"""Cut comments into statements: the pieces that each say one thing, with their place in the comment."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.comments.cues import get_lexicon
from npsanalysis.comments.tokens import get_tokenizer, read_tokens
from npsanalysis.errors import UnknownColumnError
from npsanalysis.language import KNOWN, detect_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npsanalysis.comments.cues import Cue
    from npsanalysis.comments.tokens import Pipelines, Token

STATEMENT_COLUMNS = ("response_id", "question", "statement", "start", "end", "text", "lang", "score")
"""The columns of a statements frame before it is labelled."""

ENDS = frozenset({".", "!", "?", ";", "...", "…", "•", "·", "|", "!!", "??", "?!", "!?"})
"""Tokens that end a statement."""

PAUSES = frozenset({",", ":", "-", "–", "—", "/", "(", "+", "&", "*", ">", "->", "=>"})
"""Tokens after which a statement may begin."""

JOINTS = frozenset({"et", "and", "&", "+", "-", "–", "—", "/", "*", "(", "ou", "or", "puis", "then", "n"})
"""Tokens with which a statement may begin."""

CONTRASTS = frozenset({"but", "pity"})
"""Kinds of cues that begin a statement."""

TELLING = frozenset({"good", "bad", "praise", "blame", "excess", "lack", "wish", "please", "order", "more"})
"""Kinds of cues that make a stretch of words say something."""


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
        spans = [_spans(text, lang, nlp) for text, lang in zip(texts, langs, strict=True)]
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


def _spans(text: str, lang: str, nlp: Pipelines | None) -> list[tuple[int, int]]:
    """Return where each statement of a comment begins and ends."""
    known = lang if lang in KNOWN else "en"
    tokens = read_tokens(text, get_tokenizer(known, nlp))
    starts = _first_tokens(text, tokens, get_lexicon(known).find(tokens))
    afters = [*starts[1:], len(tokens)]
    return [(tokens[first].start, tokens[after - 1].end) for first, after in zip(starts, afters, strict=True)]


def _first_tokens(text: str, tokens: Sequence[Token], cues: Sequence[Cue]) -> list[int]:
    """Return the number of the token that begins each statement."""
    contrasts = {cue.first for cue in cues if cue.kind in CONTRASTS}
    inside = {at for cue in cues for at in range(cue.first + 1, cue.after)}
    telling = [cue.first for cue in cues if cue.kind in TELLING]
    cuts = [0]
    maybes = [
        at
        for at in range(1, len(tokens))
        if tokens[at - 1].plain in PAUSES or tokens[at].plain in JOINTS or _is_end(text, tokens, at) or at in contrasts
    ]
    for at, following in pairwise([*maybes, len(tokens)]):
        if at in inside:
            continue
        between = any(cuts[-1] <= cue < at for cue in telling) and any(at <= cue < following for cue in telling)
        if between or at in contrasts or _is_end(text, tokens, at):
            cuts.append(at)
    return cuts


def _is_end(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Say whether a sentence or a line ends before a token."""
    before, token = tokens[at - 1], tokens[at]
    if "\n" in text[before.end : token.start]:
        return True
    return before.plain in ENDS and token.plain not in ENDS and any(map(str.isalnum, token.plain))
