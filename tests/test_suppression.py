from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from npsanalysis import enps_by, enps_question, suppress
from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.suppression import held_back


@pytest.mark.parametrize(
    ("n", "held"),
    [
        ([50, 60], [False, False]),
        ([4, 60, 20], [True, False, True]),  # one alone could be had by subtraction
        ([4, 5, 20], [True, True, False]),
        ([4], [True]),
    ],
)
def test_who_is_held_back(n: list[int], held: list[bool]) -> None:
    assert held_back(np.array(n), 10).tolist() == held


def test_figures_go_and_bases_stay() -> None:
    data = pd.DataFrame({"score": [9, 3, 8] * 20, "team": ["a"] * 6 + ["b"] * 24 + ["c"] * 30})
    shown = enps_by(data, "team").set_index("team")
    assert shown["suppressed"].tolist() == [True, True, False]
    assert shown.loc[["a", "b"], ["nps", "low", "high", "promoters", "n_effective"]].isna().all(axis=None)
    assert shown["n"].tolist() == [6, 24, 30]
    assert shown["quotable"].tolist() == [False, False, True]
    assert (shown["level"] == 0.95).all()


def test_the_question_is_worded_for_employees() -> None:
    assert "place to work" in enps_question("Acme")
    assert "travailler chez Acme" in enps_question("Acme", "fr")


def test_what_is_refused() -> None:
    with pytest.raises(UnknownColumnError, match="no column 'n'"):
        suppress(pd.DataFrame({"nps": [1.0]}))
    with pytest.raises(NPSError, match="fewer than 10"):
        enps_by(pd.DataFrame({"score": [9], "team": ["a"]}), "team", least=5)
