"""The bundled models: fitted on the bundled corpus, kept as plain arrays in `model.npz`.

All read words, letters and cues; `standard` reads the vectors of the bundled sentence encoder as well, and `best` those
of a bigger one where `standard` is unsure. `python -m npsanalysis.comments.default` fits them all again, for which the
extra `best` is needed, and measures them (`accuracy.tsv`); a test fails when corpus or cues are newer than the models.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.comments.cues import read_phrases
from npsanalysis.comments.cutting import BUCKETS, cue_kinds, gap_features
from npsanalysis.comments.encoder import LENGTH, load_encoder
from npsanalysis.comments.opposites import say_otherwise
from npsanalysis.comments.prior import count_odds
from npsanalysis.comments.rereading import Rereader
from npsanalysis.comments.rules import TURNED
from npsanalysis.comments.second_encoder import LENGTHS, load_second_encoder, remembering_encoder
from npsanalysis.comments.tokens import read_tokens
from npsanalysis.comments.training import MEASURING, RUNNING_ON, read_corpus
from npsanalysis.language import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from npsanalysis.comments.classifier import CommentClassifier
    from npsanalysis.comments.encoder import Encoder

MODEL = "model.npz"
"""Name of the file beside this module."""

STRENGTHS = {"fast": 4.0, "standard": 2.0, "best": 2.0}
"""Inverse strength of the regularisation of each quality of the classifier."""

OWN = ("options", "coef", "intercept", "centre")
"""What the classifiers do not share in the file."""

CUT_STRENGTH = 1.0
"""Inverse strength of the regularisation of the model of cuts."""

ENCODERS: dict[str, Callable[[], Encoder | None]] = {
    "fast": lambda: None, "standard": load_encoder, "best": load_second_encoder,
}  # fmt: skip
"""What each quality reads meaning with."""

MADE = 0.5
"""Weight of an example that was made (a statement said otherwise, a whole comment, a cue); one as written has 1."""

SPEAKS_FOR = {
    "good": "pro", "praise": "pro", "bad": "con", "blame": "con", "lack": "con", "excess": "con", "pity": "con",
    "wish": "suggestion", "please": "suggestion", "order": "suggestion", "more": "suggestion", "none": "none",
}  # fmt: skip
"""The label a kind of cue speaks for when nothing else is said."""

NOT = {"fr": "pas", "en": "not"}
"""How each language says no."""


@lru_cache
def load_arrays() -> dict[str, NDArray[Any]]:
    """Read the bundled model."""
    with (
        files("npsanalysis").joinpath("comments", MODEL).open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return {name: arrays[name] for name in arrays.files}


@lru_cache
def load_cut_weights(lang: str) -> tuple[NDArray[np.float64], float]:
    """Return the weights of the gaps between tokens of a language, and their constant."""
    arrays = load_arrays()
    weights = np.zeros(BUCKETS)
    weights[arrays[f"cut_{lang}_rows"]] = arrays[f"cut_{lang}_weights"]
    return weights, float(arrays[f"cut_{lang}_bias"])


@lru_cache
def load_classifier(quality: str) -> CommentClassifier | Rereader:
    """Return the bundled classifier of a quality.

    Raises
    ------
    NPSError
        If a sentence encoder that the quality needs is not there.
    """
    from npsanalysis.comments.classifier import CommentClassifier

    arrays = load_arrays()
    own = {name: arrays[f"{quality}_{name}"] for name in OWN}
    classifier = CommentClassifier.from_arrays(arrays | own, encoder=ENCODERS[quality]())
    return Rereader(load_classifier("standard"), classifier) if quality == "best" else classifier


def fingerprint() -> str:
    """Return a hash of the corpus and the cues the model is made from."""
    digest = hashlib.sha256()
    folder = files("npsanalysis").joinpath("comments")
    for part in ("corpus", "cues"):
        for path in sorted(folder.joinpath(part).iterdir(), key=lambda path: path.name):
            if path.name.endswith(".tsv") and not path.name.removesuffix(".tsv").endswith(MEASURING):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def fit_arrays() -> dict[str, NDArray[Any]]:
    """Fit the model of cuts and the classifiers on the bundled corpus."""
    arrays: dict[str, NDArray[Any]] = {"fingerprint": np.array(fingerprint())}
    corpora = {lang: read_corpus(lang) for lang in KNOWN}
    for lang, corpus in corpora.items():
        weights, bias = fit_cuts(corpus[~corpus["writer"].isin(RUNNING_ON[lang])], lang)
        rows = np.flatnonzero(weights)
        arrays[f"cut_{lang}_rows"] = rows.astype(np.int32)
        arrays[f"cut_{lang}_weights"] = weights[rows].astype(np.float16)
        arrays[f"cut_{lang}_bias"] = np.array(bias)
    statements = pd.concat(corpora.values(), ignore_index=True)
    arrays["score_odds"] = count_odds(statements).astype(np.float32)
    examples = make_examples(statements)
    for quality in STRENGTHS:
        fitted = unfitted_classifier(quality).fit(examples, examples["label"], examples["weight"]).to_arrays()
        own = {name: fitted.pop(name) for name in OWN}
        own["coef"] = own["coef"].astype(np.float16)
        arrays |= fitted | {f"{quality}_{name}": array for name, array in own.items()}
    return arrays


def unfitted_classifier(quality: str) -> CommentClassifier:
    """Return the classifier of a quality before it is fitted; `best` alone, without what is unsure in `standard`."""
    from npsanalysis.comments.classifier import CommentClassifier

    if quality != "best":
        return CommentClassifier(C=STRENGTHS[quality], encoder=ENCODERS[quality](), encoder_weight=LENGTH)
    length = float(np.linalg.norm(LENGTHS))
    return CommentClassifier(C=STRENGTHS[quality], encoder=remembering_encoder(), encoder_weight=length)


def make_examples(corpus: pd.DataFrame) -> pd.DataFrame:
    """Return what a classifier learns from: statements both hands agree on, and examples made from corpus and cues.

    Columns `text, lang, label, weight`.
    """
    agreed = corpus.loc[corpus["label"] == corpus["blind"], ["text", "lang", "label"]].assign(weight=1.0)
    made = pd.concat([say_otherwise(agreed), wish_examples(corpus), *map(cue_examples, KNOWN)]).assign(weight=MADE)
    return pd.concat([agreed, made], ignore_index=True)


def wish_examples(corpus: pd.DataFrame) -> pd.DataFrame:
    """Return whole comments that praise and wish, and blame nothing, as suggestions: praise does not unsay a wish.

    Only comments whose every statement both hands label alike.
    """
    agreed = corpus["label"] == corpus["blind"]
    comments = corpus[agreed.groupby(corpus["comment_id"]).transform("all")].groupby("comment_id", sort=False)
    labels = comments["label"].agg(frozenset)
    wishing = [{"pro", "suggestion"} <= each and "con" not in each for each in labels]
    return comments[["comment", "lang"]].first()[wishing].set_axis(["text", "lang"], axis=1).assign(label="suggestion")


def cue_examples(lang: str) -> pd.DataFrame:
    """Return the cues of a language as statements of the label they speak for, plain and turned round."""
    rows = []
    for kind, phrase in read_phrases(lang):
        text = phrase.replace("*", "")
        rows += [(text, SPEAKS_FOR[kind])] if kind in SPEAKS_FOR else []
        rows += [(f"{NOT[lang]} {text}", SPEAKS_FOR[TURNED[kind]])] if kind in {"good", "bad"} else []
    return pd.DataFrame(rows, columns=["text", "label"]).assign(lang=lang)


def fit_cuts(corpus: pd.DataFrame, lang: str) -> tuple[NDArray[np.float64], float]:
    """Learn where statements begin from comments that were cut by hand."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    comments = corpus.drop_duplicates("comment_id")
    number = {name: row for row, name in enumerate(comments["comment_id"])}
    begun = set(zip(corpus["comment_id"].map(number), corpus["start"], strict=True))
    texts = comments["comment"].tolist()
    tokens = read_tokens(texts, lang)
    at, features = gap_features(texts, tokens, lang, cue_kinds(lang, tokens)[0])
    cut = [place in begun for place in zip(tokens.row[at].tolist(), tokens.start[at].tolist(), strict=True)]
    columns, n = len(features), len(at)
    rows = np.column_stack(features).ravel()
    table = sparse.csr_matrix((np.ones(n * columns), rows, np.arange(0, n * columns + 1, columns)), (n, BUCKETS))
    model = LogisticRegression(C=CUT_STRENGTH, max_iter=300).fit(table, cut)
    return model.coef_[0], float(model.intercept_[0])


if __name__ == "__main__":
    np.savez_compressed(Path(__file__).with_name(MODEL), **fit_arrays())  # type: ignore[arg-type] # numpy's stub names one keyword

    from npsanalysis.comments.accuracy import write_accuracy

    write_accuracy()
