from __future__ import annotations

import pandas as pd
import pytest

from npsanalysis import nps, nps_by, simulate_responses
from npsanalysis.errors import NPSError, UnknownNameError


def test_the_same_seed_gives_the_same_survey() -> None:
    pd.testing.assert_frame_equal(simulate_responses(50, seed=3), simulate_responses(50, seed=3))
    assert not simulate_responses(50, seed=3).equals(simulate_responses(50, seed=4))


@pytest.mark.parametrize("planted", [-80, -10, 0, 37, 90])
def test_the_planted_nps_is_found(planted: float) -> None:
    estimate = nps(simulate_responses(20_000, nps=planted, seed=5)["score"], level=0.999)
    assert estimate.low < planted < estimate.high


def test_group_effects_are_found() -> None:
    survey = simulate_responses(20_000, nps=10, groups={"site": {"A": 30, "B": -20}}, seed=6)
    found = nps_by(survey, "site", level=0.999).set_index("site")
    assert found.loc["A", "low"] < 40 < found.loc["A", "high"]
    assert found.loc["B", "low"] < -10 < found.loc["B", "high"]


def test_the_event_and_the_trend_are_found() -> None:
    survey = simulate_responses(40_000, nps=20, event=("2025-07-01", -40), days=365, start="2025-01-01", seed=7)
    late = survey["date"] >= "2025-07-01"
    drop = nps(survey["score"][late]).nps - nps(survey["score"][~late]).nps
    assert drop == pytest.approx(-40, abs=3)
    rising = simulate_responses(40_000, nps=0, trend=40, seed=8)
    half = len(rising) // 2
    # The halves of a linear trend of 40 points differ by half of it.
    assert nps(rising["score"][half:]).nps - nps(rising["score"][:half]).nps == pytest.approx(20, abs=3)


def test_drivers_correlate_as_planted_and_the_null_does_not() -> None:
    survey = simulate_responses(20_000, drivers={"speed": 0.6, "colour": 0.0}, seed=9)
    correlation = survey[["score", "speed", "colour"]].corr(method="spearman")["score"]
    assert correlation["speed"] > 0.45
    assert abs(correlation["colour"]) < 0.03
    assert set(survey["speed"]) == {1.0, 2.0, 3.0, 4.0, 5.0}


def test_accounts_have_several_respondents_and_one_revenue() -> None:
    survey = simulate_responses(400, accounts=50, sector="industry", lang="fr", seed=1)
    assert survey["account_id"].nunique() <= 50
    assert len(survey[["account_id", "revenue"]].drop_duplicates()) == survey["account_id"].nunique()


@pytest.mark.parametrize("sector", ["bank", "hotel", "industry", "software"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_response_has_a_comment_in_each_sector_and_language(sector: str, lang: str) -> None:
    survey = simulate_responses(200, sector=sector, lang=lang, event=("2025-03-01", -20))
    assert survey["comment"].str.len().min() > 1
    assert survey["comment"].nunique() > 60


def test_comment_rate() -> None:
    assert simulate_responses(2000, comment_rate=0.3)["comment"].notna().mean() == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n": 0}, NPSError, "at least one response, got n=0"),
        ({"n": 9, "drivers": {"a": 0.8, "b": 0.7}}, NPSError, r"sum to less than 1, got 1\.13"),
        ({"n": 9, "sector": "hotels"}, UnknownNameError, "there is no sector 'hotels'; did you mean 'hotel'"),
        ({"n": 9, "lang": "es"}, UnknownNameError, "there is no language 'es'"),
    ],
)
def test_wrong_arguments(arguments: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        simulate_responses(**arguments)  # type: ignore[arg-type]
