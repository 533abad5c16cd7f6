"""How much each theme named in the comments moves the NPS of those who commented.

The impact of a theme is `share / 100 × (NPS of those who mention it − NPS of those who commented and do not)`. It is
the NPS of the base minus the NPS of those who do not mention the theme: the points by which the score of the base
would change if those who mention it had answered like the others. It is a difference between people, not yet an effect.

Definitions in use, worked out on one survey: 100 commenters (NPS +20), of whom 25 mention the theme (NPS −40) and 75 do
not (NPS +40), besides 300 silent respondents (NPS +60, so +50 for all 400):

    ====================================================  =============================  =======
    definition                                            formula                        impact
    ====================================================  =============================  =======
    `impact_by_theme`, the default                        0.25 × (−40 − 40)                −20.0
    score of all commenters − score without the theme     20 − 40                          −20.0
    mentions × (theme − all) / (all − mentions) [1]_      25 × (−40 − 20) / 75             −20.0
    the same with the silent, `base="respondents"` [2]_   50 − (75 × 40 + 300 × 60) / 375   −6.0
    the same without the share, a mere difference         −40 − 40                         −80.0
    share × (theme − all)                                 0.25 × (−40 − 20)                −15.0
    ====================================================  =============================  =======

Actual coverage of the nominal 95 % interval by simulation, for bases of 50, 200 and 1,000 of whom 5, 20 or 60 % mention
the theme (`python measurements/impact.py`): 0.93 to 0.97, and 0.89 to 1.00 where about 10 or fewer mention it.

The first three are one number. With the silent in the base, a theme is measured against people who had no occasion to
mention it: who comments differs from who is silent (`comment_rates`), so every theme is moved the same way.

References
----------
.. [1] Users of Qualtrics on its "NPS Impact Score",
       https://community.qualtrics.com/cx-dashboards-8/has-anyone-seen-any-documentation-on-text-analytics-nps-impact-score-26174
.. [2] Thematic, Impact formulas, https://help.getthematic.com/article/32-impact-calculation-equations (all responses
       against all without the theme); Kapiche likewise, https://help.kapiche.com/en/articles/3394940
.. [3] Agresti A., Caffo B. (2000). Simple and effective confidence intervals for proportions and differences of
       proportions result from adding two successes and two failures. The American Statistician 54(4), 280-288.
       https://doi.org/10.1080/00031305.2000.10474560
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.comments.counting import wilson
from npsanalysis.comments.labelling import LABELS
from npsanalysis.comments.splitting import comment_columns
from npsanalysis.counts import weight_column
from npsanalysis.errors import NPSError, SmallGroupWarning, UnknownColumnError, UnknownNameError
from npsanalysis.intervals import PSEUDO_COUNTS, normal_quantile
from npsanalysis.scale import CATEGORIES, categorize
from npsanalysis.score import SMALL_GROUP

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]

ALL_LABELS = "all"
"""The label of the rows that count a theme whatever was said of it."""

BASES = ("commenters", "respondents")
"""Against whom a theme is measured: those who wrote something, or all who gave a score."""

IMPACT_COLUMNS = (
    "theme",
    "label",
    "responses",
    "share",
    "nps",
    "nps_others",
    "impact",
    "impact_low",
    "impact_high",
)
"""The columns of an impacts frame."""


def impact_by_theme(
    responses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    base: str = "commenters",
    weight: Weight = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure how many points of NPS each theme costs or earns, by label and across labels.

    Parameters
    ----------
    responses
        Responses frame: `score`, comment columns and, where there, `response_id` (else the row number counts). Those
        without a score are in no base.
    mentions
        Mentions, as of `tag_themes`. A respondent counts once for a theme and label, however often she names it.
    base
        `commenters`: those who wrote something; `respondents`: all who gave a score, the silent among those who do not
        mention the theme.
    weight
        Name of the column of weights; by default `weight` where there is one; False switches weighting off.
    level
        Confidence level.

    Returns
    -------
    DataFrame
        Impacts: `theme, label, responses, share, nps, nps_others, impact, impact_low, impact_high`. A row a theme and
        label mentioned at least once, and one with the label `all` a theme; themes with the largest impact first.
        `share` is in percent of the base, all others in points; an impact lies between −200 and 200. The interval is by
        the delta method, the variance of the two scores being taken with the pseudo-counts of the adjusted Wald
        interval [3]_; it covers sampling error only. A theme that the whole base mentions has no impact (NaN).

    Warns
    -----
    SmallGroupWarning
        For themes mentioned by fewer than 10 respondents.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    UnknownNameError
        If there is no base of that name.
    NPSError
        If nobody in the base gave a score.

    Examples
    --------
    >>> responses = pd.DataFrame({"response_id": range(40), "score": [2, 10, 10, 8] * 10, "comment": "…"})
    >>> late = pd.DataFrame({"response_id": range(0, 40, 4), "theme": "delivery", "label": "con"})
    >>> impact_by_theme(responses, late)[["theme", "label", "share", "impact", "impact_low", "impact_high"]].round(1)
          theme label  share  impact  impact_low  impact_high
    0  delivery   all   25.0   -41.7       -66.0        -17.3
    1  delivery   con   25.0   -41.7       -66.0        -17.3
    """
    for column in ("response_id", "theme", "label"):
        if column not in mentions:
            raise UnknownColumnError.of(column, mentions.columns)
    people = _base(responses, base, weight)
    everyone = _Group(people["category"].to_numpy(), people["weight"].to_numpy())
    rows = []
    for (theme, label), ids in _mentioners(mentions):
        named = people["response_id"].isin(ids).to_numpy()
        if named.any():
            rows.append((theme, label, int(named.sum()), *_impact(people, named, everyone, level)))
    impacts = pd.DataFrame(rows, columns=list(IMPACT_COLUMNS)).astype({"theme": "str", "label": "str"})
    across = impacts[impacts["label"] == ALL_LABELS]
    small = int((across["responses"] < SMALL_GROUP).sum())
    if small:
        warnings.warn(
            f"{small} of {len(across)} themes are mentioned by fewer than {SMALL_GROUP} respondents: their impacts say "
            "little.",
            SmallGroupWarning,
            stacklevel=2,
        )
    return _largest_first(impacts, across)


