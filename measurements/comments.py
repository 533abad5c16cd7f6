"""Measure the cutting and labelling of comments, and their speed.

    python measurements/comments.py [--eval FOLDER] [--cross]

Prints, with 95 % bootstrap intervals over comments: F1 of each label by comment (is the label present?), the share of
characters under the right label, F1 of the boundaries; on the gold set, which nothing is fitted on, and on real
comments of `--eval` (files `nps_comments_<lang>_*.jsonl`: `text` and `reader_a`, a list of [start, end, label]).
`--cross` also fits the classifier without each writer, and without a quarter of the sectors, in turn. "rules" are the
cues alone.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from npsanalysis import classify_statements, split_comments
from npsanalysis.comments.classifier import CommentClassifier
from npsanalysis.comments.cues import get_lexicon
from npsanalysis.comments.features import describe
from npsanalysis.comments.labelling import LABELS
from npsanalysis.comments.rules import label_by_cues
from npsanalysis.comments.training import read_corpus

RESAMPLES = 1000


class Rules:
    """Labels by cues alone, in the shape of a classifier."""

    classes_ = np.array(LABELS, dtype=object)

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:  # noqa: N803 -- scikit-learn's name
        """Return 1 for the label the cues speak for."""
        chances = np.zeros((len(X), len(LABELS)))
        described = describe(X["text"].tolist(), X["lang"].tolist())
        for row, (one, lang) in enumerate(zip(described, X["lang"], strict=True)):
            label, _ = label_by_cues(one.words, get_lexicon(lang).find(one.words))
            chances[row, LABELS.index(label)] = 1
        return chances


def read_gold(lang: str) -> pd.DataFrame:
    """Return the gold set, one row a statement."""
    return read_corpus(lang, writers=("gold",))[["comment_id", "comment", "start", "end", "label"]]


def read_real(folder: Path, lang: str) -> pd.DataFrame:
    """Return real comments cut and labelled by a reader, one row a statement."""
    rows = [
        (each["id"], each["text"], start, end, label)
        for path in sorted(folder.glob(f"nps_comments_{lang}_*.jsonl"))
        for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        for start, end, label in each["reader_a"]
    ]
    return pd.DataFrame(rows, columns=["comment_id", "comment", "start", "end", "label"])


def tally(true: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return what each comment adds to every measure."""
    found_by = dict(list(found.groupby("response_id")))
    rows = []
    for name, group in true.groupby("comment_id", sort=False):
        text, mine = group["comment"].iloc[0], found_by[name]
        row: dict[str, float] = {}
        for label in LABELS[:3]:
            here, there = (group["label"] == label).any(), (mine["label"] == label).any()
            row |= {f"{label} both": here and there, f"{label} sum": int(here) + int(there)}
        layers = []
        for frame in (group, mine):
            layer = np.empty(len(text), dtype=object)
            for start, end, label in zip(frame["start"], frame["end"], frame["label"], strict=True):
                layer[start:end] = label
            layers.append(layer)
        solid = np.array([not letter.isspace() for letter in text])
        row |= {"characters right": (layers[0] == layers[1])[solid].sum(), "characters": solid.sum()}
        begun, cut = set(group["start"]) - {group["start"].min()}, set(mine["start"]) - {mine["start"].min()}
        row |= {"cut both": len(begun & cut), "cut sum": len(begun) + len(cut)}
        rows.append(row)
    return pd.DataFrame(rows).astype(float)


def measures(sums: pd.Series) -> pd.Series:
    """Return the measures from sums over comments."""
    values = {label: 2 * sums[f"{label} both"] / max(sums[f"{label} sum"], 1) for label in LABELS[:3]}
    values["characters"] = sums["characters right"] / sums["characters"]
    values["boundaries"] = 2 * sums["cut both"] / max(sums["cut sum"], 1)
    return pd.Series(values)


def show_quality(title: str, true: pd.DataFrame, classifier: Any = None) -> None:  # noqa: ANN401 -- any classifier
    """Print every measure with its interval."""
    comments = true.drop_duplicates("comment_id")
    frame = pd.DataFrame({"response_id": comments["comment_id"], "comment": comments["comment"]})
    table = tally(true, classify_statements(split_comments(frame), classifier=classifier))
    sums = table.to_numpy()
    rng = np.random.default_rng(0)
    resampled = [sums[rng.integers(len(sums), size=len(sums))].sum(axis=0) for _ in range(RESAMPLES)]
    draws = pd.DataFrame([measures(pd.Series(each, index=table.columns)) for each in resampled])
    low, high = draws.quantile(0.025), draws.quantile(0.975)
    told = [f"{name} {value:.3f} [{low[name]:.2f} {high[name]:.2f}]" for name, value in measures(table.sum()).items()]
    print(f"{title:15}", "  ".join(told))


def show_cross() -> None:
    """Print how well statements of writers, or of sectors, that were not learnt from are labelled."""
    corpus = pd.concat([read_corpus("fr"), read_corpus("en")], ignore_index=True)
    corpus = corpus[corpus["label"] == corpus["blind"]].reset_index(drop=True)
    numbered = {sector: number % 4 for number, sector in enumerate(sorted(corpus["sector"].unique()))}
    corpus["sectors"] = corpus["sector"].map(numbered)
    for unit in ("writer", "sectors"):
        predicted = pd.Series(index=corpus.index, dtype=object)
        for held in corpus[unit].unique():
            test = corpus[unit] == held
            fitted = CommentClassifier().fit(corpus[~test], corpus.loc[~test, "label"])
            predicted[test] = fitted.predict(corpus[test])
        for lang, group in corpus.groupby("lang"):
            each = f1_score(group["label"], predicted[group.index], average=None, labels=LABELS)
            shown = "  ".join(f"{label} {value:.3f}" for label, value in zip(LABELS, each, strict=True))
            print(f"{lang} unseen {unit:8} macro-F1 {each.mean():.3f}  {shown}")


def show_speed() -> None:
    """Print how many comments are cut and how many statements labelled in a second of one core."""
    for lang in ("fr", "en"):
        comments = read_corpus(lang).drop_duplicates("comment_id")["comment"]
        frame = pd.DataFrame({"comment": pd.concat([comments] * 8, ignore_index=True)})
        classify_statements(split_comments(frame.head(10)))
        start = time.process_time()
        statements = split_comments(frame)
        cut = time.process_time()
        classify_statements(statements)
        done = time.process_time()
        print(f"{lang} split {len(frame) / (cut - start):,.0f} comments/s", end="  ")
        print(f"classify {len(statements) / (done - cut):,.0f} statements/s")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--eval", type=Path, help="folder of real comments")
    parser.add_argument("--cross", action="store_true", help="also leave out writers and sectors in turn")
    options = parser.parse_args()
    for lang in ("fr", "en"):
        sets = {"gold": read_gold(lang)} | ({"real": read_real(options.eval, lang)} if options.eval else {})
        for name, true in sets.items():
            show_quality(f"{lang} {name} rules", true, Rules())
            show_quality(f"{lang} {name} fast", true)
    if options.cross:
        show_cross()
    show_speed()


if __name__ == "__main__":
    main()
