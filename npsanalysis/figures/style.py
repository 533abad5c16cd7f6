"""How figures look: colours that every kind of sight tells apart, bare axes, alt text."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from npsanalysis.errors import NPSError
from npsanalysis.markup import embedded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CATEGORY_COLOURS = {"detractor": "#D55E00", "passive": "#BBBBBB", "promoter": "#0072B2"}
"""Colours of the three categories, the same everywhere."""

LABEL_COLOURS = {"pro": "#0072B2", "con": "#D55E00", "suggestion": "#F0E442", "none": "#BBBBBB"}
"""Colours of the labels of statements."""

SERIES_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""Colours of lines side by side (Okabe and Ito), told apart by every kind of sight."""

INK = "#333333"
FAINT = "#DDDDDD"

DOTS_PER_INCH = 160


def prepare_axes(ax: Axes | None, *, width: float = 7.0, height: float = 3.5) -> Axes:
    """Return the axes to draw on: those given, or those of a new figure of a size in inches.

    Raises
    ------
    NPSError
        If `ax` is not a matplotlib Axes.
    """
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes as MatplotlibAxes

    if ax is None:
        ax = plt.subplots(figsize=(width, height), layout="constrained")[1]
    elif not isinstance(ax, MatplotlibAxes):
        raise NPSError(f"ax must be a matplotlib Axes, got {type(ax).__name__}; make one with plt.subplots().")
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)
    ax.tick_params(length=0, colors=INK)
    ax.set_axisbelow(True)
    return ax


def finish(ax: Axes, *, title: str, alt: str, xlabel: str = "", ylabel: str = "") -> Axes:
    """Set what a reader reads: title, axis names, and the text that stands for the figure."""
    ax.set_title(title, loc="left", fontsize="large", color=INK, parse_math=False)
    ax.set_xlabel(xlabel, color=INK, parse_math=False)
    ax.set_ylabel(ylabel, color=INK, parse_math=False)
    ax.set_label(alt)
    return ax


def alt_text(ax: Axes) -> str:
    """Return the text that stands for a figure: what it shows, with its numbers.

    Parameters
    ----------
    ax
        Axes drawn by a `plot_…` function of this package.

    Returns
    -------
    str
        One or more sentences in the language of the figure.
    """
    return str(ax.get_label())


def show(ax: Axes) -> None:
    """Display a figure in a notebook together with its alt text, and close it.

    Parameters
    ----------
    ax
        Axes drawn by a `plot_…` function of this package.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    display(ax.figure, metadata={"image/png": {"alt": alt_text(ax)}})  # type: ignore[no-untyped-call]
    plt.close(ax.figure)  # type: ignore[arg-type]


def as_picture(ax: Axes) -> str:
    """Return a figure as HTML that holds it, sharp enough for print and with its alt text, and close it.

    Parameters
    ----------
    ax
        Axes drawn by a `plot_…` function of this package.

    Returns
    -------
    str
        An `img` element.
    """
    import matplotlib.pyplot as plt

    buffer = BytesIO()
    ax.figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH)  # type: ignore[union-attr]
    plt.close(ax.figure)  # type: ignore[arg-type]
    return f'<img alt="{escape(alt_text(ax))}" src="{embedded(buffer.getvalue())}">'