def comment_rates(responses: pd.DataFrame, *, weight: Weight = None) -> pd.DataFrame:
    """Count how many detractors, passives and promoters wrote a comment.

    Read it beside every table of themes: where detractors write more often, the comments are darker than the survey.

    Parameters
    ----------
    responses
        Responses frame with `score` and at least one comment column.
    weight
        As for `impact_by_theme`.

    Returns
    -------
    DataFrame
        `category, n, commenters, share, low, high`: the three categories and `all`; `share` is in percent of the `n`
        respondents of the category, with its 95 % Wilson interval. The NPS of those who comment and of the silent is
        `nps_by(responses.assign(commented=has_comment(responses)), "commented")`.

    Raises
    ------
    UnknownColumnError
        If a column is not there.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [2, 3, 8, 10, 10], "comment": ["slow", "dear", None, "fine", ""]})
    >>> comment_rates(frame).round(1)
        category  n  commenters  share   low   high
    0  detractor  2           2  100.0  34.2  100.0
    1    passive  1           0    0.0   0.0   79.3
    2   promoter  2           1   50.0   9.5   90.5
    3        all  5           3   60.0  23.1   88.2
    """
    people = _base(responses, "respondents", weight)
    rows = []
    for name in (*CATEGORIES, ALL_LABELS):
        group = people if name == ALL_LABELS else people[people["category"] == CATEGORIES.index(name)]
        weights = group["weight"].to_numpy()
        squares = np.square(weights).sum()
        effective = weights.sum() ** 2 / squares if squares else 0.0
        share = weights[group["commented"]].sum() / weights.sum() if squares else np.nan
        low, high = wilson(np.array([share * effective]), np.array([effective]))
        rows.append((name, len(group), int(group["commented"].sum()), 100 * share, 100 * low[0], 100 * high[0]))
    return pd.DataFrame(rows, columns=["category", "n", "commenters", "share", "low", "high"])


def has_comment(responses: pd.DataFrame) -> pd.Series[Any]:
    """Say which respondents wrote something in at least one comment column.

    Raises
    ------
    UnknownColumnError
        If there is no comment column.

    Examples
    --------
    >>> has_comment(pd.DataFrame({"comment": ["ok", " ", None], "comment_2": [None, None, "ras"]})).tolist()
    [True, False, True]
    """
    comments = responses[comment_columns(responses)].astype(object)
    written = comments.notna() & comments.map(lambda text: str(text).strip() != "")
    return written.any(axis=1).rename("commented")


