from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import estimator_checks as checks

from npsanalysis import CommentClassifier
from npsanalysis.errors import NPSError


@pytest.mark.parametrize(
    "check",
    [
        checks.check_estimator_cloneable,
        checks.check_estimator_repr,
        checks.check_get_params_invariance,
        checks.check_no_attributes_set_in_init,
        checks.check_parameters_default_constructible,
        checks.check_set_params,
        checks.check_valid_tag_types,
        checks.check_estimator_tags_renamed,
    ],
)
def test_scikit_learn_accepts_it(check: Callable[[str, CommentClassifier], None]) -> None:
    # the others hand over tables of numbers, which is no text
    check("CommentClassifier", CommentClassifier())


def test_it_must_be_fitted_first() -> None:
    with pytest.raises(NotFittedError):
        CommentClassifier().predict(["bien"])


def test_parameters_are_kept_by_clone() -> None:
    known = {"C": 0.5, "cue_weight": 1.0, "encoder": None, "encoder_weight": 1.0}
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
