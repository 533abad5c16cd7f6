"""Scales whose ends are written in words, without their number: `Très probable`, 9, 8…, `Pas du tout probable`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.reading.matching import says
from npsanalysis.reading.values import tidy
from npsanalysis.reading.vocabulary import LIKELY, UNLIKELY

if TYPE_CHECKING:
    import pandas as pd

    from npsanalysis.reading.values import Scores


def read_ends(scores: Scores, cells: pd.Series) -> Scores:
    """Read the words at the ends of a scale as 10 and 0, where the numbers between them leave just these places.

    Examples
    --------
    >>> import pandas as pd
    >>> from npsanalysis.reading.values import read_scores
    >>> cells = pd.Series(["Very likely", "9", "4", "1", "Not at all likely"])
    >>> read_ends(read_scores(cells), cells).numbers
    array([10.,  9.,  4.,  1.,  0.])
    """
    valid = scores.numbers[~np.isnan(scores.numbers)]
    low = [text for text in scores.invalid if says(text, UNLIKELY)]
    high = [text for text in scores.invalid if says(text, LIKELY) and text not in low]
    # On a narrower scale the numbers would not come up to 9.
    if not (low or high) or not len(valid) or valid.max() != (9 if high else 10) or (low and valid.min() < 1):
        return scores
    ends = {**dict.fromkeys(low, 0.0), **dict.fromkeys(high, 10.0)}
    found = {text: ends[tidy(text)[:60]] for text in cells.unique() if tidy(text)[:60] in ends}
    read = cells.map(found).to_numpy(dtype=np.float64, na_value=np.nan)
    return replace(
        scores,
        numbers=np.where(np.isnan(read), scores.numbers, read),
        invalid={text: n for text, n in scores.invalid.items() if text not in ends},
        labelled=scores.labelled + int((~np.isnan(read)).sum()),
    )
