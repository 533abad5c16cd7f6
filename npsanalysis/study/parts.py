"""A part of a study: one message and the numbers behind it, before it becomes a piece of a page, a slide, a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from npsanalysis.study.content import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a study.

    Attributes
    ----------
    name
        Name of its sheet in the workbook, and of its place on the page.
    title
        The message, in a sentence.
    chapter
        Heading of the chapter it opens on the page.
    figure
        A score to show large.
    sentences
        What there is to say, a sentence each.
    frame
        The numbers behind it, unrounded.
    chart
        How they are drawn: a name of `CHARTS`, empty for no drawing.
    table
        The numbers as texts.
    columns
        Lists side by side, each with its heading.
    quotes
        Statements with `text, score`.
    slide, page, sheet
        Whether it makes a slide, a piece of the page, a sheet of the workbook.
    """

    name: str
    title: str
    chapter: str = ""
    figure: str = ""
    sentences: Sequence[str] = ()
    frame: pd.DataFrame | None = None
    chart: str = ""
    table: pd.DataFrame | None = None
    columns: Sequence[tuple[str, Sequence[str]]] = ()
    quotes: pd.DataFrame | None = None
    slide: bool = True
    page: bool = True
    sheet: bool = True


class Section(Protocol):
    """What makes the parts of a section from a study: the one thing an entry of `SECTIONS` must do."""

    def __call__(self, study: Study, digits: int) -> list[Part]:
        """Return the parts, the scores in their texts with `digits` decimals: 1 on the page, 0 on slides."""
