"""Comments as they were written, their statements highlighted."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from npsanalysis.errors import UnknownColumnError
from npsanalysis.figures.style import LABEL_COLOURS
from npsanalysis.wording import LABEL_NAMES, percent, say

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import HTML

SIGNS = {"pro": "+", "con": "−", "suggestion": "→", "none": "·"}
"""What stands before a statement of each label, for those who do not tell the colours apart."""


def display_statements(statements: pd.DataFrame, *, lang: str = "en") -> HTML:
    """Show comments with their statements highlighted by label, in a notebook.

    The text is shown as `statements` holds it, escaped; where a notebook is handed over, redact it first:
    `statements.assign(text=redact(statements["text"]))`.

    Parameters
    ----------
    statements
        Labelled statements, as many as are to be read: `statements.head(50)`.
    lang
        Language of the legend.

    Returns
    -------
    HTML
        A paragraph a comment; its source stands in `.data`.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    """
    from IPython.display import HTML

    for column in ("response_id", "question", "start", "end", "text", "label"):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    legend = " ".join(_marked(say(name, lang), label, "") for label, name in LABEL_NAMES.items())
    comments = statements.groupby(["response_id", "question"], sort=False, dropna=False)
    paragraphs = [_paragraph(str(key[0]), comment, lang) for key, comment in comments]
    return HTML("\n".join([f"<p>{legend}</p>", *paragraphs]))  # type: ignore[no-untyped-call]


def _paragraph(response: str, comment: pd.DataFrame, lang: str) -> str:
    """Return one comment in HTML."""
    pieces, end = [], None
    for row in comment.to_dict("records"):
        apart = " " if end is not None and row["start"] > end else ""
        pieces.append(apart + _marked(str(row["text"]), row["label"], _hint(row, lang)))
        end = row["end"]
    return f'<p dir="auto"><small>{escape(response)}</small> {"".join(pieces)}</p>'


def _hint(row: dict[Any, Any], lang: str) -> str:
    """Say the label of a statement, and how sure it is."""
    if row["label"] not in LABEL_NAMES:
        return ""
    name, chance = say(LABEL_NAMES[row["label"]], lang), row.get("probability")
    return name if chance is None or chance != chance else f"{name}, {percent(100 * chance, lang)}"  # noqa: PLR0124 -- NaN is the one number unlike itself


def _marked(text: str, label: object, hint: str) -> str:
    """Return a statement in HTML; one without a label is not highlighted."""
    if label not in LABEL_COLOURS:
        return escape(text)
    colour, sign = LABEL_COLOURS[str(label)], SIGNS[str(label)]
    return (
        f'<mark title="{escape(hint)}" style="background:{colour}33;border-bottom:2px solid {colour};color:inherit">'
        f"<small>{sign}</small> {escape(text)}</mark>"
    )
