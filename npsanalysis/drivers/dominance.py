"""Where LMG comes from: what a driver adds, by how many others are already there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.drivers.answers import complete_answers, read_answers
from npsanalysis.drivers.importance import conditional_dominance, worth_of_subsets
from npsanalysis.errors import DriverError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.counts import Weight

DOMINANCE_MOST = 20
"""How many drivers `dominance` takes: it keeps the R² of every subset."""


def dominance(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    drivers: Sequence[str],
    *,
    weight: Weight = None,
) -> pd.DataFrame:
    """Show what each driver adds to R², by how many others are already there: where LMG comes from.

    Parameters
    ----------
    responses, drivers, weight
        As for `rank_drivers`; answers without one of the ratings are left out.

    Returns
    -------
    DataFrame
        `driver, others, r_squared`: with 0 others what a driver explains alone (`first`), with all others what only it
        explains (`last`); the mean over `others` is its LMG part.

    Raises
    ------
    DriverError
        As for `rank_drivers`, or if there are more than 20 drivers.

    References
    ----------
    Budescu D. (1993). Dominance analysis. Psychological Bulletin 114(3), 542-551.
    https://doi.org/10.1037/0033-2909.114.3.542

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 7, 6, 5], "speed": [5, 4, 4, 3, 2, 2], "price": [1, 2, 3] * 2})
    >>> frame = pd.concat([frame] * 9)
    >>> dominance(frame, ["speed", "price"]).round(3)
      driver  others  r_squared
    0  speed       0      0.943
    1  speed       1      0.731
    2  price       0      0.229
    3  price       1      0.017
    """
    answers = complete_answers(read_answers(responses, drivers, weight))
    names = list(answers.ratings.columns)
    if len(names) > DOMINANCE_MOST:
        raise DriverError(f"dominance takes at most {DOMINANCE_MOST} drivers, got {len(names)}; leave some out.")
    worth = worth_of_subsets(answers.correlations)
    gains = conditional_dominance(worth)
    p = len(names)
    return pd.DataFrame(
        {"driver": np.repeat(names, p), "others": np.tile(np.arange(p), p), "r_squared": gains.reshape(-1)}
    )
