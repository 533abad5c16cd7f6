"""The bundled corpus: invented comments, cut and labelled by hand (`corpus/README.md` is its card)."""

from __future__ import annotations

import re
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MARKS = {"+": "pro", "-": "con", "?": "suggestion", "0": "none"}
"""What the mark at the beginning of a statement says."""

MARK = re.compile(r"\{([+\-?0])\}")
"""A mark as it stands in a comment of the corpus."""

CORPUS_COLUMNS = (
    "writer", "sector", "register", "score", "comment_id", "comment", "start", "end", "text", "lang", "label", "blind",
)  # fmt: skip
"""The columns of the corpus as a frame."""

WRITERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"fr": tuple("abcdefghijklmno"), "en": tuple("abcdefghijklm")}
)
"""The hands that wrote the comments to learn from, by language."""

RUNNING_ON: Mapping[str, tuple[str, ...]] = MappingProxyType({"fr": ("n", "o"), "en": ("l", "m")})
"""The hands that join statements without a sign more often than people do: where to cut is not learnt from them."""

MEASURING = ("gold", "plain")
"""The hands that wrote the comments to measure by: dense and hard ones, and plain ones as most people write them."""


def read_corpus(lang: str, *, writers: Sequence[str] | None = None) -> pd.DataFrame:
    """Read invented comments of a language, one row a statement.

    Parameters
    ----------
    lang
        `fr` or `en`.
    writers
        Which hands: by default all of `WRITERS`, whose comments are learnt from; `MEASURING` for those kept for
        measuring.

    Returns
    -------
    DataFrame
        `writer, sector, register, score, comment_id, comment, start, end, text, lang, label, blind`: `label` is the
        writer's, `blind` the one given by another hand who saw only the statements.

    Examples
    --------
    >>> read_corpus("en", writers=("a",))["label"].unique().tolist()
    ['none', 'con', 'pro', 'suggestion']
    """
    rows = []
    for writer in WRITERS[lang] if writers is None else writers:
        path = files("npsanalysis").joinpath("comments", "corpus", f"{lang}_{writer}.tsv")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:]):
            sector, register, score, marked, blind = line.split("\t")
            pieces = MARK.split(marked)[1:]
            comment = "".join(pieces[1::2])
            start = 0
            for mark, piece, other in zip(pieces[::2], pieces[1::2], blind, strict=True):
                text = piece.strip()
                begin = start + len(piece) - len(piece.lstrip())
                rows.append(
                    (writer, sector, register, int(score), f"{lang}_{writer}_{number}", comment,
                     begin, begin + len(text), text, lang, MARKS[mark], MARKS[other])
                )  # fmt: skip
                start += len(piece)
    return pd.DataFrame(rows, columns=list(CORPUS_COLUMNS))
