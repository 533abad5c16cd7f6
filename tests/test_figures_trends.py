"""Figures of trends and benchmarks: their artists, labels and alt texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from trends_data import make_days

from npsanalysis import (
    NPSError,
    alt_text,
    compare_to_benchmarks,
    competitive_nps,
    control_chart,
    nps_from_counts,
    nps_over_time,
    plot_benchmarks,
    plot_brands,
    plot_trend,
    track_target,
)
from npsanalysis.figures.style import CATEGORY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

mpl.use("agg")

DAYS = make_days([(20, 30, 50), (20, 30, 50), (0, 0, 0), *[(20, 30, 50)] * 8, (70, 20, 10)])
SERIES = nps_over_time(DAYS, "D")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_a_line_and_a_band_interrupted_where_nobody_answered() -> None:
    ax = plot_trend(SERIES)
    values = np.asarray(ax.lines[1].get_ydata(), dtype=float)
    assert values[0] == pytest.approx(30)
    assert np.isnan(values[2])
    assert len(ax.collections) == 1
    assert alt_text(ax) == (
        "NPS over 11 periods, from +30.0 (March 2, 2026) to -60.0 (March 13, 2026), between -60.0 to +30.0."
    )


def test_limits_alarms_events_and_a_plan() -> None:
    chart = control_chart(SERIES)
    plan = track_target(SERIES, 60, "2026-03-31")
    ax = plot_trend(SERIES, chart=chart, events={"release_$x^$": "2026-03-13"}, plan=plan)
    legend = ax.get_legend()
    assert legend is not None
    labels = [text.get_text() for text in legend.get_texts()]
    assert labels == ["limits", "beyond the limits", "plan"]
    assert "release_$x^$" in [text.get_text() for text in ax.texts]
    assert "1 period is beyond the limits: March 13, 2026." in alt_text(ax)
    assert "release_$x^$: March 13, 2026." in alt_text(ax)
    ax.figure.canvas.draw()


def test_a_smoothed_chart_brings_its_own_line() -> None:
    chart = control_chart(SERIES, "ewma")
    ax = plot_trend(SERIES, chart=chart, lang="fr")
    lines = {line.get_label(): line for line in ax.lines}
    assert np.asarray(lines["réponses récentes réunies"].get_ydata()) == pytest.approx(chart["value"].to_numpy())


def test_a_quiet_chart_says_so() -> None:
    series = nps_over_time(make_days([(20, 30, 50)] * 10), "D")
    assert alt_text(plot_trend(series, chart=control_chart(series))).endswith("No period is beyond the limits.")


def test_groups_are_lines_with_their_names() -> None:
    days = pd.concat([DAYS.assign(site="Lyon"), DAYS.assign(site="Brest_$x$")])
    ax = plot_trend(nps_over_time(days, "W", by="site"), lang="fr")
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["Brest_$x$", "Lyon"]
    assert ax.get_title(loc="left") == "Le NPS au fil du temps"
    assert "Brest_$x$\u00a0: 2 périodes" in alt_text(ax)
    ax.figure.canvas.draw()
    assert any("mars 2026" in tick.get_text() for tick in ax.get_xticklabels())


@pytest.mark.parametrize(
    ("rule", "measure", "message"),
    [
        ("cusum", "nps", "got the rule 'cusum' of 'nps'"),
        ("limits", "detractors", "got the rule 'limits' of 'detractors'"),
    ],
)
def test_charts_on_another_scale_are_refused(rule: str, measure: str, message: str) -> None:
    with pytest.raises(NPSError, match=message):
        plot_trend(SERIES, chart=control_chart(SERIES, rule, measure=measure))


def test_what_is_for_one_series_is_refused_for_several() -> None:
    several = nps_over_time(DAYS.assign(site="Lyon"), "D", by="site")
    with pytest.raises(NPSError, match="drawn for one series"):
        plot_trend(several, chart=control_chart(SERIES))
    many = pd.concat([DAYS.assign(site=str(number)) for number in range(9)])
    with pytest.raises(NPSError, match=r"at most 6 series .* got 9"):
        plot_trend(nps_over_time(many, "D", by="site"))


def test_gaps_to_benchmarks_are_drawn_from_the_highest_down() -> None:
    gaps = compare_to_benchmarks(
        nps_from_counts(60, 100, 140), "banking", country="FR", year=2017, collected="panel", lang="fr"
    )
    ax = plot_benchmarks(gaps, lang="fr")
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names[-1] == "ING Direct, 2017 (+45,0)"
    assert np.asarray(ax.lines[1].get_xdata())[-1] == pytest.approx(gaps["difference"].min())
    assert "mesuré autrement (0 sur 5)" in ax.get_xlabel()
    assert alt_text(ax).startswith("Écart à chaque référence avec son intervalle. ING Direct, 2017 (+45,0)\u00a0: ")


@pytest.mark.filterwarnings("ignore::npsanalysis.ComparabilityWarning")
def test_what_was_measured_otherwise_is_hollow() -> None:
    ax = plot_benchmarks(compare_to_benchmarks(nps_from_counts(60, 100, 140), "all sectors", country="many"))
    ax = plot_benchmarks(compare_to_benchmarks(nps_from_counts(60, 100, 140), "airlines"), ax=ax)
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "white" and len(line.get_xdata())]
    assert [line.get_color() for line in hollow] == [CATEGORY_COLOURS["passive"]]


def test_a_benchmark_without_a_year_has_none_in_its_name() -> None:
    gaps = compare_to_benchmarks(nps_from_counts(60, 100, 140), "all sectors", country="many")
    names = [tick.get_text() for tick in plot_benchmarks(gaps).get_yticklabels()]
    assert names == ["SurveyMonkey customers, average (+32.0)", "SurveyMonkey customers, top quartile (+72.0)"]


def test_brands_are_drawn_by_reading() -> None:
    ratings = pd.DataFrame(
        {
            "respondent_id": [*range(40), *range(40)],
            "bank_$": ["A_$x$"] * 40 + ["B"] * 40,
            "score": [10, 9, 8, 6] * 10 + [9, 8, 6, 3] * 10,
            "main": ([True] * 20 + [False] * 20) + ([False] * 20 + [True] * 20),
        }
    )
    ax = plot_brands(competitive_nps(ratings, "bank_$", main="main"), lang="fr")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["B", "A_$x$"]
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "toutes les marques utilisées",
        "marque principale seule",
    ]
    assert "A_$x$, marque principale seule\u00a0: +25,0" in alt_text(ax)
    ax.figure.canvas.draw()
