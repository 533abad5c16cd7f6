"""The sections of a study, each shown by one function in a notebook cell."""

from __future__ import annotations

from html import escape
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

from npsanalysis.errors import UnknownNameError
from npsanalysis.figures.comments import plot_statements
from npsanalysis.figures.scores import plot_distribution, plot_estimates
from npsanalysis.figures.style import show
from npsanalysis.figures.trends import plot_trend
from npsanalysis.reading.report import describe_audit
from npsanalysis.tables import format_estimates, format_labels
from npsanalysis.wording import (
    METHOD_NAMES,
    day,
    interval,
    mark,
    number,
    percent,
    points,
    say,
    say_count,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from npsanalysis.study.content import Study

QUOTED_LABELS = ("pro", "con", "suggestion")

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

READING_OF_LABELS = {
    "pro": mark("What pleases"),
    "con": mark("What displeases"),
    "suggestion": mark("What is asked for"),
}


def show_answer(study: Study) -> None:
    """Show the answer: the NPS, its interval, its base, the shares, and what was left out."""
    lang, estimate = study.lang, study.estimate
    level = number(100 * estimate.level, lang)
    figures = [
        say("{level}% interval: {interval}", lang, level=level, interval=interval(estimate.low, estimate.high, lang)),
        say_count("{n} answer", "{n} answers", estimate.n, lang),
        say("{n} without a score", lang, n=len(study.export.responses) - estimate.n),
        say("{share} promoters", lang, share=percent(estimate.promoters, lang)),
        say("{share} passives", lang, share=percent(estimate.passives, lang)),
        say("{share} detractors", lang, share=percent(estimate.detractors, lang)),
    ]
    dates = study.export.responses.get("date")
    if dates is not None and dates.notna().any():
        figures.append(say("from {first} to {last}", lang, first=day(dates.min(), lang), last=day(dates.max(), lang)))
    _display(
        f"<h1>{escape(study.title)}</h1>"
        f'<p class="answer"><strong>NPS {points(estimate.nps, lang)}</strong></p>'
        f'<p class="facts">{" · ".join(escape(figure) for figure in figures)}</p>'
        f"<p>{escape(_answer_in_words(study))}</p>"
        f"<h2>{escape(say('What was read, and what was left out', lang))}</h2>"
        + _listed(describe_audit(study.export.audit, lang))
    )


def show_distribution(study: Study) -> None:
    """Show how the answers spread from 0 to 10."""
    _heading(say("How the answers spread", study.lang))
    show(plot_distribution(study.counts, lang=study.lang))


def show_groups(study: Study) -> None:
    """Show the NPS of each group with its interval."""
    if not study.groups:
        return
    _heading(say("Who differs", study.lang))
    for column, estimates in study.groups.items():
        _subheading(column)
        show(plot_estimates(estimates, lang=study.lang))
        _display(_table(format_estimates(estimates, lang=study.lang)))
    _display(
        _paragraph(
            say(
                "Two groups whose intervals overlap widely may well have the same score; a difference between two "
                "groups has a larger margin than either of them.",
                study.lang,
            )
        )
    )


def show_trend(study: Study) -> None:
    """Show the NPS through time."""
    if len(study.trend) < 2:
        return
    _heading(say("How it moved", study.lang))
    show(plot_trend(study.trend, lang=study.lang))


def show_comments(study: Study) -> None:
    """Show what respondents like, dislike and ask for, with quotes."""
    lang = study.lang
    if study.statements.empty:
        return
    _heading(say("Pros, cons and suggestions", lang))
    commented = study.statements["response_id"].nunique()
    _display(
        _paragraph(
            say(
                "{n} respondents left a comment ({share} of the responses), cut here into {m} statements.",
                lang,
                n=commented,
                share=percent(100 * commented / len(study.export.responses), lang),
                m=len(study.statements),
            )
        )
    )
    show(plot_statements(study.labels, lang=lang))
    _display(_table(format_labels(study.labels, lang=lang)))
    for label in QUOTED_LABELS:
        quotes = study.quotes[study.quotes["label"] == label]
        if len(quotes):
            _display(f"<h3>{escape(say(READING_OF_LABELS[label], lang))}</h3>" + _quotes(quotes, lang))


def show_method(study: Study) -> None:
    """Show how the figures were made, and what they do not say."""
    lang = study.lang
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
            method=say(METHOD_NAMES[study.estimate.method], lang),
            level=number(100 * study.estimate.level, lang),
        ),
        *_about_clusters(study),
        say("Groups of fewer than {n} answers are shown without a score.", lang, n=study.suppress_below),
    ]
    if not study.statements.empty:
        sentences.append(
            say(
                "Comments are cut and labelled by a program, which is sometimes wrong: read the quotes and the coded "
                "statements before concluding.",
                lang,
            )
        )
    sentences.append(
        say(
            "Net Promoter, NPS and Net Promoter Score are trademarks of Bain & Company, Inc., NICE Systems, Inc. and "
            "Fred Reichheld.",
            lang,
        )
    )
    _heading(say("Method", lang))
    _display(_listed(sentences))


SECTIONS: Mapping[str, Callable[[Study], None]] = MappingProxyType(
    {
        "answer": show_answer,
        "distribution": show_distribution,
        "groups": show_groups,
        "trend": show_trend,
        "comments": show_comments,
        "method": show_method,
    }
)
"""The sections of a study by name, in order. Another one is a function that shows a `Study`, and a line here."""


def show_section(study: Study, name: str) -> None:
    """Show one section of a study in a notebook.

    Parameters
    ----------
    study
        As of `build_study`.
    name
        A name of `SECTIONS`.

    Raises
    ------
    UnknownNameError
        If there is no such section.
    """
    if name not in SECTIONS:
        raise UnknownNameError.of("section", name, SECTIONS)
    SECTIONS[name](study)


def _about_clusters(study: Study) -> list[str]:
    """Say whether answers were taken as dependent."""
    if study.clusters is None:
        return []
    units = study.export.responses.loc[study.export.responses["score"].notna(), study.clusters].nunique()
    sentence = CLUSTERS[study.clusters]
    return [say(sentence, study.lang, n=study.estimate.n, units=units)]


def _answer_in_words(study: Study) -> str:
    """Say the answer as a sentence."""
    estimate, lang = study.estimate, study.lang
    return say(
        "Of 100 respondents, {promoters} are promoters and {detractors} are detractors. Had everybody answered instead "
        "of this sample, the score would plausibly lie between {low} and {high}.",
        lang,
        promoters=number(estimate.promoters, lang),
        detractors=number(estimate.detractors, lang),
        low=points(estimate.low, lang),
        high=points(estimate.high, lang),
    )


def _quotes(quotes: pd.DataFrame, lang: str) -> str:
    """Write quotes, escaped, each with its score."""
    items = []
    for text, score in zip(quotes["text"].astype(str), quotes["score"].astype(float), strict=True):
        told = "" if isnan(score) else say("score {score}", lang, score=number(score, lang))
        items.append(f"<blockquote>{escape(text)} <span>{escape(told)}</span></blockquote>")
    return "".join(items)


def _display(html: str) -> None:
    from IPython.display import HTML, display

    display(HTML(html))  # type: ignore[no-untyped-call]


def _heading(text: str) -> None:
    _display(f"<h2>{escape(text)}</h2>")


def _subheading(text: str) -> None:
    _display(f"<h3>{escape(text)}</h3>")


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _listed(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _table(frame: pd.DataFrame) -> str:
    return frame.rename_axis(columns=None).reset_index().to_html(index=False, border=0, classes="figures")
