from collections.abc import Callable

import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import estimator_checks as checks

from npsanalysis import CommentClassifier


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
    assert clone(CommentClassifier(C=0.5)).get_params() == {"C": 0.5, "cue_weight": 1.0}


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
