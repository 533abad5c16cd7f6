"""The section on the last wave: by how much the score moved, for whom, and whether the two can be compared."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd

from npsanalysis.errors import ComparabilityWarning
from npsanalysis.score import as_row
from npsanalysis.study.parts import Part
from npsanalysis.tables import format_estimates
from npsanalysis.trends.comparability import check_comparability
from npsanalysis.wording import day, interval, joined, mark, points, say, say_count

if TYPE_CHECKING:
    from npsanalysis.study.content import Study

SURE = 0.05
"""A difference with a smaller p-value, corrected for the number of groups, is told in a title."""

THREE = 3

ASPECT_NAMES = {
    "mode": mark("mode of collection"),
    "wording": mark("wording of the question"),
    "scale": mark("scale"),
    "population": mark("population"),
    "type": mark("type of survey"),
}


def change(study: Study, digits: int) -> list[Part]:
    """Set the NPS beside that of the last wave."""
    lang = study.lang
    if study.previous is None or study.change is None:
        return []
    before = study.previous
    waves = [as_row(each.estimate) for each in (before, study)]
    frame = pd.DataFrame(
        [
            {say("wave", lang): say(name, lang), **row}
            for name, row in zip((mark("last wave"), mark("this wave")), waves, strict=True)
        ]
    )
    title = change_in_words(study, digits)
    return [
        Part(
            name=say("Change", lang),
            title=title,
            chapter=say("Since the last wave", lang),
            sentences=[
                say("Last wave: {base}.", lang, base=base_of(before)),
                *([study.change.describe(lang)] if digits else []),
                *_comparable(study),
            ],
            frame=frame,
            chart="estimates",
            table=format_estimates(frame, lang=lang, digits=digits),
        ),
        *(_who_moved(moved, column, lang, digits) for column, moved in study.changes.items() if len(moved)),
    ]


def _who_moved(moved: pd.DataFrame, column: str, lang: str, digits: int) -> Part:
    """Say which groups moved since the last wave."""
    sure = moved[moved["p_adjusted"] < SURE]
    title = say("{column}: no group clearly moved since the last wave", lang, column=capitalised(column))
    if len(sure):
        told = largest(sure, column, lang, digits)
        begun = capitalised(column)
        title = say("{column}: {groups} points since the last wave", lang, column=begun, groups=joined(told, lang))
    rows = moved[[column, "difference", "low", "high"]].itertuples(index=False)
    table = pd.DataFrame(
        [
            (group_name(group, lang), points(difference, lang, digits), interval(low, high, lang, digits))
            for group, difference, low, high in rows
        ],
        columns=[column, say("change", lang), say("{level}% interval", lang, level="95")],
    )
    return Part(
        name=say("Change: {column}", lang, column=column),
        title=title,
        frame=moved,
        chart="changes",
        table=table.set_index(column),
    )


def base_of(study: Study) -> str:
    """Say how many answered, and when."""
    lang = study.lang
    missing = len(study.export.responses) - study.estimate.n
    facts = [say_count("{n} answer", "{n} answers", study.estimate.n, lang)]
    if missing:
        facts.append(say("{n} without a score", lang, n=missing))
    dates = study.export.responses.get("date")
    if dates is not None and dates.notna().any():
        facts.append(say("from {first} to {last}", lang, first=day(dates.min(), lang), last=day(dates.max(), lang)))
    return " · ".join(facts)


def change_in_words(study: Study, digits: int) -> str:
    """Say by how much the score moved since the last wave; nothing where there is none."""
    if study.change is None:
        return ""
    moved, lang = study.change, study.lang
    sentence = (
        mark("Since the last wave: {change} points, plausibly {interval}")
        if moved.p_value < SURE
        else mark("No clear change since the last wave: {change} points, plausibly {interval}")
    )
    bounds = interval(moved.low, moved.high, lang, digits)
    return say(sentence, lang, change=points(moved.difference, lang, digits), interval=bounds)


def change_row(study: Study) -> dict[str, object]:
    """Return the change as columns of a row."""
    if study.change is None:
        return {}
    moved = study.change
    return {
        "difference": moved.difference,
        "low_difference": moved.low,
        "high_difference": moved.high,
        "p_value": moved.p_value,
    }


def largest(contrasts: pd.DataFrame, column: str, lang: str, digits: int) -> list[str]:
    """Name three groups with their differences, the largest first."""
    order = contrasts["difference"].abs().sort_values(ascending=False).index[:THREE]
    return [
        say("{group} {difference}", lang, group=group_name(group, lang), difference=points(difference, lang, digits))
        for group, difference in contrasts.loc[order, [column, "difference"]].itertuples(index=False)
    ]


def capitalised(name: str) -> str:
    """Return a name as it begins a sentence."""
    return name[:1].upper() + name[1:]


def group_name(group: Any, lang: str) -> str:  # noqa: ANN401 -- any value of a column
    """Name a group; a missing one is those who did not say."""
    return say("(no answer)", lang) if pd.isna(group) else str(group)


def _comparable(study: Study) -> list[str]:
    """Say what keeps the two waves from being compared, as far as it was declared."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ComparabilityWarning)  # said below
        checked = check_comparability(study.survey.measured(), study.survey.previous or {}, study.lang)
    differing = checked.loc[checked["verdict"] == "different", "consequence"].tolist()
    unknown = [
        say(ASPECT_NAMES[aspect], study.lang) for aspect in checked.loc[checked["verdict"] == "not known", "aspect"]
    ]
    if unknown:
        differing.append(
            say(
                "Not declared for both waves, so it is not known whether it changed: {aspects}.",
                study.lang,
                aspects=joined(unknown, study.lang),
            )
        )
    return differing
