"""Sections on how the figures were made: what was read, what the survey was, what no interval covers, the words."""

from __future__ import annotations

from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.errors import StudyError
from npsanalysis.planning import nonresponse_bounds, response_rate
from npsanalysis.reading.report import describe_audit, describe_source
from npsanalysis.study.findings import about_clusters
from npsanalysis.study.parts import Part
from npsanalysis.study.sureness import sureness
from npsanalysis.study.survey import ENTRIES, TYPES
from npsanalysis.wording import METHOD_NAMES, day, mark, number, percent, points, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npsanalysis.study.content import Study

GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        mark("likelihood to recommend"): mark("the answer from 0 to 10 to “How likely are you to recommend us?”"),
        mark("promoter"): mark("a respondent who answers 9 or 10"),
        mark("passive"): mark("a respondent who answers 7 or 8"),
        mark("detractor"): mark("a respondent who answers 0 to 6"),
        mark("NPS"): mark("share of promoters minus share of detractors, in points from -100 to +100"),
        mark("margin of error"): mark(
            "how far the score of a sample may lie from that of everybody, by the chance of who was drawn"
        ),
        mark("respondent base"): mark("the answers a figure is computed from, written n"),
        mark("low base"): mark("a base too small for its figure to mean much"),
        mark("response rate"): mark("those who answered, in percent of those who were asked"),
        mark("population"): mark("all the people the survey is meant to speak for"),
        mark("wave"): mark("one period of a survey that is repeated"),
        mark("weighting"): mark("giving some answers more weight, so that the sample resembles the population"),
        mark("significant difference"): mark("a difference larger than chance alone would explain"),
        mark("driver"): mark("a rated aspect that goes with the score; not yet a cause"),
        mark("verbatim"): mark("what a respondent wrote, word for word, without personal data"),
        mark("strength"): mark("what respondents praise (pro)"),
        mark("pain point"): mark("what respondents complain about (con)"),
        mark("suggestion"): mark("what respondents ask for"),
    }
)
"""Terms of the trade that a study uses, and what they mean."""

SOURCES = (
    "Reichheld 2003, Harvard Business Review 81(12)",
    "Rocks 2016, doi:10.1080/00031305.2016.1158124",
    "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    "Holm 1979, Scand. J. Statist. 6(2)",
    "Grömping 2007, doi:10.1198/000313007X188252",
)
"""Where the score, its interval, shares, corrected p-values and the importance of drivers come from."""

SILENT_LIKE = (-20.0, 0.0)
"""How many points those who did not answer may differ, for the range that is told."""


def read(study: Study, digits: int) -> list[Part]:  # noqa: ARG001 -- the shape of a section
    """Say what was read, and what was left out."""
    lang = study.lang
    sentences = [describe_source(study.export.source, lang), *describe_audit(study.export.audit, lang)]
    title = say("What was read, and what was left out", lang)
    return [
        Part(
            name=say("Reading", lang),
            title=title,
            chapter=title,
            sentences=sentences,
            frame=pd.DataFrame({say("finding", lang): sentences}),
            slide=False,
        )
    ]


def method(study: Study, digits: int) -> list[Part]:
    """Show the methodology sheet, how the figures were made, and what they do not say."""
    lang = study.lang
    sheet = methodology_sheet(study)
    name = say("Methodology sheet", lang)
    made = _how_it_was_made(study)
    uncovered = not_covered(study, digits)
    return [
        Part(name=name, title=name, chapter=name, frame=sheet, table=sheet.set_index(sheet.columns[0])),
        Part(name=say("Method", lang), title=say("How the figures were made", lang), sentences=made, slide=False),
        *([] if study.statements.empty else sureness(study)),
        Part(
            name=say("Limits", lang),
            title=say("What the interval does not cover", lang),
            sentences=uncovered,
            frame=pd.DataFrame({say("limit", lang): uncovered}),
        ),
    ]


def glossary(study: Study, digits: int) -> list[Part]:  # noqa: ARG001 -- the shape of a section
    """Explain the words of the trade."""
    lang = study.lang
    words = pd.DataFrame([(say(term, lang), say(meaning, lang)) for term, meaning in GLOSSARY.items()])
    words.columns = pd.Index([say("term", lang), say("meaning", lang)])
    title = say("Glossary", lang)
    return [
        Part(name=title, title=title, chapter=title, frame=words, table=words.set_index(words.columns[0]), slide=False)
    ]


def methodology_sheet(study: Study) -> pd.DataFrame:
    """Return what is known of the survey, an aspect a row; what was not declared is said to be unknown."""
    lang, survey = study.lang, study.survey
    unknown = say("unknown (not declared)", lang)
    asked = study.export.columns.loc[study.export.columns["role"] == "score", "question"].iloc[0]
    rows = []
    for entry, (name, _) in ENTRIES.items():
        declared = getattr(survey, entry)
        value = unknown if declared is None else number(declared, lang) if isinstance(declared, int) else str(declared)
        if entry == "title":
            value = study.title
        elif entry == "type" and declared:
            value = say(TYPES[declared], lang)
        elif entry == "wording" and not declared:
            value = say("not declared; in the file: “{wording}”", lang, wording=asked)
        elif entry == "dates" and not declared:
            value = _dates(study) or unknown
        rows.append((say(name, lang), value))
        if entry == "asked":
            rows += _answered(study)
    for question in study.export.questions.values():
        rows.append((say("Open question", lang), question))
    return pd.DataFrame(rows, columns=[say("aspect", lang), say("what is known", lang)])


