"""What a study holds: every number and text of it, computed once."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.accounts import repeated_id
from npsanalysis.banner import banner
from npsanalysis.contrasts import compare
from npsanalysis.counts import as_keys, count_scores
from npsanalysis.drivers.ranking import rank_drivers
from npsanalysis.errors import DateWarning, DriverError, SampleWarning, SmallGroupWarning, UnknownColumnError
from npsanalysis.group_contrasts import compare_groups
from npsanalysis.markup import paragraph
from npsanalysis.progress import progress
from npsanalysis.score import NPSEstimate, nps, nps_by
from npsanalysis.study.naming import name_by_wording
from npsanalysis.study.said import STEPS, read_comments
from npsanalysis.study.survey import Survey
from npsanalysis.study.units import describe_units
from npsanalysis.suppression import FIGURES_FROM, suppress
from npsanalysis.trends.series import nps_over_time
from npsanalysis.trends.shifts import find_shifts
from npsanalysis.trends.slope import LEAST_PERIODS, measure_trend
from npsanalysis.wording import check_language, mark, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.contrasts import NPSDifference
    from npsanalysis.reading.export import Export
    from npsanalysis.study.units import Unit

DAYS_A_LEVEL = 7
"""Days with answers that a level of the score needs, as `find_shifts` has it."""

WAVE = "__wave__"
"""The column that says from which wave an answer is; exports do not name theirs so."""

LAST_WAVE = mark("last wave")

MOST_GROUP_COLUMNS = 4
"""How many group columns a study shows when the caller names none."""

MOST_GROUPS = 12
"""A column with more groups than this is not shown unasked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study of one survey: the frames behind every figure and table of it.

    Attributes
    ----------
    title, lang
        What the study is called, and its language.
    export, survey
        What was read, with its audit, its columns called by the wording of their questions, cut short; what was
        declared of the survey.
    clusters
        The id column whose answers are not independent (several people of an account, several answers of a person).
    estimate
        The NPS.
    counts
        Counts frame of the scores.
    groups, contrasts
        Estimates by each group column, small groups suppressed; each group that is shown against all others.
    trend, slope, shifts
        Estimates by day, week or month, empty where there are no dates; as of `measure_trend`; as of `find_shifts`, by
        day.
    drivers
        Drivers frame, empty where there are no ratings, or none that can be analysed.
    statements
        Labelled statements of the comments.
    labels
        Respondents by label, as of `count_labels`.
    quotes
        The statements that are quoted.
    impacts
        Impacts of themes by label, as of `impact_by_theme`, without themes that few mention.
    rates
        Who comments, as of `comment_rates`.
    actions
        The action register as it opens, as of `plan_actions`.
    banner
        As of `banner`: the score and the ratings by the group columns; empty without groups.
    units
        What is said of each group of the column that has a page a group.
    previous, change, changes
        The study of the last wave, by how much the NPS moved since, and that of each group shown in both.
    suppress_below
        Groups with fewer answers are shown without their score.
    quoted
        Whether words of respondents are shown.
    """

    title: str
    lang: str
    export: Export
    survey: Survey
    clusters: str | None
    estimate: NPSEstimate
    counts: pd.DataFrame
    groups: dict[str, pd.DataFrame]
    contrasts: dict[str, pd.DataFrame]
    trend: pd.DataFrame
    slope: pd.DataFrame
    shifts: pd.DataFrame
    drivers: pd.DataFrame
    statements: pd.DataFrame
    labels: pd.DataFrame
    quotes: pd.DataFrame
    impacts: pd.DataFrame
    rates: pd.DataFrame
    actions: pd.DataFrame
    banner: pd.DataFrame
    units: tuple[Unit, ...]
    previous: Study | None
    change: NPSDifference | None
    changes: dict[str, pd.DataFrame]
    suppress_below: int
    quoted: bool

    def _repr_html_(self) -> str:
        """Show the title, the score and what the study holds."""
        held = say(
            "{groups} group columns, {statements} statements of comments, {n} answers read from {name}.",
            self.lang,
            groups=len(self.groups),
            statements=len(self.statements),
            n=len(self.export.responses),
            name=self.export.source.name or "–",
        )
        return f"<h3>{escape(self.title)}</h3>{self.estimate._repr_html_()}{paragraph(held)}"


def build_study(
    export: Export,
    *,
    lang: str = "en",
    survey: Survey | None = None,
    by: str | Sequence[str] | None = None,
    one_pagers: str | None = None,
    previous: Export | None = None,
    suppress_below: int = FIGURES_FROM,
    quoted: bool = True,
) -> Study:
    """Compute everything a study shows; a terminal or a notebook shows how far it is.

    Parameters
    ----------
    export
        As of `read_export`.
    lang
        Language of the study, `en` or `fr`.
    survey
        What the survey was, as of `read_survey`. A known population makes the interval shorter.
    by
        Group columns to show, as `export.responses` names them; by default those recognised, at most 4.
    one_pagers
        Group column that gets a page a group.
    previous
        The export of the last wave.
    suppress_below
        Groups with fewer answers are shown without their score.
    quoted
        Whether words of respondents are shown.

    Returns
    -------
    Study
        The numbers and texts.

    Raises
    ------
    UnknownColumnError
        If a group column is not there.
    NPSError
        If there is no usable score, or the population is smaller than the answers.
    """
    check_language(lang)
    survey = survey or Survey()
    for key in (*as_keys(by), *as_keys(one_pagers)):
        if key not in export.responses.columns:
            raise UnknownColumnError.of(key, export.responses.columns)
    export, names = name_by_wording(export)
    responses = export.responses
    one_pagers = names.get(one_pagers, one_pagers) if one_pagers else None
    keys = [names.get(key, key) for key in as_keys(by)] or _recognised_groups(export, suppress_below)
    keys = list(dict.fromkeys([*keys, *as_keys(one_pagers)]))
    weights = responses["weight"] if "weight" in responses.columns else None
    clusters = repeated_id(responses)
    # The size of a population counts people: it is no number of accounts.
    population = None if clusters else survey.population_size
    before = None
    if previous is not None:
        before = build_study(previous, lang=lang, by=_shared(keys, previous), suppress_below=suppress_below)
    with progress(STEPS + 2) as begin:
        said = read_comments(export, lang, suppress_below, begin)
        begin(say("Comparing the groups and the days", lang))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallGroupWarning)  # small groups are suppressed instead
            warnings.simplefilter("ignore", DateWarning)  # the audit counts answers without a date
            estimate = nps(
                responses["score"],
                weights=weights,
                clusters=responses[clusters] if clusters else None,
                population=population,
            )
            every = {key: nps_by(responses, key, clusters=clusters, population=population) for key in keys}
            groups = {key: suppress(estimates, least=suppress_below) for key, estimates in every.items()}
            contrasts = {key: _against_rest(responses, shown, key, clusters) for key, shown in groups.items()}
            trend = _trend(responses)
            slope = measure_trend(trend) if (trend["n"] > 0).sum() >= LEAST_PERIODS else pd.DataFrame()
            shifts = _shifts(responses) if len(trend) else pd.DataFrame()
            moved = [key for key in before.groups if key in groups] if before else []
            changes = {key: _moved(groups[key], before, responses, key, clusters) for key in moved if before}
            begin(say("Ranking the ratings", lang))
            drivers = _drivers(export)
            cells = _banner(export, keys, suppress_below, dependent=clusters is not None)
    return Study(
        title=survey.title or _title(export.source.name, lang),
        lang=lang,
        export=export,
        survey=survey,
        clusters=clusters,
        estimate=estimate,
        counts=count_scores(responses, weight=None if weights is None else "weight"),
        groups=groups,
        contrasts=contrasts,
        trend=suppress(trend, least=suppress_below),
        slope=slope,
        shifts=shifts,
        drivers=drivers,
        **said._asdict(),
        banner=cells,
        units=describe_units(responses, groups[one_pagers], said.statements, suppress_below) if one_pagers else (),
        previous=before,
        change=compare(estimate, before.estimate) if before else None,
        changes=changes,
        suppress_below=suppress_below,
        quoted=quoted,
    )


def _title(name: str, lang: str) -> str:
    """Name a study after its file."""
    return say("NPS study: {name}", lang, name=PurePath(name).stem) if name else say("NPS study", lang)


def _shared(keys: list[str], previous: Export) -> list[str]:
    """Return the columns of the last wave that are called like the groups."""
    _, names = name_by_wording(previous)
    return [column for column in previous.responses.columns if names.get(column, column) in keys]


def _against_rest(responses: pd.DataFrame, estimates: pd.DataFrame, key: str, clusters: str | None) -> pd.DataFrame:
    """Compare each group that is shown with all others; none where there are no others."""
    if len(estimates) < 2:
        return pd.DataFrame(columns=[key, "difference", "p_adjusted"])
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("ignore", SmallGroupWarning)
        warnings.simplefilter("always", SampleWarning)  # groups asked at other times: the section says it
        contrasts = compare_groups(responses, key, clusters=clusters)
    hidden = estimates.loc[estimates["suppressed"], key]
    contrasts = contrasts[~contrasts[key].isin(hidden)].reset_index(drop=True)
    contrasts.attrs["asked_apart"] = bool(told)
    return contrasts


def _moved(
    estimates: pd.DataFrame, before: Study, responses: pd.DataFrame, key: str, clusters: str | None
) -> pd.DataFrame:
    """Compare each group that is shown in both waves with itself."""
    waves = pd.concat([before.export.responses.assign(**{WAVE: 0}), responses.assign(**{WAVE: 1})], ignore_index=True)
    weights = [responses.get("weight"), before.export.responses.get("weight")]
    clustered = clusters if before.clusters == clusters else None
    kept = [clustered, None if any(each is None for each in weights) else "weight"]
    waves = waves[["score", key, WAVE, *(column for column in kept if column)]]
    moved = compare_groups(waves, [key, WAVE], against="previous", clusters=clustered)
    shown = [set(each.loc[~each["suppressed"], key]) for each in (before.groups[key], estimates)]
    moved = moved.assign(reference=say(LAST_WAVE, before.lang))
    return moved[moved[key].isin(shown[0] & shown[1])].drop(columns=WAVE).reset_index(drop=True)


def _banner(export: Export, keys: list[str], suppress_below: int, *, dependent: bool) -> pd.DataFrame:
    """Tabulate the score and the ratings by groups; without letters where answers are not independent."""
    if not keys:
        return pd.DataFrame()
    cells = banner(export.responses, _ratings(export), keys, least=suppress_below)
    return cells.assign(higher_than="") if dependent else cells


def _ratings(export: Export) -> list[str]:
    """Return the columns of ratings."""
    return [str(column) for column in export.columns.loc[export.columns["role"] == "driver", "column"]]


def _drivers(export: Export) -> pd.DataFrame:
    """Rank the ratings; an empty frame where there are none, or they cannot be analysed."""
    ratings = _ratings(export)
    try:
        return rank_drivers(export.responses, ratings) if ratings else pd.DataFrame()
    except DriverError:  # the method page names ratings that were not analysed
        return pd.DataFrame()


def _trend(responses: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of each period, none where there are no dates; longer surveys have longer periods."""
    dates = responses["date"].dropna() if "date" in responses.columns else pd.Series(dtype="datetime64[ns]")
    days = (dates.max() - dates.min()).days if len(dates) else 0
    if days == 0 or responses.loc[dates.index, "score"].isna().all():
        return pd.DataFrame({"n": []})
    return nps_over_time(responses, "M" if days > 90 else "W" if days > 21 else "D")


def _shifts(responses: pd.DataFrame) -> pd.DataFrame:
    """Find the days at which the score shifted; none where there are too few days."""
    days = nps_over_time(responses, "D")
    days = days[days["n"] > 0]
    return find_shifts(days) if len(days) >= 2 * DAYS_A_LEVEL else pd.DataFrame()


def _recognised_groups(export: Export, suppress_below: int) -> list[str]:
    """Return the group columns worth showing unasked: few groups, two of them large enough to be shown."""
    scored = export.responses[export.responses["score"].notna()]
    found = export.columns.loc[export.columns["role"] == "group", "column"]
    sizes = {column: scored[column].value_counts() for column in found}
    telling = [column for column, n in sizes.items() if len(n) <= MOST_GROUPS and (n >= suppress_below).sum() > 1]
    return telling[:MOST_GROUP_COLUMNS]
