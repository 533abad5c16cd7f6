"""Write the parts of a study as HTML: pieces for a notebook, one self-contained page for the reader."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from math import isnan
from typing import TYPE_CHECKING

from pandas.api.types import is_string_dtype

from npsanalysis.figures.style import as_picture
from npsanalysis.markup import embedded, listed, paragraph, table
from npsanalysis.study.charts import CHARTS
from npsanalysis.study.voices import CUT_OFF
from npsanalysis.wording import number, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from npsanalysis.study.content import Study
    from npsanalysis.study.parts import Part

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<header>{logo}<h1>{title}</h1></header>
<nav aria-label="{contents}"><h2>{contents}</h2><ol>{links}</ol></nav>
{body}
</main>
</body>
</html>
"""


def make_page(study: Study, parts: Sequence[Part], logo: Path | None = None) -> str:
    """Write the parts of a study as one page with a table of contents, pictures inside.

    Parameters
    ----------
    study
        As of `build_study`.
    parts
        Its parts, as of `parts_of`.
    logo
        A PNG or JPEG picture.

    Returns
    -------
    str
        The page; it loads nothing from anywhere.
    """
    shown = [part for part in parts if part.page]
    links = [
        f'<li><a href="#{_anchor(part.chapter)}">{escape(part.chapter)}</a></li>' for part in shown if part.chapter
    ]
    return PAGE.format(
        lang=study.lang,
        title=escape(study.title),
        style=files("npsanalysis.study").joinpath("page.css").read_text(encoding="utf-8"),
        logo="" if logo is None else f'<img class="logo" alt="" src="{embedded(logo.read_bytes())}">',
        contents=escape(say("Contents", study.lang)),
        links="".join(links),
        body="\n".join(part_html(part, study.lang) for part in shown),
    )


def part_html(part: Part, lang: str) -> str:
    """Write a part as HTML, every text of it escaped."""
    pieces = []
    if part.chapter:
        pieces.append(f'<h2 id="{_anchor(part.chapter)}">{escape(part.chapter)}</h2>')
    if part.title != part.chapter:
        pieces.append(f"<h3>{escape(part.title)}</h3>")
    if part.figure:
        pieces.append(f'<p class="answer">{escape(part.figure)}</p>')
    if part.sentences:
        pieces.append(paragraph(part.sentences[0]) if len(part.sentences) == 1 else listed(part.sentences))
    if part.chart and part.frame is not None:
        pieces.append(as_picture(CHARTS[part.chart].plot(part.frame, lang=lang)))
    if part.table is not None:
        words = part.frame is not None and all(map(is_string_dtype, part.frame.dtypes))
        pieces.append(table(part.table, "words" if words else "figures"))
    if part.columns:
        pieces.append(_side_by_side(part.columns))
    if part.quotes is not None:
        pieces.append(_quotes(part.quotes, lang))
    return f"<section>{''.join(pieces)}</section>"


def _anchor(chapter: str) -> str:
    """Return a name that a link can point to."""
    return re.sub(r"\W+", "-", chapter.casefold()).strip("-")


def _side_by_side(columns: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Write lists side by side."""
    written = (
        f"<div><h4>{escape(heading)}</h4>" + "".join(f'<p dir="auto">{escape(item)}</p>' for item in items) + "</div>"
        for heading, items in columns
    )
    return f'<div class="columns">{"".join(written)}</div>'


def _quotes(quotes: pd.DataFrame, lang: str) -> str:
    """Write quotes, each with its score."""
    items = []
    for text, score in zip(quotes["text"].astype(str), quotes["score"].astype(float), strict=True):
        told = "" if isnan(score) else say("score {score}", lang, score=number(score, lang))
        items.append(f'<blockquote dir="auto">{escape(text.rstrip(CUT_OFF))} <span>{escape(told)}</span></blockquote>')
    return "".join(items)
