from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from npsanalysis import effort, satisfaction
from npsanalysis.errors import NPSError, ScoreRangeError, SmallGroupWarning, UnknownNameError


@pytest.mark.parametrize(
    ("best", "others", "low", "high"),
    [
        # statsmodels 0.15.0, proportion_confint(method="wilson"): 3 of 10, 4 of 10, 450 of 1,000.
        (3, 7, 0.10779126740630104, 0.6032218525388546),
        (4, 6, 0.1681803297062361, 0.6873262302663417),
        (450, 550, 0.4194153840742968, 0.4809672917742588),
    ],
)
def test_wilson_interval_equals_statsmodels(best: int, others: int, low: float, high: float) -> None:
    got = satisfaction([5] * best + [1] * others)
    assert (got.low / 100, got.high / 100) == pytest.approx((low, high), rel=1e-8)


def test_the_definition_goes_with_the_figure() -> None:
    got = satisfaction([5, 4, 3, None], top=1)
    assert got.share == pytest.approx(100 / 3)
    assert got.mean == 4
    assert "from 5 to 5 on a scale from 1 to 5" in str(got)
    assert "part des réponses de 5 à 5" in got.definition("fr")


def test_effort_has_a_direction() -> None:
    easy, hard = effort([7, 6, 5, 1]), effort([7, 6, 5, 1], easy="low")
    assert (easy.share, hard.share) == (75, 25)
    assert "where 7 is the easiest" in str(easy)
    assert "where 1 is the easiest" in str(hard)


def test_a_single_answer_has_no_interval_of_its_mean() -> None:
    with pytest.warns(SmallGroupWarning, match="single answer"):
        got = satisfaction([4])
    assert np.isnan([got.mean_low, got.mean_high]).all()
    assert 0 < got.low < 100 == got.high


@pytest.mark.parametrize(
    ("scores", "options", "error", "message"),
    [
        ([], {}, NPSError, "no usable answer"),
        ([6], {}, ScoreRangeError, "is `scale` right"),
        (["good"], {}, NPSError, "must be numbers"),
        ([3], {"top": 5}, NPSError, "can be the best"),
        ([3], {"level": 95}, NPSError, "between 0 and 1"),
    ],
)
def test_errors_say_what_to_do(
    scores: list[Any], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        satisfaction(scores, **options)


def test_effort_knows_two_ends() -> None:
    with pytest.raises(UnknownNameError, match="easy end"):
        effort([3], easy="left")  # type: ignore[arg-type]
