from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import Tags
from sklearn.utils.estimator_checks import parametrize_with_checks

from npsanalysis import CommentClassifier
from npsanalysis.errors import NPSError


class OfRows(CommentClassifier):
    """The classifier given each row of a table as a text, for scikit-learn's checks hand over tables of numbers."""

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803 -- scikit-learn's name
        return super().fit(written(X), y, sample_weight)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803 -- scikit-learn's name
        return super().predict_proba(written(X))

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        tags.input_tags.sparse = True
        tags.no_validation = True  # a text has neither columns to count nor cells that are not finite
        return tags


def written(table: ArrayLike) -> list[str]:
    rows = table.toarray() if hasattr(table, "toarray") else np.asarray(table)
    return [" ".join(f"{chr(97 + at % 26)}{round(float(value))}" for at, value in enumerate(row)) for row in rows]


UNLIKE_REPEATS = "a word is as rare as the statements it stands in are few, whatever they weigh"


@parametrize_with_checks(
    [OfRows()],
    expected_failed_checks=lambda _: {
        "check_sample_weight_equivalence_on_dense_data": UNLIKE_REPEATS,
        "check_sample_weight_equivalence_on_sparse_data": UNLIKE_REPEATS,
    },
)
def test_scikit_learn_accepts_it(estimator: CommentClassifier, check: Callable[[CommentClassifier], None]) -> None:
    check(estimator)


def test_it_must_be_fitted_first() -> None:
    with pytest.raises(NotFittedError):
        CommentClassifier().predict(["bien"])


def test_parameters_are_kept_by_clone() -> None:
    known = {"C": 0.5, "cue_weight": 0.7, "encoder": None, "encoder_weight": 1.0}
    assert clone(CommentClassifier(C=0.5)).get_params() == known


def test_sample_weights_decide_a_tie() -> None:
    texts, labels = ["même", "même"] * 4, ["pro", "con"] * 4
    assert CommentClassifier().fit(texts, labels, [9, 1] * 4).predict(["même"]).tolist() == ["pro"]
    assert CommentClassifier().fit(texts, labels, [1, 9] * 4).predict(["même"]).tolist() == ["con"]


def test_probabilities_of_two_and_of_four_labels_add_up() -> None:
    texts = ["bien", "mal", "ajoutez", "bonjour"] * 3
    for labels in (["pro", "con"] * 6, ["pro", "con", "suggestion", "none"] * 3):
        chances = CommentClassifier().fit(texts, labels).predict_proba(texts)
        assert chances.shape == (12, len(set(labels)))
        assert chances.sum(axis=1) == pytest.approx([1] * 12)


class Lengths:
    """An encoder of a single mind: long or short."""

    def encode(self, texts: Sequence[str], /) -> NDArray[np.float64]:
        return np.array([[1.0, 0.0] if len(text) > 4 else [0.0, 1.0] for text in texts])


def test_any_encoder_is_read_and_asked_for_again() -> None:
    texts = ["abcdefg", "hij", "klmnop", "qrs"] * 3
    fitted = CommentClassifier(encoder=Lengths(), encoder_weight=5.0).fit(texts, ["con", "pro"] * 6)
    assert fitted.predict(["tuvwxyz", "tuv"]).tolist() == ["con", "pro"]
    again = CommentClassifier.from_arrays(fitted.to_arrays(), encoder=Lengths())
    assert again.predict_proba(["tuv"]) == pytest.approx(fitted.predict_proba(["tuv"]), abs=1e-5)
    with pytest.raises(NPSError, match="encoder"):
        CommentClassifier.from_arrays(fitted.to_arrays())
