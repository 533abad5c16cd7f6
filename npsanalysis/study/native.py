"""Charts of an office program: their numbers can be edited, and their intervals are error bars."""

from __future__ import annotations

from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.spreadsheets import write_xlsx
from npsanalysis.wording import percent, points, say

if TYPE_CHECKING:
    from npsanalysis.study.charts import Native
    from npsanalysis.study.slides import Box

MOST_LABELS = 15
"""Points of a line that have room for their numbers."""

BLUE = "0072B2"
INK = "333333"
FAINT = "D9D9D9"


def draw(slide: Any, box: Box, native: Native, lang: str) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Draw a chart on a slide.

    Parameters
    ----------
    slide
        A slide of python-pptx.
    box
        Where.
    native
        What.
    lang
        Language of what is said in its sheet.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "bars": XL_CHART_TYPE.BAR_CLUSTERED,
        "line": XL_CHART_TYPE.LINE_MARKERS,
    }
    data = CategoryChartData(number_format=escape(_format(native.unit, lang), quote=False))  # it goes into XML as it is
    data.categories = native.categories
    data.add_series(native.name, [None if np.isnan(value) else float(value) for value in native.middle])
    frame = slide.shapes.add_chart(kinds[native.kind], *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _in_words(native, lang))  # noqa: SLF001 -- no public way to alt text
    chart = frame.chart
    _style(chart, native, _format(native.unit, lang))
    if native.low is not None and native.high is not None:
        below, above = native.middle - native.low, native.high - native.middle
        _add_error_bars(chart, native.kind, below, above)
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(native, lang))


def _in_words(native: Native, lang: str) -> str:
    """Say the numbers of a chart, for those who do not see it."""
    write = {"points": points, "percent": percent}[native.unit]
    told = [
        say("{unit}: {nps}", lang, unit=name, nps=write(value, lang, 0))
        for name, value in zip(native.categories, native.middle, strict=True)
    ]
    return "; ".join([native.name, *told])


def _style(chart: Any, native: Native, written: str) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Set colours, labels and axes."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.color.rgb = Pt(12), RGBColor.from_string(INK)
    plot, series = chart.plots[0], chart.plots[0].series[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = written, False
    labels.show_value = native.kind != "line" or len(native.categories) <= MOST_LABELS
    # A white ground keeps numbers legible on dark bars and across intervals.
    ground = parse_xml(
        '<c:spPr xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'
    )
    labels._element.find("{*}numFmt").addnext(ground)  # noqa: SLF001 -- no public way to the ground of labels
    category, value = chart.category_axis, chart.value_axis
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.major_tick_mark = value.major_tick_mark = XL_TICK_MARK.NONE
    category.format.line.color.rgb = RGBColor.from_string(FAINT)
    value.format.line.fill.background()
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = written, False
    if native.low is not None and native.high is not None:
        # Programs choose a scale for the values alone: it would cut the intervals.
        least, most = np.nanmin([*native.low, 0.0]), np.nanmax([*native.high, 0.0])
        value.minimum_scale, value.maximum_scale = 10 * np.floor(least / 10), 10 * np.ceil(most / 10)
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string(FAINT)
    if native.kind == "line":
        series.smooth = False
        series.format.line.color.rgb = RGBColor.from_string(BLUE)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(BLUE)
        labels.position = XL_LABEL_POSITION.RIGHT
        return
    plot.gap_width = 40
    series.invert_if_negative = False
    for place in range(len(native.categories)):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(native.colours[place % len(native.colours)].lstrip("#"))
    if native.kind == "bars":
        # Lying bars are read from the top; at the base their labels stay clear of the intervals.
        category.reverse_order = True
        labels.position = XL_LABEL_POSITION.INSIDE_BASE
        value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        value.visible, value.has_major_gridlines = False, False


def _format(unit: str, lang: str) -> str:
    """Return how numbers are written on slides: whole; those behind them are unrounded."""
    if unit == "points":
        return "[>=0.5]+0;[<=-0.5]-0;0"  # what rounds to zero has no sign
    return '0"\u202f%"' if lang == "fr" else '0"%"'


def _add_error_bars(chart: Any, kind: str, below: Any, above: Any) -> None:  # noqa: ANN401 -- python-pptx is untyped
    """Add the intervals, which python-pptx cannot; their numbers stand in columns C and D of the chart's sheet."""
    from pptx.oxml import parse_xml

    series = chart.plots[0].series[0]._element  # noqa: SLF001 -- no public way to error bars
    direction = '<c:errDir val="y"/>' if kind == "line" else ""
    bars = parse_xml(
        '<c:errBars xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'{direction}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_numbers('D', above)}</c:plus><c:minus>{_numbers('C', below)}</c:minus>"
        f'<c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series.find("{*}cat").addprevious(bars)


def _numbers(column: str, values: Any) -> str:  # noqa: ANN401 -- an array
    """Refer to a column of the chart's sheet, and repeat its numbers."""
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
        for place, value in enumerate(float(each) for each in values)
        if not np.isnan(value)
    )
    return (
        f"<c:numRef><c:f>Sheet1!${column}$2:${column}${len(values) + 1}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _sheet(native: Native, lang: str) -> bytes:
    """Write the sheet behind a chart: category, value, and how far the interval reaches below and above."""
    columns: dict[str, Any] = {" ": native.categories, native.name: native.middle}
    if native.low is not None and native.high is not None:
        columns[say("interval below", lang)] = native.middle - native.low
        columns[say("interval above", lang)] = native.high - native.middle
    with TemporaryDirectory() as folder:
        # The formulas of the chart name the sheet so.
        return write_xlsx({"Sheet1": pd.DataFrame(columns)}, Path(folder) / "chart.xlsx").read_bytes()
