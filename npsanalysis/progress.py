"""Tell how far a long step is: a line on the terminal or in a notebook that somebody watches, nothing elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

LINE = "{desc} {n_fmt}/{total_fmt} |{bar:20}| {elapsed}"
"""What the line shows; it is wiped at the end."""


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """Show a line of progress while a number of steps is done.

    Parameters
    ----------
    total
        How many steps there are.

    Yields
    ------
    callable
        To be called at the beginning of each step with what is done in it.
    """
    from tqdm import tqdm

    watched = _watched()
    done = -1
    with tqdm(
        total=total, bar_format=LINE, leave=False, disable=watched is None, file=watched, mininterval=0, miniters=1
    ) as bar:

        def begin(step: str) -> None:
            nonlocal done
            done += 1
            bar.n = done
            bar.set_description_str(step)

        yield begin


def _watched() -> TextIO | None:
    """Return the stream that somebody watches: a terminal, or the cell of a notebook run by a person; None for none.

    A program that runs a notebook says that it cannot be asked anything; what it stores stays the same from run to run.
    """
    if sys.stderr is not None and sys.stderr.isatty():
        return sys.stderr
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    request = shell.kernel.get_parent("shell") if shell is not None and hasattr(shell, "kernel") else {}
    return sys.stdout if request.get("content", {}).get("allow_stdin") else None
