"""Known events: the reference's coefficients and errors, planted effects, placebos, a changing mix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t
from trends_data import draw_days, golden, industry, make_days, reference_days

from npsanalysis import NPSError, UnknownColumnError, measure_event, nps_over_time
from npsanalysis.trends.events import fit_segments

USUAL, HURT = (0.15, 0.25, 0.60), (0.35, 0.25, 0.40)
"""An NPS of +45, and one 40 points under it."""


@pytest.fixture(scope="module")
def release() -> pd.DataFrame:
    """A year of about 14 answers a day; from day 200 on the score is 40 points lower."""
    return draw_days(np.array([USUAL] * 200 + [HURT] * 165), 14, seed=1, start="2025-01-01")


def test_coefficients_and_errors_equal_the_reference() -> None:
    case = golden("its_segmented")
    daily = nps_over_time(reference_days(), "D")
    observed = daily[daily["n"] > 0]
    day = (observed["start"] - pd.Timestamp("2023-12-31")).dt.days.to_numpy(dtype=float)
    fit = fit_segments(day, observed["nps"].to_numpy() / 100, observed["n"].to_numpy(dtype=float), 84)
    assert fit.line == pytest.approx(list(case["coef"].values()), rel=1e-6)
    for covariance, name in ((fit.robust, "se_newey_west_lag7"), (fit.plain, "se_wls")):
        assert np.sqrt(np.diag(covariance)) == pytest.approx(list(case[name].values()), rel=1e-6)
    # The reference's p-values take Student's t on n - 4; `measure_event` is more careful, see its docstring.
    p_values = 2 * t.sf(np.abs(fit.line) / np.sqrt(np.diag(fit.robust)), len(day) - 4)
    assert p_values == pytest.approx(list(case["p_newey_west"].values()), rel=1e-5)


def test_the_reference_release_in_points() -> None:
    found = measure_event(reference_days(), "2024-03-25", days=140, placebos=[]).set_index("effect")
    case = golden("its_segmented")
    assert found.loc["level", "difference"] == pytest.approx(100 * case["coef"]["post"], rel=1e-6)
    assert found.loc["level", "low"] > 0
    assert found.loc["slope", "difference"] == pytest.approx(3000 * case["coef"]["tp"], rel=1e-6)
    assert found.loc["slope", "low"] < 0 < found.loc["slope", "high"]


def test_a_planted_effect_is_found_and_placebos_are_not(release: pd.DataFrame) -> None:
    found = measure_event(release, "2025-07-20").set_index("effect")
    level = found.loc["level"]
    assert level["low"] < -40 < level["high"] < 0
    assert len(found.loc["placebo"]) == 4
    assert (found.loc["placebo", "p_adjusted"] > 0.05).all()
    assert (found.loc["placebo", "when"] < pd.Timestamp("2025-07-20")).all()


def test_the_release_of_the_industrial_sample() -> None:
    found = measure_event(industry(), "2025-09-16", mix=["Région", "Gamme"]).set_index("effect")
    for effect in ("level", "level, same mix"):
        assert found.loc[effect, "low"] < -40 < found.loc[effect, "high"] < 0
    placebos = found.loc["placebo"]
    assert len(placebos) == 4
    assert ((placebos["low"] < 0) & (placebos["high"] > 0)).all()


def test_a_placebo_of_ones_own(release: pd.DataFrame) -> None:
    found = measure_event(release, "2025-07-20", placebos=["2025-04-01"]).set_index("effect")
    assert found.loc["placebo", "low"] < 0 < found.loc["placebo", "high"]
    assert found.loc["placebo", "p_adjusted"] == found.loc["placebo", "p_value"]


def test_a_change_of_mix_is_no_effect_within_groups() -> None:
    # Shops +60 and online -20 never change; online goes from a fifth of the answers to four fifths at the event.
    parts = []
    for group, share, before, after in (("shop", (0.1, 0.2, 0.7), 40, 10), ("online", (0.5, 0.2, 0.3), 10, 40)):
        first = draw_days(np.array([share] * 60), before, seed=2, start="2025-01-01")
        later = draw_days(np.array([share] * 60), after, seed=3, start="2025-03-02")
        parts += [first.assign(channel=group), later.assign(channel=group)]
    found = measure_event(pd.concat(parts), "2025-03-02", mix="channel", placebos=[]).set_index("effect")
    assert found.loc["level", "high"] < -20
    same = found.loc["level, same mix"]
    assert same["low"] < 0 < same["high"]


def test_one_group_only_is_no_correction(release: pd.DataFrame) -> None:
    found = measure_event(release.assign(site="a"), "2025-07-20", mix="site", placebos=[]).set_index("effect")
    assert found.loc["level, same mix", "difference"] == pytest.approx(found.loc["level", "difference"])
    assert found.loc["level, same mix", "low"] == pytest.approx(found.loc["level", "low"])


def test_swapping_promoters_and_detractors_negates_the_effect(release: pd.DataFrame) -> None:
    turned = release.assign(score=release["score"].map({3.0: 10.0, 7.0: 7.0, 10.0: 3.0}))
    found, mirror = (measure_event(each, "2025-07-20", placebos=[]) for each in (release, turned))
    assert mirror["difference"].to_numpy() == pytest.approx(-found["difference"].to_numpy())
    assert mirror["low"].to_numpy() == pytest.approx(-found["high"].to_numpy())


def test_the_scale_of_weights_does_not_matter(release: pd.DataFrame) -> None:
    weighted = release.assign(weight=1 + release.index % 3)
    found, scaled = (
        measure_event(release.assign(weight=weighted["weight"] * k), "2025-07-20", placebos=[]) for k in (1, 1000)
    )
    pd.testing.assert_frame_equal(found, scaled)


def test_a_perfect_step_has_a_finite_answer() -> None:
    days = make_days([(0, 0, 10)] * 20 + [(10, 0, 0)] * 20)
    level = measure_event(days, "2026-03-22", placebos=[]).iloc[0]
    assert level[["difference", "low", "high"]].tolist() == pytest.approx([-200, -200, -200])


def test_short_histories_have_no_placebos() -> None:
    days = make_days([(5, 5, 10)] * 30)
    assert measure_event(days, "2026-03-15")["effect"].tolist() == ["level", "slope"]


@pytest.mark.parametrize(
    ("responses", "arguments", "error", "message"),
    [
        (
            reference_days(),
            {"when": "2031-01-01"},
            NPSError,
            r"\(2031-01-01\) lies outside the answers, which run from",
        ),
        (reference_days(), {"when": "2024-01-01"}, NPSError, "an effect needs answers on both sides"),
        (reference_days(), {"when": "2024-01-04"}, NPSError, "at least 7 days .* got 3 before it"),
        (reference_days(), {"when": "2024-05-16"}, NPSError, "got 4 after it"),
        (make_days([(5, 5, 5)]), {"when": "2026-03-02"}, NPSError, "lies outside the answers"),
        (reference_days(), {"when": "mardi dernier"}, NPSError, "the event must be a date such as"),
        (reference_days(), {"when": 20240325}, NPSError, "the event must be a date such as"),
        (reference_days(), {"when": None}, NPSError, "the event must be a date such as"),
        (reference_days(), {"when": pd.Timestamp("2024-03-25", tz="UTC")}, NPSError, "without a time zone"),
        (reference_days(), {"when": "2024-03-25", "placebos": ["2024-04-01"]}, NPSError, "the placebo .* must lie"),
        (reference_days(), {"when": "2024-03-25", "mix": "site"}, UnknownColumnError, "no column 'site'"),
        (reference_days(), {"when": "2024-03-25", "level": 95}, NPSError, "confidence level must lie between 0 and 1"),
    ],
)
def test_what_is_refused(
    responses: pd.DataFrame, arguments: dict[str, Any], error: type[NPSError], message: str
) -> None:
    with pytest.raises(error, match=message):
        measure_event(responses, **arguments)
