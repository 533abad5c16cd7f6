"""Figures of drivers: bars, intervals, labels in both languages, alt text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from drivers_data import RATINGS, noise, survey
from matplotlib.colors import to_hex

from npsanalysis import (
    alt_text,
    importance_performance,
    penalty_reward,
    plot_drivers,
    plot_importance_performance,
    plot_penalty_reward,
    rank_drivers,
)
from npsanalysis.figures.style import CATEGORY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

mpl.use("agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def ranking() -> pd.DataFrame:
    return rank_drivers(survey(), RATINGS, bootstrap=100)


def test_drivers_are_bars_with_intervals_blue_where_clear(ranking: pd.DataFrame) -> None:
    ax = plot_drivers(ranking)
    bars = list(ax.containers[0])
    assert [bar.get_width() for bar in bars] == pytest.approx(ranking["importance"].tolist())
    colours = [to_hex(bar.get_facecolor()).upper() for bar in bars]
    assert colours == [CATEGORY_COLOURS["promoter" if clear else "passive"] for clear in ranking["clear"]]
    segments = ax.collections[0].get_segments()
    assert [segment[0][0] for segment in segments] == pytest.approx(ranking["low"].tolist())
    assert [segment[1][0] for segment in segments] == pytest.approx(ranking["high"].tolist())
    assert ax.get_title(loc="left") == "What moves with the score (R² = 62%, n = 912)"
    assert [label.get_text() for label in ax.get_yticklabels()] == ranking["driver"].tolist()


def test_drivers_in_french(ranking: pd.DataFrame) -> None:
    ax = plot_drivers(ranking, lang="fr")
    assert ax.get_title(loc="left") == "Ce qui va avec la note (R² = 62\u202f%, n = 912)"
    assert "quality : 35\u202f% (" in alt_text(ax)
    assert "rang 1" in alt_text(ax)


def test_drivers_without_bootstrap_and_with_odd_names() -> None:
    frame = survey().rename(columns={"price": "a_$b^$"})
    ax = plot_drivers(rank_drivers(frame, ["quality", "a_$b^$"], bootstrap=0))
    ax.figure.canvas.draw()
    assert alt_text(ax).endswith("a_$b^$: 36%, rank 2.")


def test_where_nothing_drives_there_are_no_bars() -> None:
    ax = plot_drivers(rank_drivers(noise(1), ["d0", "d1"], bootstrap=0))
    assert np.isnan([bar.get_width() for bar in ax.containers[0]]).all()
    assert [text.get_text() for text in ax.texts] == ["no ranking", "no ranking"]


def test_drivers_of_different_bases_name_theirs() -> None:
    frame = survey()
    frame["ease"] = frame["ease"].astype(object).where(frame.index % 2 == 0, "n/a")
    ax = plot_drivers(rank_drivers(frame, RATINGS, bootstrap=0))
    assert "ease (R² = 66%, n = 456)" in [label.get_text() for label in ax.get_yticklabels()]
    assert ax.get_title(loc="left") == "What moves with the score"


def test_penalties_and_rewards_are_bars_from_zero() -> None:
    contrasts = penalty_reward(survey(), RATINGS)
    ax = plot_penalty_reward(contrasts, lang="fr")
    for container, side in zip(ax.containers, ("penalty", "reward"), strict=True):
        assert [bar.get_width() for bar in container] == pytest.approx(contrasts[side].tolist())
    assert "basique · élément basique" in [text.get_text() for text in ax.texts]
    assert "ease : basse -0,7, haute -0,1, basique · élément basique" in alt_text(ax)


def test_quadrants_are_named_and_their_thresholds_drawn(ranking: pd.DataFrame) -> None:
    quadrants = importance_performance(survey(), ranking, performance_at=60)
    ax = plot_importance_performance(quadrants)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [float(dot.get_ydata()[0]) for dot in dots] == pytest.approx(quadrants["importance"].tolist())  # type: ignore[index]
    filled = [dot.get_markerfacecolor() != "white" for dot in dots]
    assert filled == quadrants["sure"].tolist()
    assert {"Concentrate here", "Keep up the good work", "Low priority", "Possible overkill"} <= {
        text.get_text() for text in ax.texts
    }
    assert "quality: importance 35%, performance 71%, Keep up the good work" in alt_text(ax)
    french = plot_importance_performance(quadrants, ax=plt.subplots()[1], lang="fr")
    assert french.get_ylabel() == "Importance, en pour cent"
