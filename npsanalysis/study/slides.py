"""Write the parts of a study as slides: one message each, charts that can be edited, notes with the source."""

from __future__ import annotations

import zipfile
from io import BytesIO
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

from npsanalysis.errors import StudyError
from npsanalysis.study.charts import CHARTS
from npsanalysis.study.native import draw
from npsanalysis.wording import METHOD_NAMES, number, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from npsanalysis.study.content import Study
    from npsanalysis.study.parts import Part

LONGEST_TITLE = 120
LONGEST_CELL = 200
MOST_SENTENCES = 5
MOST_ROWS = 20
"""What a slide holds."""

WIDE = (12192000, 6858000)
"""Width and height of a 16:9 slide, in EMU."""

TITLE_SIZES = (26, 24, 22, 20, 18, 16)
HEADING_SIZES = (20, 18, 16, 14, 12)
"""Sizes of letters in points, the first that fits: a message is longer than the title a template expects."""

TEXT_SIZES = (18, 16, 14, 12)
"""The same, of what is said in lists."""

MANY_ROWS = 10
"""Rows from which on those of a table are low."""

POINT = 12700
"""A point in EMU."""

WIDTH_OF_LETTER = 0.6
"""Of a letter on average, in parts of its size; bold ones are the widest."""

INSETS = 182880
"""Left and right inside a text box, in EMU."""

MARGIN = 460000
LINE = 300000


class Box(NamedTuple):
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


def make_slides(
    study: Study, parts: Sequence[Part], *, template: Path | None = None, logo: Path | None = None
) -> bytes:
    """Write the parts of a study as a presentation.

    Parameters
    ----------
    study
        As of `build_study`.
    parts
        Its parts, as of `parts_of` with whole numbers.
    template
        A presentation or template (.pptx, .potx) whose layouts are used; its slides are left out.
    logo
        A PNG or JPEG picture for the first slide.

    Returns
    -------
    bytes
        The presentation.

    Raises
    ------
    StudyError
        If the template cannot be read, or has no layout for a title.
    """
    deck = _plain() if template is None else _opened(template)
    cover, titled = _layouts(deck, template)
    _write_cover(deck.slides.add_slide(cover), deck, study, logo)
    for part in parts:
        if part.slide:
            slide = deck.slides.add_slide(titled)
            _write_slide(slide, deck, part, study.lang)
            slide.notes_slide.notes_text_frame.text = _notes(study, part)
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _plain() -> Any:  # noqa: ANN401 -- python-pptx is untyped
    """Open the plain design of python-pptx, made wide."""
    from pptx import Presentation
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.util import Pt

    deck = Presentation()
    ratio = WIDE[0] / deck.slide_width
    shapes = [shape for layout in deck.slide_layouts for shape in layout.placeholders]
    placed = [
        (shape, shape.left, shape.top, shape.width, shape.height)
        for shape in [*deck.slide_master.placeholders, *shapes]
    ]
    for shape, left, top, width, height in placed:
        shape.left, shape.top, shape.width, shape.height = round(left * ratio), top, round(width * ratio), height
    deck.slide_width, deck.slide_height = WIDE
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type in _title_types()[:1] and len(_contents(layout)) == 0:
                shape.left, shape.top, shape.width, shape.height = MARGIN, MARGIN // 2, WIDE[0] - 2 * MARGIN, 900000
            if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                title = next(each for each in layout.placeholders if each.placeholder_format.type in _title_types())
                shape.left, shape.width = title.left, title.width
                line = shape._element.find(".//{*}lvl1pPr")  # noqa: SLF001 -- no public way to the style of a placeholder
                line.set("algn", "l")
                line.find("{*}defRPr").set("sz", str(Pt(18).centipoints))
    style = deck.slide_master._element.find(".//{*}titleStyle/{*}lvl1pPr")  # noqa: SLF001 -- no public way to the style of titles
    style.set("algn", "l")
    style.find("{*}defRPr").set("sz", str(Pt(26).centipoints))
    style.find("{*}defRPr").set("b", "1")
    return deck


