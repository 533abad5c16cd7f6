"""Sections with what was measured: the answer, its spread, who differs, how it moved, what goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.drivers.notes import driver_notes
from npsanalysis.score import as_row
from npsanalysis.study.parts import Part
from npsanalysis.study.voices import weighty
from npsanalysis.study.waves import SURE, THREE, base_of, capitalised, change_in_words, change_row, largest
from npsanalysis.tables import format_estimates
from npsanalysis.wording import METHOD_NAMES, day, interval, joined, mark, number, percent, points, say

if TYPE_CHECKING:
    from npsanalysis.study.content import Study

SHARP = 31
"""A shift whose day is known within so many days is told in a title, not as a slope."""

ASKED_APART = mark("Not all of these groups were asked at the same time: a difference may be the time's.")

CLUSTERS = {
    "account_id": mark(
        "The {n} answers come from {units} accounts; answers of one account are not independent, and the intervals "
        "allow for it."
    ),
    "respondent_id": mark(
        "The {n} answers come from {units} people; answers of one person are not independent, and the intervals "
        "allow for it."
    ),
}


def answer(study: Study, digits: int) -> list[Part]:
    """Give the answer on one page: score, change, three strengths, three irritants, three decisions to take."""
    lang, estimate = study.lang, study.estimate
    figure = say("NPS {nps}", lang, nps=points(estimate.nps, lang, digits))
    sentences = [base_of(study), _in_words(study, digits), change_in_words(study, digits)]
    to_fill = [say("Decision {n}: …", lang, n=place) for place in range(1, THREE + 1)]
    columns = [
        (say("Three strengths", lang), weighty(study, "pro", digits)),
        (say("Three irritants", lang), weighty(study, "con", digits)),
        (say("Three decisions to take", lang), to_fill),
    ]
    return [
        Part(
            name=say("In brief", lang),
            title=say("The score is {nps}, plausibly {interval}", lang, **_score(study, digits)),
            chapter=say("In brief", lang),
            figure=figure,
            sentences=[sentence for sentence in sentences if sentence],
            frame=pd.DataFrame([{**as_row(study.estimate), **change_row(study)}]),
            columns=columns,
        )
    ]


def distribution(study: Study, digits: int) -> list[Part]:
    """Show how the answers spread from 0 to 10."""
    lang, estimate = study.lang, study.estimate
    shares = {name: percent(getattr(estimate, name), lang, 0) for name in ("promoters", "passives", "detractors")}
    counts = study.counts.assign(share=100 * study.counts["weight"] / study.counts["weight"].sum())
    return [
        Part(
            name=say("Distribution", lang),
            title=say("{promoters} promoters, {passives} passives, {detractors} detractors", lang, **shares),
            chapter=say("How the answers spread", lang),
            sentences=[
                say(
                    "The mean answer is {mean}. The NPS keeps three classes of the eleven answers: look at both.",
                    lang,
                    mean=number(float((counts["score"] * counts["share"]).sum() / 100), lang, max(digits, 1)),
                )
            ],
            frame=counts.drop(columns="weight_squared"),
            chart="distribution",
        )
    ]


def groups(study: Study, digits: int) -> list[Part]:
    """Show the NPS of each group, and say which differ from the others."""
    lang = study.lang
    parts: list[Part] = []
    for column, estimates in study.groups.items():
        contrasts = study.contrasts[column]
        frame = estimates
        if len(contrasts):
            told = contrasts[[column, "difference", "low", "high", "p_adjusted"]]
            names = {"difference": "difference_rest", "low": "low_rest", "high": "high_rest"}
            frame = estimates.merge(told.rename(columns=names), on=column, how="left")
        parts.append(
            Part(
                name=column,
                title=_who_differs(contrasts, column, lang, digits),
                chapter=say("Who differs", lang) if not parts else "",
                sentences=[
                    say(
                        "Differences are with all other answers; those in the title hold beyond chance, the number of "
                        "groups allowed for (Holm).",
                        lang,
                    ),
                    *([say(ASKED_APART, lang)] if contrasts.attrs.get("asked_apart") else []),
                ],
                frame=frame,
                chart="estimates",
                table=format_estimates(estimates, lang=lang, digits=digits),
            )
        )
    return parts


def trend(study: Study, digits: int) -> list[Part]:
    """Show the NPS day by day, week by week or month by month."""
    lang = study.lang
    if len(study.trend) < 2:
        return []
    title = say("No lasting rise or fall is seen over the period", lang)
    sentences: list[str] = []
    if len(study.slope):
        line = study.slope.iloc[0]
        value = points(line["slope"], lang, digits)
        bounds = interval(line["low"], line["high"], lang, digits)
        size = number(abs(line["slope"]), lang, digits)
        if line["p_value"] < SURE and line["slope"] > 0:
            title = say("The score rose by about {points} points a month", lang, points=size)
        elif line["p_value"] < SURE:
            title = say("The score fell by about {points} points a month", lang, points=size)
        sentences = [
            say(
                "Straight line through the periods: {points} points a month ({interval}).",
                lang,
                points=value,
                interval=bounds,
            )
        ]
    for _, shift in study.shifts.iterrows():
        moved = {"points": points(shift["difference"], lang, digits), "date": day(shift["date"], lang)}
        first, last = day(shift["date_low"], lang), day(shift["date_high"], lang)
        sentences.append(
            say(
                "A shift of {points} points: {date}, between {first} and {last}.", lang, **moved, first=first, last=last
            )
        )
        if (shift["date_high"] - shift["date_low"]).days <= SHARP:
            title = say("The score shifted by {points} points around {date}", lang, **moved)
    return [
        Part(
            name=say("Trend", lang),
            title=title,
            chapter=say("How it moved", lang),
            sentences=sentences,
            frame=study.trend,
            chart="trend",
        )
    ]


def drivers(study: Study, digits: int) -> list[Part]:
    """Rank the ratings by how much they go with the score."""
    lang = study.lang
    if study.drivers.empty:
        return []
    notes = driver_notes(study.drivers, lang=lang)
    clear = study.drivers.loc[study.drivers["clear"], "driver"].astype(str).tolist()
    if clear:
        told = joined(_apart_from_start(clear[:THREE]), lang)
        title = say("What goes with the score most: {drivers}", lang, drivers=told)
    else:
        title = say("No rating clearly goes with the score", lang)
    return [
        Part(
            name=say("Drivers", lang),
            title=title,
            chapter=say("What goes with the score", lang),
            # A slide has room for the fit and for what it is not.
            sentences=notes if digits else [notes[0], notes[-1]],
            frame=study.drivers,
            chart="drivers" if study.drivers["importance"].notna().any() else "",
        )
    ]


def _apart_from_start(names: list[str]) -> list[str]:
    """Return names without the words that all of them begin with, up to a sign between ("Satisfaction: room")."""
    starts = {"".join(re.findall(r"^.*[:–—-]\s+", name)) for name in names}
    return [name.removeprefix(*starts) for name in names] if len(starts) == 1 < len(names) else names


def about_clusters(study: Study) -> list[str]:
    """Say whether answers were taken as dependent."""
    if study.clusters is None:
        return []
    units = study.export.responses.loc[study.export.responses["score"].notna(), study.clusters].nunique()
    return [say(CLUSTERS[study.clusters], study.lang, n=study.estimate.n, units=units)]


def _score(study: Study, digits: int) -> dict[str, str]:
    """Write the score and its interval."""
    estimate, lang = study.estimate, study.lang
    return {
        "nps": points(estimate.nps, lang, digits),
        "interval": interval(estimate.low, estimate.high, lang, digits),
    }


def _in_words(study: Study, digits: int) -> str:
    """Say the answer as a sentence."""
    estimate, lang = study.estimate, study.lang
    return say(
        "Of 100 respondents, {promoters} are promoters, {passives} passives and {detractors} detractors. Had everybody "
        "answered instead of this sample, the score would plausibly lie between {low} and {high} ({level}% interval, "
        "{method}).",
        lang,
        promoters=number(estimate.promoters, lang),
        passives=number(estimate.passives, lang),
        detractors=number(estimate.detractors, lang),
        low=points(estimate.low, lang, digits),
        high=points(estimate.high, lang, digits),
        level=number(100 * estimate.level, lang),
        method=say(METHOD_NAMES[estimate.method], lang),
    )


def _who_differs(contrasts: pd.DataFrame, column: str, lang: str, digits: int) -> str:
    """Name the groups that differ from the others beyond chance, the most distant first."""
    sure = contrasts[contrasts["p_adjusted"] < SURE]
    if sure.empty:
        return say("{column}: no group clearly differs from the others", lang, column=capitalised(column))
    told = joined(largest(sure, column, lang, digits), lang)
    return say("{column}: {groups} points against the others", lang, column=capitalised(column), groups=told)
