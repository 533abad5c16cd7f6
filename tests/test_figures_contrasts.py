from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from golden import scores_of

from npsanalysis import (
    alt_text,
    compare_groups,
    decompose_change,
    nps_by,
    plot_change,
    plot_differences,
    plot_ranking,
    shrink,
)
from npsanalysis.figures.contrasts import DOWN, UNSURE, UP

mpl.use("agg")

DATA = pd.DataFrame(
    {
        "score": [*scores_of(5, 15, 60), *scores_of(40, 20, 20), *scores_of(16, 24, 40)],
        "site": ["a_$b^$"] * 80 + ["Nice"] * 80 + ["Pau"] * 80,
    }
)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_differences_are_coloured_where_sure(lang: str) -> None:
    contrasts = compare_groups(DATA, "site")
    ax = plot_differences(contrasts, lang=lang)
    colours = [mpl.colors.to_hex(colour).upper() for colour in ax.collections[-1].get_facecolors()]
    rows = contrasts.set_index("site")["p_adjusted"] < 0.05
    assert colours == [DOWN if rows["Nice"] else UNSURE, UNSURE if not rows["Pau"] else UP, UP]
    assert len(ax.get_yticklabels()) == 3
    assert "a_$b^$" in alt_text(ax)
    ax.figure.canvas.draw()
    assert ("contre" in ax.get_yticklabels()[0].get_text()) == (lang == "fr")


@pytest.mark.filterwarnings("ignore::npsanalysis.errors.SmallGroupWarning")
def test_a_missing_difference_is_said() -> None:
    data = pd.DataFrame({"score": [9] * 12 + [3] * 12 + [8] * 12, "site": ["a"] * 24 + ["b"] * 12})
    data["wave"] = [1] * 12 + [2] * 12 + [1] * 12
    ax = plot_differences(compare_groups(data, ["site", "wave"], against="previous"))
    ax.figure.canvas.draw()
    assert len(ax.get_yticklabels()) == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_ranking_shows_ranks_from_the_highest_down(lang: str) -> None:
    shrunken = shrink(nps_by(DATA, "site"))
    ax = plot_ranking(shrunken, lang=lang)
    x, y = ax.lines[0].get_data()
    assert np.all(np.diff(np.asarray(x)[np.argsort(y)]) > 0)
    assert "1" in ax.get_yticklabels()[0].get_text()
    assert ("rang 1" in ax.get_yticklabels()[0].get_text()) == (lang == "fr")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_steps_of_a_change_lead_to_the_end(lang: str) -> None:
    parts = decompose_change(DATA.iloc[40:], DATA.iloc[:200], "site")
    ax = plot_change(parts, lang=lang)
    bars = [patch for patch in ax.patches if patch.get_height()]
    steps = bars[:4]
    end = steps[-1].get_x() + steps[-1].get_width()
    assert end == pytest.approx(bars[-1].get_width())
    assert ax.get_yticklabels()[0].get_text() == ("before" if lang == "en" else "avant")


def test_points_are_written_with_their_sign_in_the_language() -> None:
    frame = pd.DataFrame({"score": [10, 9, 8, 2] * 30, "site": ["a", "a", "b", "b"] * 30})
    ax = plot_differences(compare_groups(frame, "site"), lang="fr")
    ax.figure.canvas.draw()
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert "+100" in ticks
    assert "0" in ticks
    assert not any("." in tick or "−" in tick for tick in ticks)