def not_covered(study: Study, digits: int) -> list[str]:
    """Say what may move the score and is in no interval."""
    lang, survey, estimate = study.lang, study.survey, study.estimate
    told = []
    if survey.population_size is None or survey.asked is None:
        told.append(say("Those who were not asked: how many they are was not declared.", lang))
    elif survey.asked < survey.population_size:
        n = survey.population_size - survey.asked
        told.append(
            say(
                "Those who were not asked: {n} of {population}, unless they were left out at random.",
                lang,
                n=n,
                population=survey.population_size,
            )
        )
    if survey.asked is None:
        told.append(say("Those who chose not to answer: how many they are was not declared.", lang))
    else:
        told += _silent(study, digits)
    if survey.incentive is None or survey.sender is None or survey.mode is None:
        told.append(
            say("The way of asking (mode, sender, incentive), which moves answers: not all of it was declared.", lang)
        )
    else:
        told.append(say("The way of asking (mode, sender, incentive), which moves answers.", lang))
    told.append(say("A question worded, placed or anchored otherwise in another survey one may compare with.", lang))
    if not study.statements.empty:
        told.append(say("The errors of the program that labels comments; shares of pros and cons carry them.", lang))
    if estimate.n < 100:
        told.append(
            say("A low base: with {n} answers a few people more or less change the picture.", lang, n=estimate.n)
        )
    return told


def _silent(study: Study, digits: int) -> list[str]:
    """Say how many did not answer, and what it would take for them to matter."""
    lang, asked, estimate = study.lang, study.survey.asked or 0, study.estimate
    if asked < estimate.n:
        raise StudyError(f"{estimate.n} people answered, so at least as many were asked, got asked = {asked}.")
    if asked == estimate.n:
        return []
    bounds = nonresponse_bounds(estimate, asked, gaps=SILENT_LIKE).set_index("gap")["nps"]
    return [
        say(
            "Those who did not answer: {n} of {asked}. Were they 20 points below those who answered, the score of all "
            "would be {nps}.",
            lang,
            n=asked - estimate.n,
            asked=asked,
            nps=points(float(bounds.iloc[1]), lang, digits),
        )
    ]


def _answered(study: Study) -> list[tuple[str, str]]:
    """Say how many answered and were used."""
    lang, responses = study.lang, study.export.responses
    rows = [
        (say("Responses read", lang), number(len(responses), lang)),
        (say("Answers used (n)", lang), number(study.estimate.n, lang)),
    ]
    if study.survey.asked is not None and study.survey.asked >= study.estimate.n:
        rate = float(response_rate(responses, asked=study.survey.asked)["rate"].iloc[0])
        rows.append((say("Response rate", lang), percent(rate, lang, 1)))
    return rows


def _dates(study: Study) -> str:
    """Say when the answers came, by the file."""
    dates = study.export.responses.get("date")
    if dates is None or not dates.notna().any():
        return ""
    first, last = day(dates.min(), study.lang), day(dates.max(), study.lang)
    return say("not declared; answers from {first} to {last}", study.lang, first=first, last=last)


def _how_it_was_made(study: Study) -> list[str]:
    """Say how the figures were made."""
    lang, estimate = study.lang, study.estimate
    sentences = [
        say(
            "Promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6; the NPS is the percentage of promoters "
            "minus the percentage of detractors, from -100 to +100.",
            lang,
        ),
        say(
            "Intervals: {method}, {level}%. They cover sampling error only: not the customers who were not asked, "
            "those who chose not to answer, nor a question asked differently.",
            lang,
            method=say(METHOD_NAMES[estimate.method], lang),
            level=number(100 * estimate.level, lang),
        ),
        *about_clusters(study),
        *_about_population(study),
        *_about_weights(study),
        say("Groups of fewer than {n} answers are shown without a score.", lang, n=study.suppress_below),
        *_about_ratings(study),
    ]
    if not study.statements.empty:
        sentences.append(
            say(
                "Comments are cut and labelled by a program, which is sometimes wrong, as the table below says: read "
                "the quotes and the coded statements before concluding.",
                lang,
            )
        )
    sentences.append(say("Sources: {sources}.", lang, sources="; ".join(SOURCES)))
    sentences.append(
        say(
            "Net Promoter, NPS and Net Promoter Score are trademarks of Bain & Company, Inc., NICE Systems, Inc. and "
            "Fred Reichheld.",
            lang,
        )
    )
    return sentences


def _about_population(study: Study) -> list[str]:
    """Say whether the size of the population was used."""
    size, lang = study.survey.population_size, study.lang
    if size is None:
        return []
    if study.clusters:
        return [say("The size of the population is not used: answers of one unit are not independent draws.", lang)]
    return [
        say(
            "Intervals of the score and of groups are shortened for a finite population of {n} (finite population "
            "correction), as if the answers were drawn from it at random.",
            lang,
            n=size,
        )
    ]


def _about_weights(study: Study) -> list[str]:
    """Say whether answers are weighted, and what it costs."""
    if "weight" not in study.export.responses.columns:
        return [say("The answers are not weighted.", study.lang)]
    n = study.estimate.n_effective
    effective = number(n if not isnan(n) else 0.0, study.lang)
    return [say("The answers are weighted; they are worth {n} answers that weigh the same.", study.lang, n=effective)]


def _about_ratings(study: Study) -> list[str]:
    """Name ratings that were found and not analysed."""
    ratings = study.export.columns.loc[study.export.columns["role"] == "driver", "column"].astype(str).tolist()
    if not ratings or len(study.drivers):
        return []
    names = ", ".join(ratings)
    return [
        say("Ratings that could not be analysed (too few answers, or all alike): {names}.", study.lang, names=names)
    ]
