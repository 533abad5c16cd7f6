"""Benchmarks: sources, gaps with the right error, peers, and what is refused or warned about."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from trends_data import make_days

from npsanalysis import (
    ComparabilityWarning,
    NPSError,
    UnknownColumnError,
    UnknownNameError,
    compare_to_benchmarks,
    interpret,
    load_bands,
    load_benchmarks,
    measure_trend,
    nps_from_counts,
    nps_over_time,
)
from npsanalysis.benchmarks.interpretation import READINGS
from npsanalysis.benchmarks.sources import COLLECTED

if TYPE_CHECKING:
    from collections.abc import Callable

BANK = nps_from_counts(60, 100, 140)
"""An NPS of +26.7 from 300 answers."""


def test_every_benchmark_has_a_source_and_adds_up() -> None:
    benchmarks = load_benchmarks()
    needed = ["entity", "nps", "question", "sector", "country", "population", "method", "source", "unit"]
    assert benchmarks[needed].notna().all(axis=None)
    assert benchmarks["nps"].between(-100, 100).all()
    assert set(benchmarks["method"]) == set(COLLECTED)
    assert set(benchmarks["unit"]) == {"firm", "average", "group", "quantile"}
    shares = benchmarks.dropna(subset=["promoters", "detractors"])
    assert (shares["promoters"] - shares["detractors"] - shares["nps"]).abs().max() <= 1  # rounded shares
    assert not benchmarks.duplicated(["entity", "sector", "country", "year"]).any()


def test_the_base_of_a_survey_is_not_that_of_a_figure() -> None:
    benchmarks = load_benchmarks()
    known = benchmarks.dropna(subset=["n_value"])
    assert (known["n_value"] <= known["n_survey"]).all()
    assert benchmarks["n_value"].notna().sum() < 5


def test_a_known_benchmark_brings_its_own_error() -> None:
    # 50 % and 24 % of 500: 26 ± 1.96 · 100 · sqrt((.5 + .24 - .26²) / 500) = 7.19 .
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (gap,) = compare_to_benchmarks(BANK, "banking (B2B)", collected="panel").itertuples()
    below = np.sqrt((gap.difference - gap.low) ** 2 - (BANK.nps - BANK.low) ** 2)
    above = np.sqrt((gap.high - gap.difference) ** 2 - (BANK.high - BANK.nps) ** 2)
    assert [below, above] == pytest.approx([7.19, 7.19], abs=0.01)
    assert gap.difference == pytest.approx(BANK.nps - 26)
    assert gap.error == "both"
    assert gap.caveat == ""


def test_an_unknown_error_is_said() -> None:
    (gap,) = compare_to_benchmarks(BANK, "banking", country="RU", year=2016, collected="panel").head(1).itertuples()
    assert gap.error == "ours"
    assert "sampling error is not known" in gap.caveat
    assert [gap.low, gap.high] == pytest.approx([BANK.low - 44, BANK.high - 44])


def test_what_was_measured_otherwise_is_warned_about() -> None:
    with pytest.warns(ComparabilityWarning, match="not measured on 'own customers'"):
        gaps = compare_to_benchmarks(BANK, "banking", country="fr", lang="fr")
    assert not gaps["comparable"].any()
    assert gaps["caveat"].str.contains("Mesuré autrement").all()


def test_percentiles_are_among_firms_of_one_study() -> None:
    # Russian cars 2014: 5, 8, then 56, 57, 57, 60, 60, 61, 62, 68, 70. Of these 11, five score less than
    # 58: 5, 8, 56, 57, 57.
    estimate = nps_from_counts(100, 220, 680)
    gaps = compare_to_benchmarks(estimate, "cars", country="RU", collected="single study")
    assert estimate.nps == pytest.approx(58)
    assert gaps["peers"].unique().tolist() == [11]
    assert gaps["percentile"].unique() == pytest.approx([100 * 5 / 11])
    assert (gaps["percentile_low"] <= gaps["percentile"]).all()


def test_few_peers_make_no_percentile() -> None:
    gaps = compare_to_benchmarks(BANK, "airlines", country="DE", year=2023)
    assert gaps["peers"].tolist() == [2, 2]
    assert gaps["percentile"].isna().all()


def test_satisfaction_is_no_nps() -> None:
    with pytest.raises(NPSError, match=r"answers another question .* which is no NPS"):
        compare_to_benchmarks(BANK, "web services (B2B)")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: compare_to_benchmarks(BANK, "bankng"), "there is no sector 'bankng'; did you mean 'banking'"),
        (lambda: compare_to_benchmarks(BANK, "cars", country="PL"), "no country with benchmarks of 'cars' 'PL'"),
        (lambda: compare_to_benchmarks(BANK, "cars", year=1999), "no year with benchmarks of 'cars' '1999'"),
        (lambda: compare_to_benchmarks(BANK, "cars", collected="web"), "there is no way of measuring 'web'"),
        (lambda: compare_to_benchmarks(BANK, "cars", lang="de"), "no output language 'de'"),
        (lambda: interpret(BANK, "de"), "no output language 'de'"),
    ],
)
def test_unknown_names_are_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        call()


def test_the_bands_are_all_there_and_translated() -> None:
    bands = load_bands()
    assert len(bands) == 12
    assert set(bands["reading"]) == set(READINGS)
    assert (bands["low"] <= bands["high"]).all()


def texts(nps: int, lang: str = "en") -> pd.Series:
    """Say what a score of 100,000 answers means by the bands."""
    found = interpret(nps_from_counts(50_000 - 500 * nps, 0, 50_000 + 500 * nps), lang)
    return found[found["topic"] == "band"].set_index("author")["text"]


def test_a_shared_border_belongs_to_the_upper_band() -> None:
    assert "among the best liked" in texts(50)["M. Gowen, Delighted"]


def test_a_band_of_one_number_holds_it() -> None:
    assert "strong potential" in texts(45)["a French guide, after Reichheld"]


def test_the_end_of_the_scale_is_in_a_band() -> None:
    assert "the best in the world" in texts(100)["M. Gowen, Delighted"]


def test_a_gap_is_said() -> None:
    between = interpret(nps_from_counts(3475, 0, 6525)).set_index("author")["text"]["M. Gowen, Delighted"]
    assert "+30.5 lies in no band" in between
    assert "+1 … +30" in between


def test_an_interval_that_touches_several_bands_is_said() -> None:
    wide = interpret(nps_from_counts(10, 10, 20)).set_index("author")["text"]["M. Gowen, Delighted"]
    assert "touches 3 bands" in wide


@pytest.mark.parametrize(
    ("counts", "answer"), [((20, 30, 50), "Yes: +30.0"), ((50, 30, 20), "No: -30.0"), ((10, 10, 10), "Cannot be said")]
)
def test_above_zero(counts: tuple[int, int, int], answer: str) -> None:
    assert answer in interpret(nps_from_counts(*counts))["text"].iloc[1]


@pytest.mark.parametrize(
    ("step", "answer"), [(5, "Rising? Yes: +"), (-5, "Rising? No, falling: -"), (0, "Rising? Cannot be said: ")]
)
def test_rising(step: int, answer: str) -> None:
    days = make_days([(50 - step * t + t % 2, 50 - t % 2, 100 + step * t) for t in range(8)])
    trend = measure_trend(nps_over_time(days, "D"))
    assert interpret(BANK, trend=trend)["text"].iloc[2].startswith(answer)


def test_the_trend_of_several_series_is_refused() -> None:
    trend = measure_trend(nps_over_time(make_days([(5, 5, 10)] * 8), "D"))
    with pytest.raises(NPSError, match="must be that of one series, got 2"):
        interpret(BANK, trend=pd.concat([trend, trend]))


def test_above_the_competitors() -> None:
    alike = compare_to_benchmarks(BANK, "banking", country="FR", year=2017, collected="panel")
    # +26.7 (17.9 to 35.1) against -3, 45, 42, 16 and -10: above three of them, below two.
    assert "Above 3 of 5 benchmarks measured alike, below 2" in interpret(BANK, comparison=alike)["text"].iloc[0]
    with pytest.warns(ComparabilityWarning):
        unlike = compare_to_benchmarks(BANK, "banking", country="FR", year=2017)
    assert "all 5 benchmarks were measured in another way" in interpret(BANK, comparison=unlike)["text"].iloc[0]


def test_french_says_the_same() -> None:
    assert "Au-dessus de zéro\u202f? Oui\u00a0: +26,7" in interpret(BANK, "fr")["text"].iloc[1]
    assert "un guide de marketing\u00a0: +26,7" in interpret(BANK, "fr")["text"].iloc[-1]
    assert "presque hors d’atteinte" in texts(90, "fr")["M. Gowen, Delighted"]


def test_other_frames_are_refused() -> None:
    with pytest.raises(UnknownColumnError, match="no column 'low'"):
        interpret(BANK, comparison=pd.DataFrame({"nps": [1]}))
    with pytest.raises(UnknownColumnError, match="no column 'method'"):
        interpret(BANK, trend=pd.DataFrame({"nps": [1]}))
