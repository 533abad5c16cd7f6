"""Measure the cutting and labelling of comments, and their speed.

    python measurements/comments.py [--eval FOLDER] [--cross]

Prints, with 95 % intervals, the measures of `score_statements`: F1 of each label by comment (is the label present?), F1
of the cuts, the share of characters under the right label; on the gold set, which nothing is fitted on, and on real
comments of `--eval` (files `nps_comments_<lang>_*.jsonl`: `text` and `reader_a`, a list of [start, end, label]).
Labelled texts of that folder (other `*.tsv`: `text, lang, label`) are read whole: macro-F1 of pro against con, F1 of
suggestions; beside them what is usual, a lexicon (`vaderSentiment`, `vaderSentiment-fr`, where installed) and a few
regular expressions. `--cross` also fits the classifiers without a quarter of the writers, and without a quarter of the
sectors, in turn (half an hour). "rules" are the cues alone, "use_score" is `standard` that knows the respondent's
score.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from npsanalysis import classify_statements, classify_texts, score_statements, split_comments
from npsanalysis.comments.accuracy import read_gold
from npsanalysis.comments.cues import get_lexicon
from npsanalysis.comments.default import STRENGTHS, make_examples, unfitted_classifier
from npsanalysis.comments.features import describe
from npsanalysis.comments.labelling import LABELS
from npsanalysis.comments.rereading import Rereader
from npsanalysis.comments.rules import label_by_cues
from npsanalysis.comments.training import MEASURING, read_corpus

RESAMPLES = 1000

FOLDS = 4
"""Parts of the writers, and of the sectors, that are left out in turn."""

LEXICONS = {"en": "vaderSentiment.vaderSentiment", "fr": "vaderSentiment_fr.vaderSentiment"}
"""Modules of the lexicons people use, measured where they are installed."""

ASKS = re.compile(
    r"\b(?:please|should|could you|would (?:like|love|be)|wish|add)\b|"
    r"\b(?:svp|il faudrait|pourriez|serait|j'aimerais|ajoute[rz])\b",
    re.IGNORECASE,
)
"""The expressions by which suggestions are usually looked for."""


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


def read_real(folder: Path, lang: str) -> pd.DataFrame:
    """Return real comments cut and labelled by a reader, one row a statement, as `read_gold` does."""
    rows = [
        (each["id"], each["text"], each["score"], start, end, each["text"][start:end], label)
        for path in sorted(folder.glob(f"nps_comments_{lang}_*.jsonl"))
        for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        for start, end, label in each["reader_a"]
    ]
    return pd.DataFrame(rows, columns=["response_id", "comment", "score", "start", "end", "text", "label"])


def show_quality(
    title: str,
    coded: pd.DataFrame,
    quality: str = "standard",
    classifier: Any = None,  # noqa: ANN401 -- any classifier
    *,
    use_score: bool = False,
) -> None:
    """Print every measure with its interval."""
    comments = coded.drop_duplicates("response_id")[["response_id", "comment", "score"]]
    judged = {"quality": quality, "classifier": classifier, "use_score": use_score}
    found = classify_statements(split_comments(comments), **judged)
    measured = score_statements(coded, found).set_index("measure")[["f1", "f1_low", "f1_high"]] / 100
    told = [f"{name} {value:.3f} [{low:.2f} {high:.2f}]" for name, value, low, high in measured.itertuples()]
    print(f"{title:19}", "  ".join(told))


def show_texts(title: str, texts: pd.DataFrame) -> None:
    """Print how well texts are labelled whole, beside what is usual."""
    lang = str(texts["lang"].iloc[0])
    polar, asking = texts["label"].isin(["pro", "con"]).to_numpy(), (texts["label"] == "suggestion").to_numpy()
    for name in ("rules", *STRENGTHS, "usual"):
        if name == "usual":
            leans, asked = _usual(texts["text"], lang)
        else:
            judge = {"classifier": Rules()} if name == "rules" else {"quality": name}
            found = classify_texts(texts["text"], lang=lang, **judge)
            leans, asked = (found["pro"] - found["con"]).to_numpy(), (found["label"] == "suggestion").to_numpy()
        told = []
        if leans is not None:
            praised = np.where(leans >= 0, "pro", "con")[polar]
            told.append("polarity " + _scored(texts["label"].to_numpy()[polar], praised, average="macro"))
        if asking.any():
            told.append("suggestion " + _scored(asking, asked, average="binary"))
        print(f"{title} {name:9}", "  ".join(told))


def _usual(texts: pd.Series, lang: str) -> tuple[np.ndarray | None, np.ndarray]:
    """Return polarity by the lexicon of a language, if installed, and whether an expression asks for something."""
    asked = texts.str.contains(ASKS).to_numpy()
    try:
        analyzer = import_module(LEXICONS[lang]).SentimentIntensityAnalyzer()
    except ModuleNotFoundError:
        return None, asked
    return np.array([analyzer.polarity_scores(text)["compound"] for text in texts]), asked


def _scored(true: np.ndarray, found: np.ndarray, average: str) -> str:
    """Return F1 with its interval."""
    rng = np.random.default_rng(0)
    picks = rng.integers(len(true), size=(RESAMPLES // 5, len(true)))
    low, high = np.quantile([f1_score(true[p], found[p], average=average) for p in picks], [0.025, 0.975])
    return f"{f1_score(true, found, average=average):.3f} [{low:.2f} {high:.2f}]"


def show_cross() -> None:
    """Print how well statements of writers, or of sectors, that were not learnt from are labelled."""
    corpus = pd.concat([read_corpus("fr"), read_corpus("en")], ignore_index=True)
    corpus["hand"] = corpus["lang"] + "_" + corpus["writer"]
    for unit, column in (("writers", "hand"), ("sectors", "sector")):
        corpus[unit] = pd.factorize(corpus[column], sort=True)[0] % FOLDS
    for unit in ("writers", "sectors"):
        predicted = pd.DataFrame(index=corpus.index, columns=list(STRENGTHS), dtype=object)
        for held in corpus[unit].unique():
            test = corpus[unit] == held
            learnt = make_examples(corpus[~test])
            judges: dict[str, Any] = {
                quality: unfitted_classifier(quality).fit(learnt, learnt["label"], learnt["weight"])
                for quality in STRENGTHS
            }
            judges["best"] = Rereader(judges["standard"], judges["best"])
            for quality, judge in judges.items():
                predicted.loc[test, quality] = judge.classes_[judge.predict_proba(corpus[test]).argmax(axis=1)]
        for quality in STRENGTHS:
            for lang, group in corpus[corpus["label"] == corpus["blind"]].groupby("lang"):
                each = f1_score(group["label"], predicted.loc[group.index, quality], average=None, labels=LABELS)
                shown = "  ".join(f"{label} {value:.3f}" for label, value in zip(LABELS, each, strict=True))
                print(f"{lang} unseen {unit:8} {quality:9} macro-F1 {each.mean():.3f}  {shown}")


def show_speed() -> None:
    """Print how many comments are cut and how many statements labelled in a second of one core."""
    warm = pd.concat([read_gold("fr"), read_gold("en")]).drop_duplicates("response_id")
    split_comments(warm)  # loads the pipelines and the cues of both languages
    for lang in ("fr", "en"):
        comments = read_corpus(lang).drop_duplicates("comment_id")["comment"]
        frame = pd.DataFrame({"comment": pd.concat([comments] * 8, ignore_index=True)})
        start = time.process_time()
        split_comments(frame)
        print(f"{lang} split {len(frame) / (time.process_time() - start):,.0f} comments/s", end="")
        unseen = split_comments(read_gold(lang).drop_duplicates("response_id"))
        for quality, repeats in {"fast": 15, "standard": 4, "best": 1}.items():
            statements = pd.concat([unseen] * repeats, ignore_index=True)
            classify_statements(statements.head(10), quality=quality)
            start = time.process_time()
            classify_statements(statements, quality=quality)
            print(f"  {quality} {len(statements) / (time.process_time() - start):,.0f} statements/s", end="")
        print()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--eval", type=Path, help="folder of real comments")
    parser.add_argument("--cross", action="store_true", help="also leave out writers and sectors in turn")
    options = parser.parse_args()
    for lang in ("fr", "en"):
        sets = {hand: read_gold(lang, (hand,)) for hand in MEASURING} | (
            {"real": read_real(options.eval, lang)} if options.eval else {}
        )
        for name, true in sets.items():
            show_quality(f"{lang} {name} rules", true, classifier=Rules())
            for quality in STRENGTHS:
                show_quality(f"{lang} {name} {quality}", true, quality)
            show_quality(f"{lang} {name} use_score", true, use_score=True)
    for path in sorted(options.eval.glob("*.tsv")) if options.eval else ():
        show_texts(path.stem, pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False))
    if options.cross:
        show_cross()
    show_speed()


if __name__ == "__main__":
    main()
