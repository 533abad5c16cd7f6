from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden import assert_near, case_id, cases, cases_of, frame, scores_of

from npsanalysis import at_risk, nps_by, shrink, suppress
from npsanalysis.errors import NPSError, SmallGroupWarning, UnknownColumnError
from npsanalysis.shrinkage import fit_dirichlet

pytestmark = pytest.mark.filterwarnings("ignore::npsanalysis.errors.SmallGroupWarning")

SKIPPED = {
    "eb_normal": "one model of the groups is built, on counts; the normal one would need a variance for groups alike",
    "standardise": "a change is decomposed instead of standardised to a mix",
}


def responses(name: str = "segments20.csv") -> pd.DataFrame:
    rows = [
        (row.segment, score)
        for row in frame(name).itertuples()
        for score in scores_of(row.detractors, row.passives, row.promoters)
    ]
    return pd.DataFrame(rows, columns=["segment", "score"])


@pytest.mark.parametrize("case", cases_of("08_shrinkage_mix", "eb_dirichlet_multinomial"), ids=case_id)
def test_shrinkage_equals_r_dirmult(case: dict[str, Any]) -> None:
    expected = case["expected"]
    counts = frame(case["inputs"]["csv"])[["detractors", "passives", "promoters"]].to_numpy(dtype=float)
    assert_near(fit_dirichlet(counts), expected["alpha"], case)
    shrunken = shrink(nps_by(responses(), "segment"))
    assert_near(shrunken["nps"] / 100, expected["shrunk_nps"], case)
    assert shrunken["rank"].tolist() == expected["rank_desc_shrunk"]
    # The draws know the standard deviation of the posterior within two percent.
    width = (shrunken["high"] - shrunken["low"]) / 200
    assert np.allclose(width / 1.96, expected["posterior_sd"], rtol=0.06)


def test_every_reference_case_is_built_or_skipped_for_a_reason() -> None:
    assert {case["method"] for case in cases("08_shrinkage_mix")} - {"eb_dirichlet_multinomial"} == set(SKIPPED)


def test_small_groups_are_drawn_further_and_ranks_are_unsure() -> None:
    shrunken = shrink(nps_by(responses(), "segment")).sort_values("n")
    assert shrunken["kept"].is_monotonic_increasing
    assert ((shrunken["rank_low"] <= shrunken["rank"]) & (shrunken["rank"] <= shrunken["rank_high"])).all()
    assert (shrunken["rank_high"] - shrunken["rank_low"]).iloc[0] > 10
    assert (shrunken["nps"].max() - shrunken["nps"].min()) < (shrunken["nps_raw"].max() - shrunken["nps_raw"].min())


def test_results_repeat() -> None:
    pd.testing.assert_frame_equal(*(shrink(nps_by(responses(), "segment")) for _ in range(2)))


def test_groups_that_are_alike_are_drawn_together() -> None:
    data = pd.DataFrame({"score": scores_of(20, 30, 50) * 6, "site": np.repeat(range(6), 100)})
    shrunken = shrink(nps_by(data, "site"))
    assert np.allclose(shrunken["nps"], 30, atol=0.5)
    assert (shrunken["kept"] < 5).all()


def test_at_risk_lists_low_groups_that_matter() -> None:
    listed = at_risk(responses(), "segment")
    # S10 has the lowest score of all, and 25 answers of 1,549: too few to act on first.
    assert listed["segment"].tolist() == ["S19", "S20"]
    assert listed["nps"].is_monotonic_increasing
    row = listed.iloc[0]
    assert row["share"] == pytest.approx(100 * 300 / len(responses()))
    assert row["share_of_detractors"] == pytest.approx(100 * 95 / (responses()["score"] <= 6).sum())
    assert row["next_low"] < row["low"] < row["nps"] < row["high"] < row["next_high"]
    assert row["probability"] > 50
    assert "S10" in at_risk(responses(), "segment", least=1)["segment"].tolist()


def test_at_risk_by_value() -> None:
    data = responses().assign(revenue=lambda each: np.where(each["segment"] == "S10", 400.0, 1.0))
    listed = at_risk(data, "segment", value="revenue")
    assert listed["segment"].tolist() == ["S10"]
    assert listed["share"].item() == pytest.approx(100 * 400 * 25 / data["revenue"].sum())


def test_the_next_wave_falls_where_it_is_said_to() -> None:
    rng = np.random.default_rng(8)
    inside = []
    for _ in range(20):
        shares = rng.dirichlet([4, 6, 10], size=12)
        waves = [[rng.choice([0, 7, 10], 60, p=share) for share in shares] for _ in range(2)]
        data = pd.DataFrame({"score": np.concatenate(waves[0]), "site": np.repeat(range(12), 60)})
        listed = at_risk(data, "site", least=0)
        truth = [100 * ((waves[1][site] > 8).mean() - (waves[1][site] < 7).mean()) for site in listed["site"]]
        inside += list((listed["next_low"] <= truth) & (truth <= listed["next_high"]))
    assert len(inside) > 80
    assert 0.88 <= np.mean(inside) <= 1


def test_what_cannot_be_shrunk() -> None:
    one = nps_by(pd.DataFrame({"score": [9] * 12, "site": "a"}), "site")
    with pytest.raises(NPSError, match="two groups"):
        shrink(one)
    with pytest.raises(NPSError, match="shrink before"):
        shrink(suppress(nps_by(responses(), "segment")))
    with pytest.raises(UnknownColumnError, match="n_effective"):
        shrink(one.drop(columns="n_effective"))
    for bad in (-1.0, np.nan):
        with pytest.raises(NPSError, match="missing or negative"):
            at_risk(responses().assign(value=bad), "segment", value="value")
    with pytest.raises(NPSError, match="0 for everybody"):
        at_risk(responses().assign(value=0.0), "segment", value="value")
    with pytest.raises(UnknownColumnError):
        at_risk(responses(), "segment", value="revenue")


def test_small_groups_still_warn() -> None:
    with pytest.warns(SmallGroupWarning):
        at_risk(responses(), "segment")
