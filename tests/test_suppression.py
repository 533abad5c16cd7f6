from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from npsanalysis import suppress
from npsanalysis.errors import UnknownColumnError


@pytest.mark.parametrize(
    ("n", "blanked"),
    [
        ([50, 30, 40], []),
        ([50, 4, 40], [1, 2]),  # 4 alone could be had from the total: the next smallest goes too
        ([50, 4, 3], [0, 1, 2]),  # 7 together could be had from the total
        ([50, 4, 7], [1, 2]),  # 11 together may be known
        ([50, 0, 40], []),  # nobody can be told apart in an empty group
        ([4], [0]),
        ([50, 4], [0, 1]),
        ([50, 9, 20, 1], [1, 3]),
    ],
)
def test_suppression(n: list[int], blanked: list[int]) -> None:
    estimates = pd.DataFrame({"site": range(len(n)), "nps": 10.0, "low": 0.0, "high": 20.0, "n": n, "level": 0.95})
    shown = suppress(estimates, least=10)
    assert np.flatnonzero(shown["nps"].isna() & (shown["n"] > 0)).tolist() == blanked
    assert shown["n"].tolist() == n
    assert (shown["level"] == 0.95).all()


def test_a_frame_without_n() -> None:
    with pytest.raises(UnknownColumnError):
        suppress(pd.DataFrame({"nps": [1.0]}))
