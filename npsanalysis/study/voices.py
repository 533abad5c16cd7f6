"""Sections with what respondents said: labels, quotes, the pages of units, the appendix of verbatims."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.comments.codebook import load_codebook, theme_names
from npsanalysis.score import as_row
from npsanalysis.study.parts import Part
from npsanalysis.tables import format_estimates, format_labels
from npsanalysis.wording import LABEL_NAMES, interval, mark, number, percent, points, say

if TYPE_CHECKING:
    from npsanalysis.study.content import Study
    from npsanalysis.study.units import Unit

QUOTED_LABELS = ("pro", "con", "suggestion")

READING_OF_LABELS = {
    "pro": mark("What pleases"),
    "con": mark("What displeases"),
    "suggestion": mark("What is asked for"),
}

MOST_VERBATIMS = 100
"""Statements a label in the appendix of the page; the workbook has them all."""

LONGEST_VERBATIM = 600
"""Characters of a statement that the page shows."""

LONGEST_ON_SLIDE = 110

CUT_OFF = " ,;\u00a0\u202f"
"""Signs at the end of a statement that led to the next one; a quote goes without."""

MOST_THEMES = 12
"""Themes by label that are drawn."""

THREE = 3


def comments(study: Study, digits: int) -> list[Part]:  # noqa: ARG001 -- the shape of a section
    """Show what respondents like, dislike and ask for, with quotes."""
    lang = study.lang
    if study.statements.empty:
        return []
    commented = study.statements["response_id"].nunique()
    share = study.labels.set_index("label")["share"]
    told = {label: percent(share[label], lang) for label in QUOTED_LABELS}
    parts = [
        Part(
            name=say("Comments", lang),
            title=say("Of those who comment, {pro} praise, {con} blame, {suggestion} suggest", lang, **told),
            chapter=say("Pros, cons and suggestions", lang),
            sentences=[
                say(
                    "{n} respondents left a comment ({share} of the responses), cut here into {m} statements.",
                    lang,
                    n=commented,
                    share=percent(100 * commented / len(study.export.responses), lang),
                    m=len(study.statements),
                )
            ],
            frame=study.labels,
            chart="labels",
            table=format_labels(study.labels, lang=lang),
        )
    ]
    if study.quoted and len(study.quotes):
        parts.append(
            Part(
                name=say("Quotes", lang),
                title=say("In their own words", lang),
                columns=[(say(READING_OF_LABELS[label], lang), most_said(study, label)) for label in QUOTED_LABELS],
                page=False,
            )
        )
        parts += _quotes(study)
    return parts


def one_pagers(study: Study, digits: int) -> list[Part]:
    """Give each region, site or other unit its page."""
    if not study.units:
        return []
    key = str(study.units[0].estimate.columns[0])
    said = pd.concat([unit.labels.assign(**{key: unit.name}) for unit in study.units])
    together = Part(
        name=say("Labels by {group}", study.lang, group=key),
        title=say("What each says in its comments: {group}", study.lang, group=key),
        frame=said[[key, "label", "responses", "share", "low", "high"]] if len(said) else None,
        slide=False,
        page=False,
    )
    return [together, *(_page_of(study, unit, place, digits) for place, unit in enumerate(study.units))]


def verbatims(study: Study, digits: int) -> list[Part]:  # noqa: ARG001 -- the shape of a section
    """List statements by label, the surest first, each with its score."""
    lang = study.lang
    if not study.quoted or study.statements.empty:
        return []
    parts: list[Part] = []
    for label in QUOTED_LABELS:
        said = study.statements[study.statements["label"] == label]
        if said.empty:
            continue
        wording = said["text"].str.casefold().str.replace(r"\W+", " ", regex=True).str.strip()
        once = said[~wording.duplicated()].sort_values("probability", ascending=False, kind="stable")
        shown = once.head(MOST_VERBATIMS)
        shown = shown.assign(
            text=[shorten(text, LONGEST_VERBATIM, placeholder="…") for text in shown["text"].astype(str)]
        )
        told = say("{shown} of {n}, each wording once; the workbook has them all.", lang, shown=len(shown), n=len(said))
        parts.append(
            Part(
                name=say("Verbatims: {label}", lang, label=say(LABEL_NAMES[label], lang)),
                title=say(LABEL_NAMES[label], lang),
                chapter="" if parts else say("Appendix: verbatims", lang),
                sentences=[told] if len(shown) < len(said) else [],
                quotes=shown,
                slide=False,
            )
        )
    return parts


def themes(study: Study, digits: int) -> list[Part]:
    """Show how many points of NPS each theme costs or earns among those who comment."""
    lang = study.lang
    if study.impacts.empty:
        return []
    worst, best = weighty(study, "con", digits)[:1], weighty(study, "pro", digits)[:1]
    title = say("No theme clearly weighs on the score", lang)
    if worst:
        title = say("What costs most: {theme}", lang, theme=worst[0])
    elif best:
        title = say("What earns most: {theme}", lang, theme=best[0])
    return [
        Part(
            name=say("Themes", lang),
            title=title,
            chapter=say("What weighs on the score", lang),
            sentences=[
                say(
                    "Impact: the score of those who comment, minus what it would be had those who mention the theme "
                    "answered like the others. It is a difference between people, not yet a cause.",
                    lang,
                ),
                _who_comments(study),
            ],
            frame=study.impacts,
            chart="themes",
            table=_impact_table(weightiest(study.impacts), lang, digits),
        )
    ]


def weightiest(impacts: pd.DataFrame) -> pd.DataFrame:
    """Return the themes by label with the largest impacts, whether good or bad."""
    labelled = impacts[impacts["label"].isin(QUOTED_LABELS)]
    return labelled.loc[labelled["impact"].abs().sort_values(ascending=False).index[:MOST_THEMES]]


def weighty(study: Study, label: str, digits: int) -> list[str]:
    """Say the three themes that earn most as pros, or cost most as cons, beyond chance."""
    lang, sign = study.lang, 1 if label == "pro" else -1
    named = name_themes(study.impacts[study.impacts["label"] == label], lang)
    bound = named["impact_low"] if sign > 0 else -named["impact_high"]
    surest = (sign * named.loc[bound > 0, "impact"]).sort_values(ascending=False).index[:THREE]
    return [
        say(
            "{theme} ({impact} points; {share} of those who comment)",
            lang,
            theme=row["theme"],
            impact=points(row["impact"], lang, digits),
            share=percent(row["share"], lang),
        )
        for _, row in named.loc[surest].iterrows()
    ]


def name_themes(impacts: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Name themes in a language."""
    names = theme_names(load_codebook(), lang)
    return impacts.assign(theme=[names.get(theme, theme) for theme in impacts["theme"]])


