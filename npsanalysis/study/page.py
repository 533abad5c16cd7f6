"""Turn an executed study notebook into one self-contained HTML page."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from npsanalysis.wording import say

if TYPE_CHECKING:
    from nbformat import NotebookNode

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
{body}
</main>
</body>
</html>
"""


def make_page(notebook: NotebookNode, lang: str) -> str:
    """Write the outputs of an executed notebook as one HTML page, pictures inside, code hidden.

    Parameters
    ----------
    notebook
        The executed notebook.
    lang
        Language of the page.

    Returns
    -------
    str
        The page; it loads nothing from anywhere.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_input=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        embed_images=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    style = files("npsanalysis.study").joinpath("page.css").read_text(encoding="utf-8")
    return PAGE.format(lang=lang, title=escape(say("NPS study", lang)), style=style, body=body)
