"""Invented surveys with a known truth, for samples, lessons and tests.

The expected NPS of each response is what the caller plants: a base, group effects, a trend and an event, all in points
and additive. Drivers move the score within that: their ratings correlate with it as planted. Comments are assembled
from phrases written for this purpose (`phrases.tsv`).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtr

from npsanalysis.errors import NPSError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_EXTREME = 0.95
"""Expected scores are kept within ±95 points."""

WITHIN_DETRACTORS = (0.06, 0.03, 0.06, 0.10, 0.13, 0.26, 0.36)
"""How detractors spread over 0…6."""

WITHIN_PASSIVES = (0.42, 0.58)
"""How passives spread over 7, 8."""

WITHIN_PROMOTERS = (0.45, 0.55)
"""How promoters spread over 9, 10."""

RATING_CUTS = (-1.6, -0.7, 0.1, 1.0)
"""Where a standard normal opinion is cut into ratings of 1 to 5."""

CONTRAST = {"en": (" but ", ", however ", ". ", ", "), "fr": (" mais ", ", par contre ", ". ", ", ")}
ADDITION = {"en": (", ", ". ", " and "), "fr": (", ", ". ", " et ")}

HABITS = {
    # category: chances that a comment holds a pro, a con, a suggestion
    "promoter": (0.95, 0.10, 0.15),
    "passive": (0.65, 0.55, 0.30),
    "detractor": (0.20, 0.95, 0.30),
}


def simulate_responses(
    n: int,
    *,
    nps: float = 30.0,
    groups: Mapping[str, Mapping[str, float]] | None = None,
    drivers: Mapping[str, float] | None = None,
    start: str = "2025-01-01",
    days: int = 365,
    trend: float = 0.0,
    event: tuple[str, float] | None = None,
    accounts: int = 0,
    sector: str = "hotel",
    lang: str = "en",
    comment_rate: float = 1.0,
    seed: int = 0,
) -> pd.DataFrame:
    """Invent a survey whose truth is known.

    Parameters
    ----------
    n
        Number of responses.
    nps
        Expected NPS before any effect, in points.
    groups
        Group columns: name → {group: effect in points}; groups are equally frequent.
    drivers
        Driver columns, rated 1 to 5: name → correlation of the opinion with the latent score (0 plants a null). Drivers
        are independent; the squares must sum to less than 1.
    start, days
        First day and number of days over which responses spread evenly.
    trend
        Change of the expected NPS over the whole period, in points, linear.
    event
        Day and effect in points from that day on, such as ("2025-07-01", -40).
    accounts
        Number of accounts the respondents belong to (0: none); accounts differ by 15 points of standard deviation and
        have a `revenue`.
    sector
        Which phrases comments are made of: `bank`, `hotel`, `industry` or `software`.
    lang
        Language of the comments, `en` or `fr`.
    comment_rate
        Share of the responses that have a comment, 0 to 1.
    seed
        Seed of the random numbers: the same seed gives the same survey.

    Returns
    -------
    DataFrame
        Responses: `response_id, score, comment, date`, then `respondent_id`, `account_id`, `revenue` where asked
        for, group columns and driver columns, in order of date.

    Raises
    ------
    NPSError
        If there is nothing to simulate or the drivers explain more than everything.
    UnknownNameError
        If there are no phrases for that sector and language.

    Examples
    --------
    >>> survey = simulate_responses(300, groups={"site": {"A": 20, "B": -20}}, seed=1)
    >>> list(survey.columns)
    ['response_id', 'score', 'comment', 'date', 'site']
    """
    if n < 1:
        raise NPSError(f"a survey needs at least one response, got n={n}.")
    rng = np.random.default_rng(seed)
    groups, drivers = groups or {}, drivers or {}
    time = np.sort(rng.random(n))
    date = pd.Timestamp(start) + pd.to_timedelta((time * days).astype(np.int64), unit="D")
    survey = pd.DataFrame({"response_id": [f"R{i:05d}" for i in range(1, n + 1)], "date": date})

    expected = nps + trend * (time - 0.5)
    after_event = np.zeros(n, dtype=bool)
    if event is not None:
        after_event = (survey["date"] >= pd.Timestamp(event[0])).to_numpy()
        expected += np.where(after_event, event[1], 0.0)
    if accounts:
        account = rng.integers(0, accounts, n)
        expected += rng.normal(0.0, 15.0, accounts)[account]
        survey["respondent_id"] = [f"C{a:04d}-{i}" for a, i in zip(account, rng.integers(1, 9, n), strict=True)]
        survey["account_id"] = [f"C{a:04d}" for a in account]
        survey["revenue"] = np.round(np.exp(rng.normal(10.0, 1.0, accounts)))[account]
    for name, effects in groups.items():
        chosen = rng.integers(0, len(effects), n)
        expected += np.array(list(effects.values()), dtype=np.float64)[chosen]
        survey[name] = np.array(list(effects))[chosen]

    latent, ratings = _opinions(drivers, n, rng)
    survey["score"] = _scores(latent, np.clip(expected / 100, -MOST_EXTREME, MOST_EXTREME))
    survey["comment"] = _comments(survey["score"].to_numpy(), after_event, _phrases(sector, lang), lang, rng)
    survey.loc[rng.random(n) >= comment_rate, "comment"] = np.nan
    first = ["response_id", "score", "comment", "date"]
    return survey[[*first, *survey.columns.difference(first, sort=False)]].assign(**ratings)


def _opinions(drivers: Mapping[str, float], n: int, rng: np.random.Generator) -> tuple[Floats, dict[str, Floats]]:
    """Return the latent score, standard normal, and the 1-5 ratings that go with it."""
    explained = sum(correlation**2 for correlation in drivers.values())
    if explained >= 1:
        raise NPSError(f"the squared correlations of the drivers must sum to less than 1, got {explained:.2f}.")
    latent: Floats = rng.normal(size=n) * np.sqrt(1 - explained)
    ratings: dict[str, Floats] = {}
    for name, correlation in drivers.items():
        opinion = rng.normal(size=n)
        latent += correlation * opinion
        ratings[name] = 1.0 + np.searchsorted(RATING_CUTS, opinion).astype(np.float64)
    return latent, ratings


def _scores(latent: Floats, expected: Floats) -> Floats:
    """Turn latent scores into answers 0…10 whose expected NPS is as planted, on −1…1."""
    passives = 0.3 * (1 - np.abs(expected))
    detractors = (1 - passives - expected) / 2
    shares = np.column_stack(
        [
            np.outer(detractors, np.divide(WITHIN_DETRACTORS, sum(WITHIN_DETRACTORS))),
            np.outer(passives, WITHIN_PASSIVES),
            np.outer(1 - passives - detractors, WITHIN_PROMOTERS),
        ]
    )
    below = np.cumsum(shares, axis=1)[:, :-1]
    return np.asarray((ndtr(latent)[:, None] > below).sum(axis=1), dtype=np.float64)


def _comments(
    scores: Floats, after_event: NDArray[np.bool_], phrases: pd.DataFrame, lang: str, rng: np.random.Generator
) -> list[str]:
    """Assemble a comment for each score."""
    usual = phrases[phrases["theme"] != "release"]
    by_label = {label: usual.loc[usual["label"] == label, "phrase"].tolist() for label in usual["label"].unique()}
    release = phrases.loc[phrases["theme"] == "release"]
    release_cons = release.loc[release["label"] == "con", "phrase"].tolist()
    comments = []
    for score, late in zip(scores, after_event, strict=True):
        category = "promoter" if score >= 9 else "detractor" if score <= 6 else "passive"
        likes, dislikes, wishes = rng.random(3) < HABITS[category]
        parts: list[tuple[str, str]] = []
        if likes:
            parts += [("pro", phrase) for phrase in rng.choice(by_label["pro"], rng.integers(1, 3), replace=False)]
        if dislikes:
            pool = release_cons if late and release_cons and rng.random() < 0.6 else by_label["con"]
            parts += [("con", str(rng.choice(pool)))]
        if wishes:
            parts += [("suggestion", str(rng.choice(by_label["suggestion"])))]
        if not parts:
            parts = [("none", str(rng.choice(by_label["none"])))]
        comments.append(_joined(parts, lang, rng))
    return comments


def _joined(parts: list[tuple[str, str]], lang: str, rng: np.random.Generator) -> str:
    """Join phrases as hurried people do."""
    text, before = "", ""
    for label, phrase in parts:
        if text:
            joins = CONTRAST if {before, label} == {"pro", "con"} else ADDITION
            join = str(rng.choice(joins[lang][:2] if label == "suggestion" else joins[lang]))
            text += join
            phrase = phrase[0].upper() + phrase[1:] if join == ". " else phrase  # noqa: PLW2901 -- a sentence starts
        text += phrase
        before = label
    if rng.random() < 0.7:
        text = text[0].upper() + text[1:]
    return text + str(rng.choice(["", ".", "", "!"]))


def _phrases(sector: str, lang: str) -> pd.DataFrame:
    """Return the phrases of a sector in a language."""
    phrases = _all_phrases()
    for kind, column, name in (("sector", "sector", sector), ("language", "lang", lang)):
        if name not in set(phrases[column]):
            raise UnknownNameError.of(kind, name, sorted(set(phrases[column])))
    return phrases[(phrases["sector"] == sector) & (phrases["lang"] == lang)]


@lru_cache
def _all_phrases() -> pd.DataFrame:
    """Read the phrases."""
    with files("npsanalysis").joinpath("phrases.tsv").open(encoding="utf-8") as source:
        return pd.read_csv(source, sep="\t", quoting=3, keep_default_na=False)