def _who_comments(study: Study) -> str:
    """Say who comments more often, detractors or promoters."""
    share = study.rates.set_index("category")["share"]
    return say(
        "{detractors} of the detractors commented, {promoters} of the promoters.",
        study.lang,
        detractors=percent(share["detractor"], study.lang) if "detractor" in share else "–",
        promoters=percent(share["promoter"], study.lang) if "promoter" in share else "–",
    )


def _impact_table(impacts: pd.DataFrame, lang: str, digits: int) -> pd.DataFrame:
    """Write impacts for reading."""
    rows = [
        (
            say("{theme}: {label}", lang, theme=row["theme"], label=say(LABEL_NAMES[row["label"]], lang).casefold()),
            number(row["responses"], lang),
            points(row["impact"], lang, digits),
            interval(row["impact_low"], row["impact_high"], lang, digits),
        )
        for _, row in name_themes(impacts, lang).iterrows()
    ]
    heads = [
        "theme",
        say("respondents", lang),
        say("impact", lang),
        say("{level}% interval", lang, level="95"),
    ]
    return pd.DataFrame(rows, columns=heads).set_index("theme").rename_axis(say("theme", lang))


def most_said(study: Study, label: str) -> list[str]:
    """Return three statements that stand for a label."""
    return _short(study.quotes, label, study.lang)


def _short(quotes: pd.DataFrame, label: str, lang: str) -> list[str]:
    """Return three quotes of a label, shortened, in quotation marks."""
    texts = quotes.loc[quotes["label"] == label, "text"].astype(str).head(THREE)
    told = [shorten(text, LONGEST_ON_SLIDE, placeholder="…").rstrip(CUT_OFF) for text in texts]
    return [say("“{text}”", lang, text=text) for text in told]


def _quotes(study: Study) -> list[Part]:
    """Show the quotes of each label on the page."""
    parts = []
    for label in QUOTED_LABELS:
        quotes = study.quotes[study.quotes["label"] == label]
        if len(quotes):
            title = say(READING_OF_LABELS[label], study.lang)
            parts.append(Part(name=title, title=title, quotes=quotes, slide=False))
    return parts


def _page_of(study: Study, unit: Unit, place: int, digits: int) -> Part:
    """Write the page of a unit: its score beside that of the whole, what its respondents say."""
    lang, row = study.lang, unit.estimate.iloc[0]
    name = say("(no answer)", lang) if unit.name is None else unit.name
    key = str(unit.estimate.columns[0])
    whole = pd.DataFrame([{key: say("whole survey", lang), **as_row(study.estimate)}])
    beside = pd.concat([unit.estimate, whole], ignore_index=True)
    sentences = [
        say(
            "{n} answers, plausibly {interval}.",
            lang,
            n=int(row["n"]),
            interval=interval(row["low"], row["high"], lang, digits),
        ),
    ]
    if unit.labels.empty:
        sentences.append(say("Too few comments to show what they say.", lang))
    else:
        share = unit.labels.set_index("label")["share"]
        told = {label: percent(share[label], lang) for label in QUOTED_LABELS}
        sentences.append(say("Of those who comment, {pro} praise, {con} blame, {suggestion} suggest.", lang, **told))
    shown = study.quoted and len(unit.quotes) > 0
    return Part(
        name=say("Page: {unit}", lang, unit=name),
        title=say(
            "{unit}: {nps}, the whole survey {whole}",
            lang,
            unit=name,
            nps=points(row["nps"], lang, digits),
            whole=points(study.estimate.nps, lang, digits),
        ),
        chapter="" if place else say("One page each", lang),
        figure=say("NPS {nps}", lang, nps=points(row["nps"], lang, digits)),
        sentences=sentences,
        frame=beside,
        chart="estimates",
        columns=[(say(READING_OF_LABELS[label], lang), _short(unit.quotes, label, lang)) for label in QUOTED_LABELS]
        if shown
        else [],
        table=format_estimates(beside, lang=lang, digits=digits),
        sheet=False,
    )