class _Group:
    """Some respondents: their share of each category, their weight and the number of them it is worth."""

    def __init__(self, categories: NDArray[Any], weights: Floats) -> None:
        sums = np.bincount(categories, weights=weights, minlength=3)
        self.weight = float(weights.sum())
        self.n_effective = self.weight**2 / float(np.square(weights).sum()) if len(weights) else 0.0
        self.shares = sums / self.weight if self.weight else np.full(3, np.nan)
        self.nps = float(self.shares[2] - self.shares[0])

    def variance(self) -> float:
        """Return the variance of the NPS on −1…1, that of one answer being taken with pseudo-counts."""
        counts = self.shares * self.n_effective + np.array(PSEUDO_COUNTS)
        d, _, p = counts / counts.sum()
        return float(p + d - (p - d) ** 2) / self.n_effective


def _impact(people: pd.DataFrame, named: NDArray[np.bool_], everyone: _Group, level: float) -> tuple[float, ...]:
    """Return share, nps, nps_others, impact and its bounds, from percent and points on."""
    categories, weights = people["category"].to_numpy(), people["weight"].to_numpy()
    mentioning, others = _Group(categories[named], weights[named]), _Group(categories[~named], weights[~named])
    share = mentioning.weight / everyone.weight
    if others.weight == 0:
        return (100.0, 100 * mentioning.nps, np.nan, np.nan, np.nan, np.nan)
    difference = mentioning.nps - others.nps
    # Delta method for share × difference: the share is binomial; given who mentions, the scores are independent of it.
    of_share = share * (1 - share) / everyone.n_effective * difference**2
    of_scores = share**2 * (mentioning.variance() + others.variance())
    half = normal_quantile(level) * np.sqrt(of_share + of_scores)
    impact = share * difference
    return tuple(100 * value for value in (share, mentioning.nps, others.nps, impact, impact - half, impact + half))


def _base(responses: pd.DataFrame, base: str, weight: Weight) -> pd.DataFrame:
    """Return those a theme is measured against: `response_id, category, weight, commented`."""
    if base not in BASES:
        raise UnknownNameError.of("base", base, BASES)
    if "score" not in responses:
        raise UnknownColumnError.of("score", responses.columns)
    column = weight_column(responses, weight)
    people = pd.DataFrame(
        {
            "response_id": responses.get("response_id", pd.Series(range(len(responses)), index=responses.index)),
            "category": categorize(responses["score"]).cat.codes,
            "weight": 1.0 if column is None else responses[column].astype(float),
            "commented": has_comment(responses),
        }
    )
    people = people[(people["category"] >= 0) & (people["commented"] if base == "commenters" else True)]
    if people.empty:
        raise NPSError(f"none of the {base} gave a score, so no theme has an impact; check the score and the comments.")
    if not (people["weight"] > 0).all() or not np.isfinite(people["weight"].sum()):
        raise NPSError(f"column {column!r} has weights that are missing, infinite, zero or negative.")
    return people


def _mentioners(mentions: pd.DataFrame) -> list[tuple[tuple[str, str], Any]]:
    """Return who mentions each theme and label, and each theme with the label `all`."""
    across = mentions.assign(label=ALL_LABELS)
    both = pd.concat([across, mentions[mentions["label"].notna()]])
    return [
        ((str(theme), str(label)), ids.unique())
        for (theme, label), ids in both.groupby(["theme", "label"], sort=False)["response_id"]
    ]


def _largest_first(impacts: pd.DataFrame, across: pd.DataFrame) -> pd.DataFrame:
    """Put the themes with the largest impact first, and the labels of a theme in their order."""
    size = impacts["theme"].map(across.set_index("theme")["impact"].abs()).fillna(0.0).astype(float)
    order = {label: place for place, label in enumerate((ALL_LABELS, *LABELS))}
    places = impacts["label"].map(order).fillna(len(order))
    arranged = impacts.assign(_size=-size, _place=places).sort_values(["_size", "theme", "_place", "label"])
    return arranged.drop(columns=["_size", "_place"]).reset_index(drop=True)
