"""How loudly a column says, by its name and its question, that it holds the recommendation score."""

from __future__ import annotations

import re

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.matching import fold, is_called, says

ASKS, NAMED, CALLED, MATCHES_LABELS, PLAIN, SILENT = 6, 5, 4, 3, 1, 0
"""A question that asks to recommend; a name that says just that; such a name with other words; a column that agrees
with the categories in the file; a name such as `score`; any other."""

LEAST_ASKED = 4
"""Words of a question rather than a name."""

SHORT_NAME = 40
"""Characters below which a text is a name, in which every word counts."""

_WAVE = re.compile(r"\b(?:(?:19|20)\d\d|t ?\d)\b")


def loudness(name: str, question: str) -> tuple[int, str]:
    """Tell how loudly a name or a question says that the column is the score, and by what."""
    both = f"{name} {question}" if question != name else name
    named = is_called(name, words.NAMED_SCORE) or is_called(question, words.NAMED_SCORE)
    asks = says(both, words.RECOMMEND)
    if (len(name) < SHORT_NAME and says(name, words.NOT_THE_SCORE)) or says(both, words.COUNTED):
        return SILENT, "does_not_ask_to_recommend"
    if named or asks:
        asked = asks and len(fold(both).split()) >= LEAST_ASKED and not says(both, words.ANOTHER)
        return (ASKS if asked else NAMED if named else CALLED), "asks_to_recommend" if asks else "called_nps"
    if says(both, words.RECOMMENDATION) and not says(both, words.RECEIVED):
        return CALLED, "asks_to_recommend"
    if says(both, words.NET_PROMOTER):
        return CALLED, "called_nps"
    if is_called(name, words.PLAIN_SCORE) or is_called(question, words.PLAIN_SCORE):
        return PLAIN, "plain_name"
    return SILENT, "does_not_ask_to_recommend"


def wave_of(name: str) -> int:
    """Return the year or the number of the wave in a name, 0 where it has none.

    Examples
    --------
    >>> wave_of("NPS 2023"), wave_of("NPS T2"), wave_of("NPS")
    (2023, 2, 0)
    """
    return max((int(found.lstrip("t ")) for found in _WAVE.findall(fold(name))), default=0)
