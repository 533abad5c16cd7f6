from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from npsanalysis import alt_text, count_scores, nps_by, plot_distribution, plot_estimates, plot_statements
from npsanalysis.errors import NPSError
from npsanalysis.figures.style import CATEGORY_COLOURS, LABEL_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

mpl.use("agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def responses() -> pd.DataFrame:
    return pd.DataFrame({"score": [10, 9, 8, 2] * 10, "site": ["a_$b^$", "a_$b^$", "c", "c"] * 10})


@pytest.fixture
def labels() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ["pro", "con", "suggestion", "none"],
            "responses": [60, 30, 15, 5],
            "share": [60.0, 30.0, 15.0, 5.0],
            "low": [50.2, 21.9, 9.3, 2.2],
            "high": [69.1, 39.6, 23.3, 11.2],
        }
    )


def test_distribution_bars_are_shares_in_the_colour_of_their_category(responses: pd.DataFrame) -> None:
    ax = plot_distribution(count_scores(responses))
    bars = {round(bar.get_x() + bar.get_width() / 2): bar for bar in ax.containers[0]}
    assert {score: bar.get_height() for score, bar in bars.items()} == {2: 25.0, 8: 25.0, 9: 25.0, 10: 25.0}
    assert to_hex(bars[2].get_facecolor()).upper() == CATEGORY_COLOURS["detractor"]
    assert to_hex(bars[8].get_facecolor()).upper() == CATEGORY_COLOURS["passive"]
    assert to_hex(bars[10].get_facecolor()).upper() == CATEGORY_COLOURS["promoter"]


def test_distribution_in_french(responses: pd.DataFrame) -> None:
    ax = plot_distribution(count_scores(responses), lang="fr")
    assert ax.get_title(loc="left") == "Répartition des réponses (n = 40)"
    assert ax.get_xlabel() == "Intention de recommandation, de 0 à 10"
    legend = ax.get_legend()
    assert legend is not None
    assert next(text.get_text() for text in legend.get_texts()) == "détracteurs (0 à 6)"
    assert "n = 40" in alt_text(ax)


def test_decimal_scores_stand_where_they_are() -> None:
    ax = plot_distribution(count_scores(pd.DataFrame({"score": [6.5, 9.5]})))
    assert [bar.get_x() + bar.get_width() / 2 for bar in ax.containers[0]] == pytest.approx([6.5, 9.5])


def test_estimates_are_points_with_intervals_from_top_to_bottom(responses: pd.DataFrame) -> None:
    estimates = nps_by(responses, "site")
    ax = plot_estimates(estimates)
    drawn = ax.lines[1].get_xydata()
    np.testing.assert_allclose(drawn, [[100.0, 1.0], [-50.0, 0.0]])
    segments = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
    np.testing.assert_allclose(segments, estimates[["low", "high"]].to_numpy())
    ax.figure.canvas.draw()  # a name such as a_$b^$ must not be read as mathematics


def test_a_suppressed_row_is_said(responses: pd.DataFrame) -> None:
    estimates = nps_by(responses, "site")
    estimates.loc[0, ["nps", "low", "high"]] = np.nan
    ax = plot_estimates(estimates, lang="fr")
    assert "non présenté" in [text.get_text() for text in ax.texts]


def test_statements_bars_end_in_number_and_share(labels: pd.DataFrame) -> None:
    ax = plot_statements(labels, lang="fr")
    bars = ax.patches
    assert [bar.get_width() for bar in bars] == [60.0, 30.0, 15.0]
    assert [to_hex(bar.get_facecolor()).upper() for bar in bars] == [
        LABEL_COLOURS[label] for label in ("pro", "con", "suggestion")
    ]
    assert [text.get_text() for text in ax.texts] == ["60\u202f% (60)", "30\u202f% (30)", "15\u202f% (15)"]
    assert alt_text(ax).startswith("Part des répondants")


def test_given_axes_are_drawn_on(labels: pd.DataFrame) -> None:
    _, mine = plt.subplots()
    assert plot_statements(labels, ax=mine) is mine


def test_a_wrong_ax_is_said(labels: pd.DataFrame) -> None:
    with pytest.raises(NPSError, match="ax must be a matplotlib Axes, got str"):
        plot_statements(labels, ax="here")  # type: ignore[arg-type]


def test_figures_leave_the_frame_as_it_was(labels: pd.DataFrame) -> None:
    before = labels.copy()
    plot_statements(labels)
    pd.testing.assert_frame_equal(labels, before)
