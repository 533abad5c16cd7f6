"""Rankings of drivers: the reference, known truths, noise, routing, doubts and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from drivers_data import RATINGS, cases, golden, noise, survey, table_of

from npsanalysis import (
    DriverError,
    NPSError,
    UnknownColumnError,
    UnknownNameError,
    dominance,
    driver_notes,
    rank_drivers,
    simulate_responses,
)
from npsanalysis.drivers import fits
from npsanalysis.drivers.ranking import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_CONCERNED = "non concerné"


def codes(result: pd.DataFrame) -> list[str]:
    return [note["note"] for note in result.attrs["notes"]]


def parts_of(ranking: pd.DataFrame) -> dict[str, float]:
    return dict(zip(ranking["driver"], ranking["r_squared"], strict=True))


RELAIMPO = [
    pytest.param(case, method, name, id=f"{case['id']}-{method}")
    for case in [*cases("kda_linear"), *cases("kda_linear_weighted")]
    for method, name in (("lmg", "lmg"), ("johnson", "genizi"), ("last", "last"), ("first", "first"))
    if name in case["expected"]
]


@pytest.mark.parametrize(("case", "method", "name"), RELAIMPO)
def test_rankings_equal_relaimpo(case: dict[str, Any], method: Any, name: str) -> None:  # noqa: ANN401 -- a literal
    expected, tolerance = case["expected"], case["tolerance"]
    weight = case["inputs"].get("weights", False)
    ranking = rank_drivers(table_of(case), case["inputs"]["drivers"], method=method, weight=weight, bootstrap=0)
    assert parts_of(ranking) == pytest.approx(expected[name], abs=tolerance["abs"], rel=tolerance["rel"])
    assert ranking["r_squared_total"].to_numpy() == pytest.approx(expected["r2"], abs=1e-6)
    if "vif" in expected:
        assert dict(zip(ranking["driver"], ranking["vif"], strict=True)) == pytest.approx(expected["vif"], rel=1e-7)
    if "coef" in expected and case["id"].endswith("synth"):
        slopes = dict(zip(ranking["driver"], ranking["effect_score"], strict=True))
        assert slopes == pytest.approx({driver: expected["coef"][driver] for driver in slopes}, abs=1e-9)


def test_swiss_to_eight_digits() -> None:
    # Printed by relaimpo 2.2-7, calc.relimp(swiss); Grömping 2006, JSS 17(1).
    case = next(case for case in cases("kda_linear") if case["id"] == "pub_swiss_lmg")
    ranking = rank_drivers(table_of(case), case["inputs"]["drivers"], bootstrap=0)
    assert {driver: round(part, 8) for driver, part in parts_of(ranking).items()} == {
        "Agriculture": 0.05709122,
        "Examination": 0.17117303,
        "Education": 0.26013468,
        "Catholic": 0.10557015,
        "Infant.Mortality": 0.11276592,
    }


def test_bootstrap_equals_the_reference() -> None:
    expected = golden("kda_boot_lmg")
    ranking = rank_drivers(survey(), RATINGS, bootstrap=2000, seed=1).set_index("driver")
    for column, name in (("importance", "lmg_share"), ("low", "low"), ("high", "high")):
        assert (ranking[column] / 100).to_dict() == pytest.approx(expected[name], abs=0.01), column
    assert (ranking["p_first"] / 100).to_dict() == pytest.approx(expected["p_rank_first"], abs=0.01)


def test_promoters_equal_the_reference() -> None:
    expected = golden("kda_logit_shapley_pro")
    ranking = rank_drivers(survey(), RATINGS, outcome="promoter", bootstrap=0)
    assert parts_of(ranking) == pytest.approx(expected["shapley"], abs=1e-6)
    assert ranking["r_squared_total"].iloc[0] == pytest.approx(expected["mcfadden_r2"], abs=1e-6)


def test_columns_and_shares() -> None:
    ranking = rank_drivers(survey(), RATINGS, bootstrap=200)
    assert tuple(ranking.columns) == COLUMNS
    assert ranking["importance"].sum() == pytest.approx(100)
    assert ranking["r_squared"].sum() == pytest.approx(ranking["r_squared_total"].iloc[0])
    assert ranking["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    assert (ranking["low"] <= ranking["importance"]).all()
    assert (ranking["importance"] <= ranking["high"]).all()
    assert (ranking["rank_low"] <= ranking["rank"]).all()
    assert (ranking["rank"] <= ranking["rank_high"]).all()
    assert ranking["p_first"].sum() == pytest.approx(100)
    assert (ranking["n"] == 912).all()


def test_effects_are_slopes_in_points_of_nps_and_of_score() -> None:
    # By hand: ratings 1…4, scores 4, 6, 8, 10 are 2 of score a step; −100, −100, 0, 100 are 70 of NPS a step:
    # Σ(x − 2.5) y / Σ(x − 2.5)² = (150 + 50 + 0 + 150) / 5.
    frame = pd.DataFrame({"score": [4, 6, 8, 10] * 5, "x": [1, 2, 3, 4.5] * 5}).assign(x=[1, 2, 3, 4] * 5)
    frame.loc[0, "score"] = 5  # a little off the line, or the driver is the score itself
    ranking = rank_drivers(frame, ["x"], bootstrap=0)
    assert ranking["effect_nps"].iloc[0] == pytest.approx(70)
    assert ranking["effect_score"].iloc[0] == pytest.approx(2 - 0.2 * 1.5 / 5)


def test_the_same_seed_gives_the_same_ranking() -> None:
    one, same, other = (rank_drivers(survey(), RATINGS, bootstrap=100, seed=seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(one, same)
    assert (one["low"] != other["low"]).all()


def test_without_bootstrap_there_are_no_intervals() -> None:
    ranking = rank_drivers(survey(), RATINGS, bootstrap=0)
    assert ranking[["low", "high", "rank_low", "rank_high", "p_first"]].isna().all().all()


def test_the_scale_of_weights_does_not_matter() -> None:
    frame = survey(weighted=True)
    once, scaled = (rank_drivers(frame.assign(weight=frame["weight"] * k), RATINGS, bootstrap=50) for k in (1, 1000))
    pd.testing.assert_frame_equal(once, scaled)
    assert once["r_squared_total"].iloc[0] == pytest.approx(0.618816920292028)
    assert rank_drivers(frame, RATINGS, weight=False, bootstrap=0)["r_squared_total"].iloc[0] > 0.62


@pytest.mark.parametrize("outcome", ["score", "promoter", "detractor"])
def test_planted_drivers_are_found_and_the_planted_null_is_not(outcome: Any) -> None:  # noqa: ANN401 -- a literal
    planted = {"room": 0.55, "welcome": 0.35, "breakfast": 0.25, "wifi": 0.0}
    found = rank_drivers(
        simulate_responses(1500, drivers=planted, seed=5), list(planted), outcome=outcome, bootstrap=200
    )
    assert found["driver"].tolist() == list(planted)
    assert found["clear"].tolist() == [True, True, True, False]
    assert found["p_first"].iloc[0] > 99


@pytest.mark.parametrize("seed", range(12))
def test_noise_yields_nothing_that_looks_like_a_ranking(seed: int) -> None:
    ranking = rank_drivers(noise(seed), [f"d{i}" for i in range(6)], bootstrap=100)
    assert not ranking["clear"].any()
    assert ranking[["importance", "low", "high", "rank", "rank_low", "rank_high", "p_first"]].isna().all().all()
    assert ranking["driver"].tolist() == [f"d{i}" for i in range(6)]  # as asked, not as if ranked
    assert "nothing" in codes(ranking)


@pytest.mark.parametrize("outcome", ["score", "promoter"])
def test_false_alarms_stay_within_the_level(outcome: Any) -> None:  # noqa: ANN401 -- a literal
    names = [f"d{i}" for i in range(4)]
    frames = [noise(seed, n=80, drivers=4) for seed in range(1000, 1200)]
    alarms = [rank_drivers(frame, names, outcome=outcome, bootstrap=0)["clear"].any() for frame in frames]
    assert np.mean(alarms) <= 0.06  # 5 % promised, 200 surveys


def test_a_twin_takes_importance_and_is_said() -> None:
    frame = simulate_responses(1500, drivers={"room": 0.5, "welcome": 0.4}, seed=2)
    rng = np.random.default_rng(0)
    frame["bed"] = np.where(rng.random(len(frame)) < 0.95, frame["room"], frame["room"].sample(frac=1, random_state=1))
    alone = parts_of(rank_drivers(frame, ["room", "welcome"], bootstrap=0))
    twins = rank_drivers(frame, ["room", "welcome", "bed"], bootstrap=0)
    assert parts_of(twins)["room"] < 0.7 * alone["room"]
    assert not twins.set_index("driver").loc["bed", "clear"]
    assert any("“room” and “bed” say nearly the same" in sentence for sentence in driver_notes(twins))
    groups = {"bedroom": ["room", "bed"]}
    together = rank_drivers(frame, ["room", "welcome", "bed"], driver_groups=groups, bootstrap=0)
    assert parts_of(together)["bedroom"] == pytest.approx(alone["room"], abs=0.02)
    assert together["clear"].all()
    assert together.set_index("driver").loc["bedroom", "vif"] < 1.1  # high among themselves, not with the rest
    assert "twins" not in codes(together)


def test_a_touchpoint_of_some_is_ranked_among_its_users() -> None:
    frame = simulate_responses(1200, drivers={"room": 0.5, "welcome": 0.3, "spa": 0.4}, seed=3)
    users = np.arange(1200) % 3 == 0
    frame["spa"] = frame["spa"].astype(object).where(users, NOT_CONCERNED)
    ranking = rank_drivers(frame, ["room", "welcome", "spa"], bootstrap=50).set_index("driver")
    assert ranking["n"].to_dict() == {"room": 1200, "welcome": 1200, "spa": 400}
    everyone = rank_drivers(frame, ["room", "welcome"], bootstrap=0).set_index("driver")
    assert ranking.loc["room", "r_squared"] == pytest.approx(everyone.loc["room", "r_squared"])
    among = rank_drivers(frame[users], ["room", "welcome", "spa"], bootstrap=0).set_index("driver")
    assert ranking.loc["spa", "r_squared"] == pytest.approx(among.loc["spa", "r_squared"])
    assert ranking.loc["spa", "rank"] == 2
    assert ranking["clear"].all()
    told = rank_drivers(frame, ["room", "welcome", "spa"], bootstrap=0)
    assert any("“spa” did not concern 67% of the answers" in sentence for sentence in driver_notes(told))


def test_questions_left_empty_may_be_named_as_routed() -> None:
    frame = simulate_responses(1200, drivers={"room": 0.5, "welcome": 0.3, "spa": 0.4}, seed=3)
    users = np.arange(1200) % 3 == 0
    asked = ["room", "welcome", "spa"]
    said = frame.assign(spa=frame["spa"].astype(object).where(users, NOT_CONCERNED))
    empty = frame.assign(spa=frame["spa"].where(users))
    named = rank_drivers(empty, asked, routed=["spa"], bootstrap=50)
    pd.testing.assert_frame_equal(named, rank_drivers(said, asked, bootstrap=50))
    unnamed = rank_drivers(empty, asked, bootstrap=0)
    assert (unnamed["n"] == 400).all()
    assert any("name it in routed=" in sentence for sentence in driver_notes(unnamed))


def test_one_model_may_be_noise_beside_another() -> None:
    frame = noise(3, n=600, drivers=3).rename(columns={"d2": "app"})
    frame["d0"] = (frame["score"] + frame["d0"]).round()
    users = np.arange(600) % 5 == 0
    frame["app"] = frame["app"].astype(object).where(users, NOT_CONCERNED)
    frame.loc[users, "d0"] = np.random.default_rng(1).permutation(frame.loc[users, "d0"].to_numpy())
    ranking = rank_drivers(frame, ["app", "d0", "d1"], bootstrap=60)
    assert ranking["driver"].tolist() == ["d0", "d1", "app"]
    assert ranking["rank"].isna().tolist() == [False, False, True]
    assert ranking["clear"].iloc[0]
    assert not ranking["clear"].iloc[2]


def test_a_few_not_concerned_are_left_out() -> None:
    frame = survey()
    frame["ease"] = frame["ease"].astype(object).where(frame.index >= 20, NOT_CONCERNED)
    ranking = rank_drivers(frame, RATINGS, bootstrap=0)
    assert (ranking["n"] == 892).all()
    assert "routed" not in codes(ranking)


def test_missing_ratings_are_counted_and_compared() -> None:
    frame = survey().astype({"price": float})
    frame.loc[frame["score"] <= 3, "price"] = np.nan
    left = int((frame["score"] <= 3).sum())
    ranking = rank_drivers(frame, RATINGS, bootstrap=0)
    note = next(note for note in ranking.attrs["notes"] if note["note"] == "incomplete")
    assert (note["n"], note["total"], note["nps_left"]) == (left, 912, -100.0)
    assert note["nps"] > -5
    assert (ranking["n"] == 912 - left).all()


def test_doubts_are_said() -> None:
    frame = survey().head(50)
    frame["recommend_to_a_friend"] = frame["score"].where(frame.index % 9 > 0, 5)
    frame["always"] = [4] * 49 + [5]
    ranking = rank_drivers(frame, [*RATINGS, "recommend_to_a_friend", "always"], bootstrap=0)
    assert {"halo", "nearly_constant", "few_rows", "association"} <= set(codes(ranking))
    english, french = driver_notes(ranking), driver_notes(ranking, lang="fr")
    assert len(english) == len(french) == len(codes(ranking))
    assert "50 answers are few for 8 drivers: fewer than ten a driver give unstable rankings." in english
    assert all(a != b for a, b in zip(english, french, strict=True))
    assert any("98\u202f% des réponses donnent la même note à « always »" in sentence for sentence in french)


def test_mixed_scales_and_words_go_together() -> None:
    frame = simulate_responses(600, drivers={"room": 0.5, "welcome": 0.4, "bar": 0.3}, seed=4)
    words = {
        1: "Pas du tout satisfait",
        2: "Plutôt pas satisfait",
        3: "Plutôt satisfait",
        4: "Satisfait",
        5: "Très satisfait",
    }
    spoken = frame.assign(room=frame["room"].map(words), welcome=frame["welcome"].map(lambda x: f"{x:.0f}/5"))
    spoken["bar"] = np.where(frame["bar"] >= 4, "oui", "non")
    numbers = frame.assign(bar=frame["bar"] >= 4)
    asked = ["room", "welcome", "bar"]
    pd.testing.assert_frame_equal(rank_drivers(spoken, asked, bootstrap=50), rank_drivers(numbers, asked, bootstrap=50))


def test_many_drivers_are_sampled_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = rank_drivers(survey(), RATINGS, bootstrap=60)
    monkeypatch.setattr(fits, "EXACT_MOST_RESAMPLED", 4)
    resampled = rank_drivers(survey(), RATINGS, bootstrap=60)
    assert resampled["low"].to_numpy() == pytest.approx(exact["low"].to_numpy(), abs=1.0)
    assert resampled["high"].to_numpy() == pytest.approx(exact["high"].to_numpy(), abs=1.0)
    assert "sampled" not in codes(resampled)
    monkeypatch.setattr(fits, "EXACT_MOST", 5)
    sampled = rank_drivers(survey(), RATINGS, bootstrap=0)
    assert sampled["importance"].to_numpy() == pytest.approx(exact["importance"].to_numpy(), abs=1.0)
    assert "sampled" in codes(sampled)


def test_resampled_logistic_parts_agree_with_refits() -> None:
    # The one-step bootstrap against 60 whole refits of the same resamples' size: spreads agree within a fifth.
    frame = survey()
    quick = rank_drivers(frame, RATINGS, outcome="promoter", bootstrap=400, seed=1).set_index("driver")
    refits = [
        rank_drivers(frame.sample(frac=1, replace=True, random_state=seed), RATINGS, outcome="promoter", bootstrap=0)
        for seed in range(60)
    ]
    spread = pd.concat(refits).groupby("driver")["importance"].std()
    width = (quick["high"] - quick["low"]) / (2 * 1.96)
    assert (width / spread[width.index]).to_numpy() == pytest.approx(1, abs=0.3)


def test_frames_other_than_pandas() -> None:
    import polars as pl

    frame = survey()
    expected = rank_drivers(frame, RATINGS, bootstrap=0)
    pd.testing.assert_frame_equal(rank_drivers(pl.from_pandas(frame), RATINGS, bootstrap=0), expected)
    pd.testing.assert_frame_equal(rank_drivers(pl.from_pandas(frame).lazy(), RATINGS, bootstrap=0), expected)


def test_dominance_leads_from_first_to_last() -> None:
    table = dominance(survey(), RATINGS).pivot_table(index="driver", columns="others", values="r_squared")
    for method, column in (("first", table[0]), ("last", table[5]), ("lmg", table.mean(axis=1))):
        ranking = rank_drivers(survey(), RATINGS, method=method, bootstrap=0)  # type: ignore[arg-type]
        assert column.to_dict() == pytest.approx(parts_of(ranking))


def _twice(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(service=2 * frame["quality"] - frame["price"])


REFUSED: list[tuple[Callable[[pd.DataFrame], pd.DataFrame], dict[str, Any], type[NPSError], str]] = [
    (lambda f: f, {"drivers": []}, DriverError, "needs at least one driver"),
    (lambda f: f, {"drivers": ["qualty"]}, UnknownColumnError, "did you mean 'quality'"),
    (lambda f: f, {"drivers": ["quality", "quality"]}, DriverError, "'quality' twice"),
    (lambda f: f, {"drivers": ["score", "price"]}, DriverError, "column 'score' is the score itself"),
    (lambda f: f.assign(price=10 - f["score"]), {}, DriverError, "driver 'price' is the score itself in another form"),
    (lambda f: f.assign(weight=1.0), {"drivers": ["price", "weight"]}, DriverError, "'weight' is the weight"),
    (lambda f: f.assign(price=4), {}, DriverError, "driver 'price' must vary, got 4 in all 912"),
    (lambda f: f.assign(score=8), {}, DriverError, "the scores must differ .* got 8 in all 912"),
    (_twice, {}, DriverError, "drivers 'quality', 'service' and 'price' determine one another exactly"),
    (lambda f: f.head(7), {}, DriverError, "6 drivers need at least 8 answers .* got 7"),
    (lambda f: f.assign(brand=f["brand"].where(f.index < 5)), {}, DriverError, "got 5; .* rated least, 'brand'"),
    (lambda f: f.assign(speed=np.nan), {}, DriverError, "column 'speed' must hold ratings, got none"),
    (lambda f: f, {"drivers": ["quality", "region"]}, DriverError, "column 'region' must hold ratings .* got 'North'"),
    (lambda f: f.assign(score=np.nan), {}, NPSError, "there is no usable score"),
    (lambda f: f.assign(weight=-1.0), {}, NPSError, "column 'weight' has weights that are missing, infinite, zero"),
    (lambda f: f, {"method": "shapley"}, UnknownNameError, "there is no method 'shapley'"),
    (lambda f: f, {"outcome": "promotor"}, UnknownNameError, "did you mean 'promoter'"),
    (lambda f: f, {"outcome": "promoter", "method": "johnson"}, DriverError, "'johnson' is for outcome='score'"),
    (
        lambda f: f[f["score"] < 9],
        {"outcome": "promoter"},
        DriverError,
        "outcome='promoter' needs answers that are one",
    ),
    (lambda f: f, {"routed": ["apps"]}, UnknownColumnError, "no column 'apps'"),
    (lambda f: f, {"bootstrap": 10}, NPSError, "at least 50 resamples, got 10"),
    (lambda f: f, {"level": 95}, NPSError, "confidence level must lie between 0 and 1"),
    (lambda f: f, {"driver_groups": {"g": []}}, DriverError, "group 'g' must list its drivers"),
    (lambda f: f, {"driver_groups": {"g": ["prize"]}}, UnknownColumnError, "did you mean 'price'"),
    (lambda f: f, {"driver_groups": {"g": ["price"], "h": ["price"]}}, DriverError, "'price' is in two groups"),
    (lambda f: f, {"driver_groups": {"ease": ["price"]}}, DriverError, "called like a driver outside"),
]


@pytest.mark.parametrize(("change", "arguments", "error", "told"), REFUSED)
def test_bad_inputs_are_named(
    change: Callable[[pd.DataFrame], pd.DataFrame], arguments: dict[str, Any], error: type[NPSError], told: str
) -> None:
    with pytest.raises(error, match=told):
        rank_drivers(change(survey()), **({"drivers": RATINGS, "bootstrap": 0} | arguments))


def test_too_many_drivers_for_a_logistic_outcome() -> None:
    names = [f"d{i}" for i in range(13)]
    with pytest.raises(DriverError, match="at most 12 drivers, got 13"):
        rank_drivers(noise(1, drivers=13), names, outcome="promoter", bootstrap=0)
    with pytest.raises(DriverError, match="dominance takes at most 20 drivers"):
        dominance(noise(1, drivers=21), [f"d{i}" for i in range(21)])


def test_ratings_that_separate_promoters_without_exception_are_ranked() -> None:
    frame = pd.DataFrame({"score": [3, 7, 9, 10] * 20, "x": [1, 2, 4, 5] * 20, "y": [1, 3, 2] * 26 + [1, 3]})
    ranking = rank_drivers(frame, ["x", "y"], outcome="promoter", bootstrap=50)
    assert ranking["driver"].iloc[0] == "x"
    assert ranking["r_squared_total"].iloc[0] == pytest.approx(1, abs=1e-6)
