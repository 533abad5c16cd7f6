"""Hide the scores of groups so small that they could tell who answered what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

SUPPRESSED = ["nps", "low", "high", "promoters", "passives", "detractors", "n_effective"]


def suppress_small(estimates: pd.DataFrame, below: int) -> pd.DataFrame:
    """Blank the figures of small groups, and of a second one where the first could be had by subtraction.

    Parameters
    ----------
    estimates
        Estimates whose groups partition one total that is shown elsewhere.
    below
        Groups with fewer answers than this are blanked.

    Returns
    -------
    DataFrame
        The same rows; blanked ones keep their keys and `n` and are NaN elsewhere.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"site": ["a", "b", "c"], "nps": [50.0, 20.0, 10.0], "n": [4, 30, 90]})
    >>> suppress_small(frame, 10)["nps"].tolist()
    [nan, nan, 10.0]
    """
    small = (estimates["n"] < below).to_numpy(copy=True)
    if small.sum() == 1 and len(estimates) > 1:
        others = estimates["n"].where(~small).astype(float)
        small[int(np.nanargmin(others))] = True
    blanked = estimates.copy()
    blanked.loc[small, [column for column in SUPPRESSED if column in blanked]] = np.nan
    return blanked
