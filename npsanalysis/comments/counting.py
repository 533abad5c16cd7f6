"""How many of those who commented praise, blame or suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.comments.labelling import LABELS
from npsanalysis.errors import UnknownColumnError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL_QUANTILE = 1.959963984540054
"""Two-sided normal quantile of the 95 % interval of a share."""


def count_labels(statements: pd.DataFrame, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Count the respondents who say something of each label at least once.

    Parameters
    ----------
    statements
        Labelled statements, as `classify_statements` makes them.
    by
        Names of the key columns, such as `question`.

    Returns
    -------
    DataFrame
        keys…, `label, responses, share, low, high`: `share` is in percent of the respondents who commented (within
        the group), with its 95 % Wilson interval. A respondent who says several things counts for each label, so
        shares need not add up to 100. Comments in other languages have no label and count in the base only.

    Raises
    ------
    UnknownColumnError
        If a column is not there.

    References
    ----------
    .. [1] Wilson E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
           American Statistical Association 22(158), 209-212. https://doi.org/10.1080/01621459.1927.10502953

    Examples
    --------
    >>> frame = pd.DataFrame({"response_id": [1, 1, 2], "label": ["pro", "con", "con"]})
    >>> count_labels(frame).round(1)
            label  responses  share   low   high
    0         pro          1   50.0   9.5   90.5
    1         con          2  100.0  34.2  100.0
    2  suggestion          0    0.0   0.0   65.8
    3        none          0    0.0   0.0   65.8
    """
    keys = [] if by is None else [by] if isinstance(by, str) else list(by)
    for column in ("response_id", "label", *keys):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    groups = statements.groupby(keys, dropna=False, sort=True) if keys else [((), statements)]
    rows = []
    for key, group in groups:
        base = group["response_id"].nunique()
        named = group.groupby("label")["response_id"].nunique()
        rows += [(*key, label, int(named.get(label, 0)), base) for label in LABELS]
    counts = pd.DataFrame(rows, columns=[*keys, "label", "responses", "base"])
    low, high = wilson(counts["responses"].to_numpy(float), counts["base"].to_numpy(float))
    counts["share"] = 100 * counts["responses"] / counts["base"]
    return counts.drop(columns="base").assign(low=100 * low, high=100 * high)


def wilson(successes: Floats, n: Floats, z: float = LEVEL_QUANTILE) -> tuple[Floats, Floats]:
    """Return the bounds of the Wilson interval of shares, on 0…1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = successes / n
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
