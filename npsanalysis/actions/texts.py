"""Texts of respondents, made fit to be shown in a cell or a letter."""

from __future__ import annotations

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not seen: controls, marks that turn the direction of what follows, line separators."""

JOINERS = frozenset("\u200c\u200d")
"""Marks that are needed within words and emoji."""


def legible(text: str, most: int) -> str:
    r"""Return a text on one line without hidden characters, cut at a word when it is longer than `most`.

    Examples
    --------
    >>> legible("too\x07 dear,\r\n  too slow", 100), legible("one two three", 9)
    ('too dear, too slow', 'one two…')
    """
    seen = "".join(
        letter if unicodedata.category(letter) not in HIDDEN or letter in JOINERS else " " * letter.isspace()
        for letter in text
    )
    line = " ".join(seen.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
