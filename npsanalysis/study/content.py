"""What a study holds: every number and text of it, computed once."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.comments.counting import count_labels
from npsanalysis.comments.labelling import classify_statements
from npsanalysis.comments.quotes import pick_quotes
from npsanalysis.comments.splitting import split_comments
from npsanalysis.counts import as_keys, count_scores
from npsanalysis.errors import DateWarning, SmallGroupWarning, UnknownColumnError
from npsanalysis.score import NPSEstimate, nps, nps_by
from npsanalysis.study.suppression import suppress_small
from npsanalysis.trends.series import nps_over_time
from npsanalysis.wording import check_language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npsanalysis.reading.export import Export

MOST_GROUP_COLUMNS = 4
"""How many group columns a study shows when the caller names none."""

MOST_GROUPS = 12
"""A column with more groups than this is not shown unasked."""

QUOTES_PER_LABEL = 5


@dataclass(frozen=True, slots=True)
class Study:
    """A study of one survey: the frames behind every figure and table of it.

    Attributes
    ----------
    title, lang
        What the study is called, and its language.
    export
        What was read, with its audit.
    clusters
        The id column whose answers are not independent (several people of an account, several answers of a person).
    estimate
        The NPS.
    counts
        Counts frame of the scores.
    groups
        Estimates by each group column, small groups suppressed.
    trend
        Estimates by day, week or month, empty where there are no dates.
    statements
        Labelled statements of the comments.
    labels
        Respondents by label, as of `count_labels`.
    quotes
        The statements that are quoted.
    suppress_below
        Groups with fewer answers are shown without their score.
    """

    title: str
    lang: str
    export: Export
    clusters: str | None
    estimate: NPSEstimate
    counts: pd.DataFrame
    groups: dict[str, pd.DataFrame]
    trend: pd.DataFrame
    statements: pd.DataFrame
    labels: pd.DataFrame
    quotes: pd.DataFrame
    suppress_below: int


def build_study(
    export: Export,
    *,
    lang: str = "en",
    title: str | None = None,
    by: str | Sequence[str] | None = None,
    suppress_below: int = 10,
) -> Study:
    """Compute everything a study shows.

    Parameters
    ----------
    export
        As of `read_export`.
    lang
        Language of the study, `en` or `fr`.
    title
        Title; by default it names the file.
    by
        Group columns to show; by default those recognised, at most 4.
    suppress_below
        Groups with fewer answers are shown without their score.

    Returns
    -------
    Study
        The numbers and texts.

    Raises
    ------
    UnknownColumnError
        If a group column is not there.
    NPSError
        If there is no usable score.
    """
    check_language(lang)
    responses = export.responses
    keys = as_keys(by) or _recognised_groups(export, suppress_below)
    for key in keys:
        if key not in responses.columns:
            raise UnknownColumnError.of(key, responses.columns)
    weights = responses["weight"] if "weight" in responses.columns else None
    clusters = _repeating(responses)
    commented = responses if export.questions else responses.assign(comment=pd.Series(dtype="str"))
    statements = classify_statements(split_comments(commented, questions=export.questions))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallGroupWarning)  # small groups are suppressed instead
        warnings.simplefilter("ignore", DateWarning)  # the audit counts answers without a date
        return Study(
            title=title or _title(export.source.name, lang),
            lang=lang,
            export=export,
            clusters=clusters,
            estimate=nps(responses["score"], weights=weights, clusters=responses[clusters] if clusters else None),
            counts=count_scores(responses, weight=None if weights is None else "weight"),
            groups={key: suppress_small(nps_by(responses, key, clusters=clusters), suppress_below) for key in keys},
            trend=suppress_small(_trend(responses), suppress_below),
            statements=statements,
            labels=count_labels(statements),
            quotes=pick_quotes(statements, per_label=QUOTES_PER_LABEL),
            suppress_below=suppress_below,
        )


def _repeating(responses: pd.DataFrame) -> str | None:
    """Return the id column, of accounts or else of respondents, that answers share."""
    scored = responses[responses["score"].notna()]
    for column in ("account_id", "respondent_id"):
        if column in scored and scored[column].notna().all() and scored[column].duplicated().any():
            return column
    return None


def _title(name: str, lang: str) -> str:
    """Name a study after its file."""
    return say("NPS study: {name}", lang, name=name) if name else say("NPS study", lang)


def _trend(responses: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of each period, none where there are no dates; longer surveys have longer periods."""
    dates = responses["date"].dropna() if "date" in responses.columns else pd.Series(dtype="datetime64[ns]")
    days = (dates.max() - dates.min()).days if len(dates) else 0
    if days == 0 or responses.loc[dates.index, "score"].isna().all():
        return pd.DataFrame({"n": []})
    return nps_over_time(responses, "M" if days > 90 else "W" if days > 21 else "D")


def _recognised_groups(export: Export, suppress_below: int) -> list[str]:
    """Return the group columns worth showing unasked: few groups, two of them large enough to be shown."""
    scored = export.responses[export.responses["score"].notna()]
    found = export.columns.loc[export.columns["role"] == "group", "column"]
    sizes = {column: scored[column].value_counts() for column in found}
    telling = [column for column, n in sizes.items() if len(n) <= MOST_GROUPS and (n >= suppress_below).sum() > 1]
    return telling[:MOST_GROUP_COLUMNS]
