"""Themes that the codebook misses, proposed from the statements it finds nothing in.

References
----------
.. [1] Lee D. D., Seung H. S. (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401,
       788-791. https://doi.org/10.1038/44565
.. [2] Grootendorst M. (2022). BERTopic: neural topic modeling with a class-based TF-IDF procedure.
       https://doi.org/10.48550/arXiv.2203.05794
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.comments.codebook import fold
from npsanalysis.comments.cues import read_phrases
from npsanalysis.comments.themes import tag_themes
from npsanalysis.language import KNOWN
from npsanalysis.redaction.redacting import redact

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 2
"""Statements that a word must stand in."""

WORD = "[a-z][a-z0-9]{2,}"
"""What counts as a word."""

TOP_WORDS = 5
"""Words that stand for a theme."""

EXAMPLES = 3
"""Statements shown for a theme, in each language."""

MOST_WORDS = 2_000
"""Words and pairs of words that are grouped, the most frequent."""

SAME_BEGINNING = 5
"""Letters at the beginning of a French and an English word that make them one: "reservation", "réserver"."""

COLOURLESS = frozenset({"good", "praise", "pity", "very", "little", "more", "order", "wish", "please", "but", "none"})
"""Kinds of cues whose words name no theme."""

WEAK_WORDS = {
    "en": "ago asked came come day days did didnt does doing done dont gave get gets getting give given gone got "
    "half home hour hours ive just kept know left let like little long look lot making month months need needed new "
    "number old people place put really right said say second start stuff sure tell thing things think time times told "
    "took try turned twice use used using want wanted way week weeks went work year years",
    "fr": "ans annee annees autre autres besoin chose choses coup donne donner dit doit fait faire faut fin fois gens "
    "heure heures jamais jour journee jours juste met mettre minute minutes moins mois moment part passe passer petit "
    "petite peu peut place point pris prendre premier premiere rien semaine semaines temps toujours tout truc trucs "
    "trop trouve trouver veut vient voir vrai vraiment",
}
"""Words of every comment that name no theme and stand in no list of small words."""

SUGGESTION_COLUMNS = ("words_en", "words_fr", "responses", "share", "examples")
"""The columns of suggested themes."""


class _Topic(NamedTuple):
    """A theme found in one language: its words, and its statements, the most typical first."""

    lang: str
    words: list[str]
    rows: NDArray[np.int64]


def suggest_themes(statements: pd.DataFrame, *, codebook: pd.DataFrame | None = None, most: int = 10) -> pd.DataFrame:
    """Propose themes for the codebook from the statements in which it finds none.

    Words and pairs of words that stand together are grouped by non-negative matrix factorisation [1]_, language by
    language, and named by class-based TF-IDF [2]_; a French and an English group that share a word, or its beginning,
    are one. What to make of a group is for people to judge: add its words to the codebook, or leave it.

    Parameters
    ----------
    statements
        Statements; those labelled `none` are left out.
    codebook
        As of `load_codebook`.
    most
        How many to propose.

    Returns
    -------
    DataFrame
        `words_en, words_fr, responses, share, examples`, the most frequent first: words between bars as a codebook has
        them, the respondents who say so (`share` in percent of those who commented), and redacted statements.

    Raises
    ------
    UnknownColumnError
        If a column is not there.

    Examples
    --------
    >>> texts = ["the lift is tiny", "lift out again", "no lift for us", "my dog loved it", "a bowl for the dog"]
    >>> frame = pd.DataFrame({"response_id": range(5), "question": "comment", "statement": 0, "text": texts})
    >>> suggest_themes(frame.assign(lang="en", label="con"), most=2)[["words_en", "responses"]]
      words_en  responses
    0     lift          3
    1      dog          2
    """
    unseen = _without_theme(statements, codebook)
    topics = [topic for lang in KNOWN for topic in _topics(unseen, lang, most)]
    base = statements["response_id"].nunique()
    rows = []
    for pair in _paired(topics):
        words = {topic.lang: " | ".join(topic.words) for topic in pair}
        responses = unseen["response_id"].iloc[np.concatenate([topic.rows for topic in pair])].nunique()
        shown = unseen.iloc[np.concatenate([topic.rows[:EXAMPLES] for topic in pair])]
        examples = " | ".join(redact(shown["text"], lang=shown["lang"]))
        rows.append((words.get("en", ""), words.get("fr", ""), responses, 100 * responses / base, examples))
    found = pd.DataFrame(rows, columns=list(SUGGESTION_COLUMNS))
    return found.sort_values("responses", ascending=False, kind="stable", ignore_index=True).head(most)


def _without_theme(statements: pd.DataFrame, codebook: pd.DataFrame | None) -> pd.DataFrame:
    """Return the statements that say something and name no theme of the codebook."""
    keys = ["response_id", "question", "statement"]
    seen = pd.MultiIndex.from_frame(tag_themes(statements, codebook=codebook)[keys])
    silent = statements["label"] == "none" if "label" in statements else False
    unseen = ~pd.MultiIndex.from_frame(statements[keys]).isin(seen)
    return statements[unseen & ~pd.Series(silent, index=statements.index).fillna(value=False)]


def _topics(statements: pd.DataFrame, lang: str, most: int) -> list[_Topic]:
    """Group the statements of a language by the words they share."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    rows = np.flatnonzero((statements["lang"] == lang).to_numpy())
    colourless = _colourless(lang)
    texts = [colourless.sub(" ", fold(text)) for text in statements["text"].array[rows]]
    counter = CountVectorizer(
        ngram_range=(1, 2),
        token_pattern=WORD,
        stop_words=_small_words(lang),
        min_df=FEWEST,
        max_features=MOST_WORDS,
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # scikit-learn's word for: no word stands in as many statements as it must
        return []
    parts = NMF(min(most, *counts.shape), init="nndsvd", tol=1e-3, max_iter=100, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a rough grouping does
        weights = parts.fit_transform(TfidfTransformer().fit_transform(counts))
    belongs = np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1)
    words = np.array(counter.get_feature_names_out())
    sums = np.vstack([np.asarray(counts[belongs == part].sum(axis=0)).ravel() for part in range(weights.shape[1])])
    telling = sums * np.log1p(sums.sum() / len(sums) / np.maximum(sums.sum(axis=0), 1))
    topics = []
    for part in range(weights.shape[1]):
        inside = np.flatnonzero(belongs == part)
        if len(inside) >= FEWEST:
            typical = inside[np.argsort(-weights[inside, part], kind="stable")]
            topics.append(_Topic(lang, _named(words, telling[part], sums[part]), rows[typical]))
    return topics


def _named(words: NDArray[Any], telling: NDArray[np.float64], counts: NDArray[np.float64]) -> list[str]:
    """Return the words that stand for a group, without pairs whose words are there already."""
    named: list[str] = []
    for place in np.argsort(-telling, kind="stable"):
        parts = set(words[place].split())
        if counts[place] < FEWEST or len(named) == TOP_WORDS:
            break
        if not parts & {part for word in named for part in word.split()}:
            named.append(str(words[place]))
    return named


def _paired(topics: list[_Topic]) -> list[list[_Topic]]:
    """Put a French and an English group together where their words are the same or begin alike."""
    french = [topic for topic in topics if topic.lang == "fr"]
    pairs = []
    for english in (topic for topic in topics if topic.lang == "en"):
        like = next((topic for topic in french if _alike(topic.words, english.words)), None)
        if like is not None:
            french.remove(like)
        pairs.append([english, *([like] if like is not None else [])])
    return pairs + [[topic] for topic in french]


def _alike(french: list[str], english: list[str]) -> bool:
    """Say whether two groups of words share a word, or the beginning of two longer ones."""
    beginnings = [{part[:SAME_BEGINNING] for word in words for part in word.split()} for words in (french, english)]
    return bool(beginnings[0] & beginnings[1])


@lru_cache
def _small_words(lang: str) -> list[str]:
    """Return the words that name no theme in any comment."""
    from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
    from spacy.lang.fr.stop_words import STOP_WORDS as FRENCH

    listed = {part for word in (FRENCH if lang == "fr" else ENGLISH) for part in re.findall("[a-z]+", fold(word))}
    return sorted(listed | set(WEAK_WORDS[lang].split()))


@lru_cache
def _colourless(lang: str) -> re.Pattern[str]:
    """Return the pattern of the single words that praise, ask or tell a degree: they say nothing of a theme."""
    cues = {fold(phrase) for kind, phrase in read_phrases(lang) if kind in COLOURLESS}
    words = sorted(cue.replace("*", "[a-z]*") for cue in cues if re.fullmatch("[a-z]+[*]?", cue))
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])")
