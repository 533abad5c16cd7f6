from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from npsanalysis import audit_sample, correct_shares, count_confusions, count_labels
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError


@pytest.fixture
def statements() -> pd.DataFrame:
    """Two hundred respondents with one statement, a third of them with a con besides."""
    more = pd.DataFrame({"response_id": range(0, 200, 3), "label": "con"})
    first = pd.DataFrame({"response_id": range(200), "label": ["pro"] * 150 + ["none"] * 50})
    return pd.concat([first, more], ignore_index=True).sort_values("response_id", kind="stable")


def test_whole_comments_are_drawn_and_hidden(statements: pd.DataFrame) -> None:
    sample = audit_sample(statements, 20, seed=3)
    assert sample["response_id"].nunique() == 20
    drawn = statements[statements["response_id"].isin(sample["response_id"])]
    assert sample["predicted"].tolist() == drawn["label"].tolist()
    assert sample["label"].isna().all()
    pd.testing.assert_frame_equal(sample, audit_sample(statements, 20, seed=3))
    assert audit_sample(statements, 1000)["response_id"].nunique() == 200


def test_statements_in_other_languages_are_not_drawn(statements: pd.DataFrame) -> None:
    statements.loc[statements["response_id"] < 190, "label"] = None
    assert set(audit_sample(statements, 50)["response_id"]) == set(range(190, 200))


def test_confusions_by_hand() -> None:
    coded = pd.DataFrame(
        {"label": ["pro", "pro", "con", "con", "con", None], "predicted": ["pro", "none", "con", "con", "pro", "pro"]}
    )
    told = count_confusions(coded).set_index(["label", "predicted"])
    assert len(told) == 16
    assert told.loc[("con", "con")].tolist() == [2, 200 / 3]
    assert told.loc[("pro", "none")].tolist() == [1, 50.0]
    assert told.loc[("none", "none"), "share"] != told.loc[("none", "none"), "share"]  # none was labelled so by hand


def coded(told: list[str], true: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"response_id": range(len(told)), "predicted": told, "label": true})


def test_reclassified_by_hand(statements: pd.DataFrame) -> None:
    # Of 10 told pro 8 are, of 10 told con 1 is pro.
    audited = coded(["pro"] * 10 + ["con"] * 10, ["pro"] * 8 + ["con"] * 3 + ["pro"] + ["con"] * 8)
    row = correct_shares(statements, audited).set_index("label").loc["pro"]
    # 150 of 200 respondents are told pro: .75 × (8 + 1) / (10 + 2) + .25 × (1 + 1) / (10 + 2)
    assert row["observed"] == 75
    assert row["share"] == pytest.approx(100 * (0.75 * 0.75 + 0.25 / 6))
    variance = 0.75**2 * 0.75 * 0.25 / 12 + 0.25**2 * (1 / 6) * (5 / 6) / 12 + (0.75 - 1 / 6) ** 2 * 0.75 * 0.25 / 200
    half = 100 * 1.959963985 * variance**0.5
    np.testing.assert_allclose(row[["low", "high"]].astype(float), [row["share"] - half, row["share"] + half])
    assert row[["sensitivity", "specificity"]].tolist() == pytest.approx([800 / 9, 900 / 11])
    assert row[["n", "audited"]].tolist() == [200, 20]


def test_rogan_gladen_by_hand(statements: pd.DataFrame) -> None:
    # Of 10 that are pro 9 are told so, of 10 that are not 8 are left alone.
    audited = coded(["pro"] * 9 + ["con"] + ["pro"] * 2 + ["con"] * 8, ["pro"] * 10 + ["con"] * 10)
    row = correct_shares(statements, audited, method="rogan_gladen").set_index("label").loc["pro"]
    # sensitivity 10/12, specificity 9/12: (.75 + .75 − 1) / (10/12 + 9/12 − 1) = .5 / .58333
    assert row["share"] == pytest.approx(100 * 0.5 / (7 / 12))
    assert row["low"] < row["share"] < row["high"] <= 100


def test_a_perfect_program_is_hardly_corrected(statements: pd.DataFrame) -> None:
    audited = audit_sample(statements, 200).assign(label=lambda frame: frame["predicted"])
    corrected = correct_shares(statements, audited)
    assert (corrected["share"] - corrected["observed"]).abs().max() < 1.5
    observed = count_labels(statements).set_index("label")["share"]
    np.testing.assert_allclose(corrected["observed"], observed.loc[corrected["label"]])


@pytest.mark.parametrize("method", ["reclassified", "rogan_gladen"])
def test_the_interval_holds_the_truth(method: str) -> None:
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(60):
        true = rng.random(600) < 0.3
        told = np.where(true, rng.random(600) < 0.85, rng.random(600) > 0.9)
        frame = pd.DataFrame({"response_id": range(600), "label": np.where(told, "con", "pro")})
        audited = audit_sample(frame, 150, seed=int(rng.integers(1000)))
        audited = audited.assign(label=np.where(true[audited["response_id"]], "con", "pro"))
        row = correct_shares(frame, audited, method=method).set_index("label").loc["con"]
        held += row["low"] <= 30 <= row["high"]
    assert held >= 54


def test_errors(statements: pd.DataFrame) -> None:
    sample = audit_sample(statements, 5)
    with pytest.raises(NPSError, match="nobody was coded in full"):
        correct_shares(statements, sample)
    with pytest.raises(UnknownNameError, match="there is no method 'bayes'"):
        correct_shares(statements, sample, method="bayes")
    with pytest.raises(UnknownColumnError, match="there is no column 'predicted'"):
        correct_shares(statements, statements)
    with pytest.raises(UnknownColumnError, match="there is no column 'predicted'"):
        count_confusions(statements)
    with pytest.raises(NPSError, match="at least one respondent"):
        audit_sample(statements, 0)
    with pytest.raises(NPSError, match="at least one respondent"):
        audit_sample(statements.assign(label=pd.Series(np.nan, index=statements.index, dtype="str")))
    inverted = coded(["con"] * 10 + ["pro"] * 10, ["pro"] * 10 + ["con"] * 10)
    with pytest.raises(NPSError, match="no better than by chance"):
        correct_shares(statements, inverted, method="rogan_gladen")
