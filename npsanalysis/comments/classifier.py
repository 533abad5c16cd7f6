"""A classifier of statements that learns from labelled ones: an estimator in the manner of scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from npsanalysis.comments.features import cue_terms, describe, letter_text, word_terms
from npsanalysis.errors import NPSError
from npsanalysis.language import detect_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from npsanalysis.comments.encoder import Encoder

BLOCKS: dict[str, dict[str, Any]] = {
    "words": {"analyzer": word_terms, "min_df": 1},
    "letters": {"preprocessor": letter_text, "analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
    "cues": {"analyzer": cue_terms, "min_df": 2},
}
"""What is read of a statement, and how: each block is weighted by TF-IDF and brought to length 1 on its own."""

LONGEST_ENCODED = 1000
"""Characters of a statement that an encoder is given."""


class CommentClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn has no types
    """Learn the labels of statements by one regularised logistic regression.

    What it reads are words, letters and cues, and with an encoder also what the statement means.

    The bundled model is one of these, fitted on `read_corpus`. Fitted on your own coded statements, or on both
    together, it learns what your customers call things.

    Parameters
    ----------
    C
        Inverse strength of the regularisation: the smaller, the more cautious.
    cue_weight
        Length of the block of cues, that of the blocks of words and letters being 1.
    encoder
        What turns statements into vectors: an object with `encode(texts)`, as those of sentence-transformers have it.
    encoder_weight
        Length of those vectors, that of the blocks of words and letters being 1.

    Attributes
    ----------
    classes_
        The labels seen in `fit`, sorted.

    Examples
    --------
    >>> texts = ["très bon accueil", "trop d'attente", "super", "trop cher"] * 3
    >>> classifier = CommentClassifier().fit(texts, ["pro", "con", "pro", "con"] * 3)
    >>> classifier.predict(["bon choix", "trop long"]).tolist()
    ['pro', 'con']
    """

    def __init__(
        self,
        *,
        C: float = 2.0,  # noqa: N803 -- scikit-learn's name for it
        cue_weight: float = 0.7,
        encoder: Encoder | None = None,
        encoder_weight: float = 1.0,
    ) -> None:
        self.C = C
        self.cue_weight = cue_weight
        self.encoder = encoder
        self.encoder_weight = encoder_weight

    def fit(self, X: Any, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: ANN401, N803
        """Learn from statements and their labels.

        Parameters
        ----------
        X
            Texts of shape (n,), or a frame with `text` and, where known, `lang`.
        y
            Labels of shape (n,).
        sample_weight
            Weights of shape (n,).

        Raises
        ------
        NPSError
            If there are no texts, X is no series of texts, or fewer than two labels.
        """
        texts, described = _described(X)
        labels = np.asarray(y)
        check_consistent_length(texts, labels)
        if len(np.unique(labels)) < 2:
            raise NPSError("a classifier learns from at least two different labels, got 1 class; add coded statements.")
        self.vectorizers_ = {
            name: TfidfVectorizer(sublinear_tf=True, dtype=np.float32, lowercase=False, **options).fit(described)
            for name, options in BLOCKS.items()
        }
        table = self._read(described)
        self.centre_ = np.zeros(0, dtype=np.float32)
        if self.encoder is not None:
            vectors = _encode(self.encoder, texts)
            self.centre_ = vectors.mean(axis=0)
            meant = sparse.csr_matrix(self.encoder_weight * (vectors - self.centre_))
            table = sparse.hstack([table, meant], format="csr", dtype=np.float32)
        model = LogisticRegression(C=self.C, max_iter=300).fit(table, labels, sample_weight)
        self.classes_ = model.classes_
        signs = np.array([[-1.0], [1.0]]) if len(model.classes_) == 2 else np.ones((1, 1))
        self.coef_ = (model.coef_ * signs / (2 if len(model.classes_) == 2 else 1)).astype(np.float32)
        self.intercept_ = model.intercept_ * signs.ravel() / (2 if len(model.classes_) == 2 else 1)
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: ANN401, N803 -- scikit-learn's names
        """Return the probability of each class of `classes_`, of shape (n, classes)."""
        check_is_fitted(self)
        texts, described = _described(X)
        table = self._read(described)
        scores = np.asarray(table @ self.coef_[:, : table.shape[1]].T, dtype=np.float64) + self.intercept_
        if self.encoder is not None:
            vectors = self.encoder_weight * (_encode(self.encoder, texts) - self.centre_)
            scores += vectors @ self.coef_[:, table.shape[1] :].T
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: ANN401, N803 -- scikit-learn's names
        """Return the most probable label of each statement."""
        check_is_fitted(self)
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return the fitted state as plain arrays, which `numpy.savez` keeps without pickle: all but the encoder."""
        check_is_fitted(self)
        arrays = {"classes": self.classes_.astype(str), "intercept": self.intercept_, "coef": self.coef_}
        arrays["options"] = np.array([self.C, self.cue_weight, self.encoder_weight])
        arrays["centre"] = self.centre_
        for name, vectorizer in self.vectorizers_.items():
            arrays[f"{name}_terms"] = vectorizer.get_feature_names_out().astype(str)
            arrays[f"{name}_idf"] = vectorizer.idf_
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], *, encoder: Encoder | None = None) -> Self:
        """Build a fitted classifier from what `to_arrays` returned, and the encoder it was fitted with.

        Raises
        ------
        NPSError
            If an encoder is missing, or passed to a classifier that was fitted without.
        """
        if bool(len(arrays["centre"])) != (encoder is not None):
            raise NPSError(
                "a classifier is restored with the encoder it was fitted with; pass it as `encoder`, or none."
            )
        c, cue_weight, encoder_weight = arrays["options"].tolist()
        classifier = cls(C=c, cue_weight=cue_weight, encoder=encoder, encoder_weight=encoder_weight)
        classifier.centre_ = arrays["centre"]
        classifier.vectorizers_ = {}
        for name, options in BLOCKS.items():
            terms = {term: number for number, term in enumerate(arrays[f"{name}_terms"].tolist())}
            vectorizer = TfidfVectorizer(
                sublinear_tf=True, dtype=np.float32, lowercase=False, vocabulary=terms, **options
            )
            vectorizer.idf_ = arrays[f"{name}_idf"].astype(np.float32)
            classifier.vectorizers_[name] = vectorizer
        classifier.classes_ = arrays["classes"].astype(object)
        classifier.coef_ = arrays["coef"].astype(np.float32)
        classifier.intercept_ = arrays["intercept"].astype(np.float64)
        return classifier

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401 -- scikit-learn's Tags
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def _read(self, described: list[Any]) -> Any:  # noqa: ANN401 -- a sparse matrix
        """Return the features of described statements."""
        blocks = [
            vectorizer.transform(described) * (self.cue_weight if name == "cues" else 1.0)
            for name, vectorizer in self.vectorizers_.items()
        ]
        return sparse.hstack(blocks, format="csr", dtype=np.float32)


def _described(X: Any) -> tuple[list[str], list[Any]]:  # noqa: ANN401, N803 -- texts in any of their forms
    """Return the texts of an argument and describe them."""
    if isinstance(X, pd.DataFrame):
        texts, langs = X["text"], X.get("lang")
    else:
        values = np.asarray(X, dtype=object)
        if values.ndim != 1:
            raise NPSError(f"texts must come as one series or list, got shape {values.shape}; pass a column of texts.")
        texts, langs = pd.Series(values), None
    if not len(texts):
        raise NPSError("there is no text; pass at least one statement.")
    texts = texts.fillna("").astype(str)
    listed: list[str] = texts.tolist()
    return listed, describe(listed, (detect_language(texts) if langs is None else langs).tolist())


def _encode(encoder: Encoder, texts: list[str]) -> NDArray[np.float32]:
    """Return the vectors of texts, brought to length 1."""
    vectors = np.asarray(encoder.encode([text[:LONGEST_ENCODED] for text in texts]), dtype=np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
