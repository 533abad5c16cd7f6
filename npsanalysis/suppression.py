"""Keep small groups unreadable: their figures, and the figures that would give them away by subtraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.errors import UnknownColumnError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FIGURES_FROM = 10
"""Answers from which on the figures of a group are shown."""


def suppress(estimates: pd.DataFrame, *, least: int = FIGURES_FROM) -> pd.DataFrame:
    """Blank the figures of small groups, and of the next smallest where theirs could be had by subtraction.

    Parameters
    ----------
    estimates
        Any frame with a column `n`, a row a group, all groups of a whole.
    least
        Answers from which on figures are shown.

    Returns
    -------
    DataFrame
        The frame with its figures missing (NaN) in the rows that are held back, and a column `suppressed`. Keys, `n`,
        `level` and `method` stay.

    Raises
    ------
    UnknownColumnError
        If there is no column `n`.

    Examples
    --------
    >>> import pandas as pd
    >>> suppress(pd.DataFrame({"team": ["a", "b", "c"], "nps": [10.0, 20.0, 30.0], "n": [4, 12, 50]}))
      team   nps   n  suppressed
    0    a   NaN   4        True
    1    b   NaN  12        True
    2    c  30.0  50       False
    """
    if "n" not in estimates.columns:
        raise UnknownColumnError.of("n", estimates.columns)
    held = held_back(estimates["n"].to_numpy(), least)
    figures = [name for name in estimates.select_dtypes("float").columns if name not in {"level", "n"}]
    blanked = {name: np.where(held, np.nan, estimates[name]) for name in figures}
    return estimates.assign(**blanked, suppressed=held)


def held_back(n: NDArray[np.int64], least: int) -> NDArray[np.bool_]:
    """Say which groups of a whole are held back, given their numbers of answers.

    The held-back groups together could be had by subtracting the others from the whole: so the smallest of the others
    join them until they are `least` answers in all.

    Examples
    --------
    >>> held_back(np.array([4, 12, 50]), 10).tolist()
    [True, True, False]
    """
    held = n < least
    while 0 < n[held].sum() < least and not held.all():
        held[np.flatnonzero(~held)[np.argmin(n[~held])]] = True
    return held
