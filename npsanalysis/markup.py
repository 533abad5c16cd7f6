"""Pieces of HTML: texts escaped, tables, and an interval as a small drawing."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


def paragraph(text: str) -> str:
    """Return a text as a paragraph.

    Examples
    --------
    >>> paragraph("a < b")
    '<p>a &lt; b</p>'
    """
    return f"<p>{escape(text)}</p>"


def listed(items: Iterable[str]) -> str:
    """Return texts as a list."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def table(frame: pd.DataFrame, classes: str = "figures") -> str:
    """Return a frame of texts as a table, its index as first columns."""
    return str(frame.rename_axis(columns=None).reset_index().to_html(index=False, border=0, classes=classes))


def embedded(picture: bytes) -> str:
    """Return a PNG or JPEG picture as an address that holds it."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def whisker(low: float, middle: float, high: float, *, width: int = 160) -> str:
    """Draw a score with its interval on the scale from −100 to 100, zero marked; nothing where a bound is missing.

    Examples
    --------
    >>> whisker(float("nan"), 3.0, 4.0)
    ''
    """
    if not low <= middle <= high:  # no comparison holds for NaN
        return ""
    left, at, right = (width * (value + 100) / 200 for value in (low, middle, high))
    return (
        f'<svg width="{width}" height="14" viewBox="0 0 {width} 14" aria-hidden="true">'
        f'<line x1="0" x2="{width}" y1="7" y2="7" stroke="#ddd"/>'
        f'<line x1="{width / 2:g}" x2="{width / 2:g}" y1="1" y2="13" stroke="#999"/>'
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="7" y2="7" stroke="#0072B2" stroke-width="4" opacity=".5"/>'
        f'<circle cx="{at:.1f}" cy="7" r="4" fill="#0072B2"/></svg>'
    )