def _opened(template: Path) -> Any:  # noqa: ANN401 -- python-pptx is untyped
    """Open a template, without the slides it has."""
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    try:
        deck = Presentation(BytesIO(_as_presentation(template.read_bytes())))
    except OSError as error:
        raise StudyError(f"the template {template} could not be read: {error.strerror}.") from None
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        raise StudyError(f"the template {template} is no presentation; save it as .pptx or .potx.") from None
    slides = deck.slides._sldIdLst  # noqa: SLF001 -- python-pptx has no public way to drop a slide
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    return deck


def _as_presentation(content: bytes) -> bytes:
    """Return a template as the presentation it is but for its declared type."""
    types = "[Content_Types].xml"
    with zipfile.ZipFile(BytesIO(content)) as old:
        if b"presentationml.template.main+xml" not in old.read(types):
            return content
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                piece = old.read(item)
                if item.filename == types:
                    piece = piece.replace(b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
                new.writestr(item, piece)
    return buffer.getvalue()


def _title_types() -> tuple[Any, Any]:
    """Return the kinds of placeholder for a title, and for that of a first slide."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    return PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE


def _contents(layout: Any) -> list[Any]:  # noqa: ANN401 -- python-pptx is untyped
    """Return the placeholders of a layout that want content beside a title."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    apart = {*_title_types(), PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
    return [shape for shape in layout.placeholders if shape.placeholder_format.type not in apart]


def _layouts(deck: Any, template: Path | None) -> tuple[Any, Any]:  # noqa: ANN401 -- python-pptx is untyped
    """Return the layouts of the first slide and of the others."""
    title, centred = _title_types()
    kinds = [
        (layout, {shape.placeholder_format.type for shape in layout.placeholders}) for layout in deck.slide_layouts
    ]
    titled = [layout for layout, found in kinds if title in found]
    if not titled:
        raise StudyError(f"the template {template} has no layout with a title; add “Title Only” to its slide master.")
    plain = min(titled, key=lambda layout: len(_contents(layout)))
    cover = next((layout for layout, found in kinds if centred in found), plain)
    return cover, plain


def _write_cover(slide: Any, deck: Any, study: Study, logo: Path | None) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Write the first slide: the title, the base and the dates, the logo."""
    from npsanalysis.study.waves import base_of

    slide.shapes.title.text = _legible(study.title)
    rest = [shape for shape in slide.placeholders if shape.placeholder_format.idx != 0]
    for place, shape in enumerate(rest):
        if place == 0 and shape.has_text_frame:
            shape.text_frame.text = base_of(study)
        else:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 -- the documented way to drop a shape
    if logo is not None:
        picture = slide.shapes.add_picture(str(logo), 0, MARGIN // 2, height=900000)
        picture.left = deck.slide_width - picture.width - MARGIN // 2


def _write_slide(slide: Any, deck: Any, part: Part, lang: str) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Write a part on a slide: its message as title, below it what it shows."""
    title = slide.shapes.title
    title.text = _legible(shorten(part.title, LONGEST_TITLE, placeholder="…"))
    title.text_frame.paragraphs[0].font.size = _fitting(title.text, title.width, title.height, TITLE_SIZES)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 -- the documented way to drop a shape
    top = title.top + title.height + LINE // 2
    room = Box(title.left, top, title.width, deck.slide_height - top - MARGIN)
    sentences = list(part.sentences)[:MOST_SENTENCES]
    if part.figure:
        _write_texts(slide, room._replace(height=3 * LINE), [part.figure], 44, bold=True)
        room = _below(room, 3 * LINE)
    if part.columns:
        told = LINE * (len(sentences) + 2) if sentences else 0
        _write_texts(slide, room._replace(height=told), sentences, 16)
        _write_columns(slide, _below(room, told), part.columns)
    elif part.chart and part.frame is not None:
        told = 2 * LINE if sentences else 0
        draw(slide, room._replace(height=room.height - told), CHARTS[part.chart].native(part.frame, lang), lang)
        _write_texts(slide, _below(room, room.height - told), sentences[:2], 12)
    elif part.table is not None:
        told = LINE * 2 * len(sentences)
        _write_texts(slide, room._replace(height=told), sentences, 14)
        _write_table(slide, _below(room, told), part.table)
    else:
        _write_texts(slide, room, sentences, _fitting_all(sentences, room.width, room.height))


def _below(box: Box, height: int) -> Box:
    """Return what is left of a box below a height."""
    return box._replace(top=box.top + height, height=box.height - height)


def _write_texts(slide: Any, box: Box, texts: Sequence[str], size: int, *, bold: bool = False) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Write paragraphs in a box."""
    from pptx.util import Pt

    if not texts:
        return
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    for place, text in enumerate(texts):
        line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        line.text = _legible(text)
        line.font.size, line.font.bold, line.space_after = Pt(size), bold, Pt(size / 3)


def _write_columns(slide: Any, box: Box, columns: Sequence[tuple[str, Sequence[str]]]) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Write lists side by side."""
    width = box.width // len(columns)
    room = width - LINE // 2
    letters = min(_fitting_all(items, room, box.height - 2 * LINE) for _, items in columns)
    size = min(int(_fitting(heading, room, LINE * 5 // 4, HEADING_SIZES).pt) for heading, _ in columns)
    for place, (heading, items) in enumerate(columns):
        left = box.left + place * width
        _write_texts(slide, Box(left, box.top, room, LINE), [heading], size, bold=True)
        below = Box(left, box.top + LINE + LINE // 3, room, box.height - LINE)
        _write_texts(slide, below, items or ["–"], letters)


def _write_table(slide: Any, box: Box, table: Any) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Write a frame of texts as a table."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    rows = table.reset_index().head(MOST_ROWS)
    height = min(box.height, LINE * (len(rows) + 1) * 4 // 5)
    cells = slide.shapes.add_table(len(rows) + 1, len(rows.columns), box.left, box.top, box.width, height).table
    size = 10 if len(rows) > MANY_ROWS else 14
    if len(rows.columns) == 2:  # a name and what is said of it
        cells.columns[0].width, cells.columns[1].width = box.width * 3 // 10, box.width * 7 // 10
    for row, values in enumerate([list(rows.columns), *rows.to_numpy().tolist()]):
        for place, value in enumerate(values):
            cell = cells.cell(row, place)
            cell.text = _legible(shorten(str(value), LONGEST_CELL, placeholder="…"))
            cell.margin_top = cell.margin_bottom = Pt(1)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.text_frame.paragraphs[0].font.size = Pt(size)


def _fitting(text: str, width: int, height: int, sizes: Sequence[int]) -> Any:  # noqa: ANN401 -- python-pptx is untyped
    """Return the first size in which a text fits a box, the last where none does."""
    from pptx.util import Pt

    for size in sizes:
        letters = (width - INSETS) // int(Pt(size) * WIDTH_OF_LETTER)
        if -(-len(text) // max(letters, 1)) * 1.2 * Pt(size) <= height:
            break
    return Pt(size)


def _fitting_all(texts: Sequence[str], width: int, height: int) -> int:
    """Return the first size in which paragraphs fit a box, the last where none does."""
    for size in TEXT_SIZES:
        letters = max((width - INSETS) // int(size * POINT * WIDTH_OF_LETTER), 1)
        lines = sum(-(-len(text) // letters) for text in texts)
        if (1.2 * lines + len(texts) / 3) * size * POINT <= height:
            break
    return size


def _legible(text: str) -> str:
    """Return a text without the control characters that a presentation cannot hold."""
    return "".join(sign if sign >= " " or sign in "\t\n" else " " for sign in text)


def _notes(study: Study, part: Part) -> str:
    """Say where the numbers of a slide come from."""
    lang, estimate = study.lang, study.estimate
    told = [
        say(
            "Source: {name}; sheet “{sheet}” of study.xlsx.",
            lang,
            name=study.export.source.name or "–",
            sheet=part.name,
        )
        if part.sheet and part.frame is not None
        else say("Source: {name}.", lang, name=study.export.source.name or "–"),
        say(
            "n = {n}; intervals: {method}, {level}%; sampling error only.",
            lang,
            n=estimate.n,
            method=say(METHOD_NAMES[estimate.method], lang),
            level=number(100 * estimate.level, lang),
        ),
        *part.sentences,
    ]
    return "\n".join(_legible(sentence) for sentence in told)
