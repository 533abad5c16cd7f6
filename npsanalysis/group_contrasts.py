"""Which groups differ, and for certain? Each group against the others, the whole, the wave before or a chosen one."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from npsanalysis import counts as counting
from npsanalysis.designs import Design, linearise
from npsanalysis.differences import get_difference, student
from npsanalysis.errors import NPSError, SampleWarning, SmallGroupWarning, UnknownNameError
from npsanalysis.estimation import LINEARISED, as_sample, estimate_counts
from npsanalysis.scale import categorize
from npsanalysis.score import warn_of_repeats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight
    from npsanalysis.differences import Floats

    Correction = Literal["holm", "hochberg", "bh", "bonferroni"] | None

CONTRAST_COLUMNS = (
    "reference",
    "difference",
    "low",
    "high",
    "p_value",
    "p_adjusted",
    "n",
    "n_reference",
    "level",
    "method",
)
"""The columns of every contrasts frame, after its keys."""

CORRECTIONS = ("holm", "hochberg", "bh", "bonferroni")
"""Corrections of p-values for asking many questions at once."""


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Which groups are compared with which: a row a contrast.

    Attributes
    ----------
    group
        The group's number.
    reference
        What it is compared with, named.
    members
        Shape (contrasts, groups): which groups the reference is made of.
    """

    group: NDArray[np.int64]
    reference: list[Any]
    members: NDArray[np.bool_]


def compare_groups(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str | Sequence[str],
    *,
    against: object = "rest",
    correction: Correction = "holm",
    weight: Weight = None,
    strata: str | None = None,
    clusters: str | None = None,
    population: float | Mapping[Any, float] | None = None,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Compare each group with a reference.

    Parameters
    ----------
    responses
        Responses frame with a column `score`, as for `nps_by`.
    by
        Key column or columns. Groups of the last one are compared, within each combination of the others.
    against
        `rest`: all other groups together, without the group itself. `all`: everybody, the group included (the overlap
        is taken account of). `previous`: the value before in the order of the column, for waves. Anything else is the
        group to compare with.
    correction
        How the p-values pay for the number of questions: `holm`, `hochberg` and `bonferroni` keep the chance of even
        one false finding at 1 − level, `bh` their share among the findings; None leaves them.
    weight, strata, clusters, population
        As for `nps_by`. With a design the covariance of the two sides is kept, and the method is `linearised`.
    level
        Confidence level of the intervals, which are not corrected.
    method
        A name of `DIFFERENCES`.

    Returns
    -------
    DataFrame
        Contrasts: keys…, `reference, difference, low, high, p_value, p_adjusted, n, n_reference, level, method`, in
        points, a row a group. A side without answers (a group absent from a wave) has `n` 0 and a missing difference.

    Warns
    -----
    SmallGroupWarning
        If a side is empty or a single answer: its row has no difference or no bounds.
    SampleWarning
        If people answered several times and no clusters are named, or a group and its reference were asked at
        times that do not overlap (unless against `previous`).

    Raises
    ------
    UnknownColumnError, UnknownNameError
        If a column, the group to compare with, the correction or the method does not exist.
    NPSError
        If there is only one group, or a wave is missing for some answers.

    References
    ----------
    Holm S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2).
    Benjamini Y., Hochberg Y. (1995). Controlling the false discovery rate. JRSS B 57(1), 289-300.
    https://doi.org/10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10] * 30 + [2] * 30 + [8] * 30, "site": ["a"] * 30 + ["b"] * 30 + ["c"] * 30})
    >>> compare_groups(frame, "site")[["site", "reference", "difference", "n", "n_reference"]]
      site reference  difference   n  n_reference
    0    a      rest       150.0  30           60
    1    b      rest      -150.0  30           60
    2    c      rest         0.0  30           60
    """
    keys = counting.as_keys(by)
    if not keys:
        raise NPSError("there must be a column of groups to compare; give its name as by=.")
    taken = [key for key in keys if key in CONTRAST_COLUMNS]
    if taken:
        raise NPSError(f"a group column cannot be called {taken[0]!r}, a column of the result; rename it first.")
    if correction is not None and correction not in CORRECTIONS:
        raise UnknownNameError.of("correction", correction, CORRECTIONS)
    compare = get_difference(method)
    design = Design(strata, clusters, population)
    column = counting.weight_column(responses, weight)
    counts = counting.count_scores(responses, list(dict.fromkeys([*keys, *design.keys])), weight=column)
    group = counts.groupby(keys, dropna=False, sort=False, observed=True).ngroup().to_numpy().astype(np.int64)
    groups = counts.loc[~pd.Series(group, index=counts.index).duplicated(), keys].reset_index(drop=True)
    pairs = _pair(groups, against)

    if design == Design():
        sides = [
            _estimate_sides(counts, group, members, weighted=column is not None)
            for members in (np.eye(len(groups), dtype=bool)[pairs.group], pairs.members)
        ]
        contrasts = _test(sides[0], sides[1], compare, level).assign(method=method)
        warn_of_repeats(responses, keys[:-1], stacklevel=3)
    else:
        contrasts = _test_design(counts, group, pairs, design, level).assign(method=LINEARISED)
    if against == "all":
        # The group is a part of the whole: its distance to the whole is the rest's share of its distance to the rest.
        total = counts["weight"].groupby(group).sum().to_numpy()
        rest = pairs.members @ total / (pairs.members @ total + total[pairs.group])
        contrasts[["difference", "low", "high"]] = contrasts[["difference", "low", "high"]].mul(rest, axis=0)
        contrasts["n_reference"] += contrasts["n"]
    if against != "previous" and "date" not in keys and "date" in counting.columns_of(responses):
        _warn_of_periods(responses, groups, pairs)
    _warn_of_empty(contrasts)
    adjusted = adjust_p_values(contrasts["p_value"].to_numpy(), correction)
    contrasts = contrasts.assign(reference=pairs.reference, p_adjusted=adjusted, level=level)
    named = groups.iloc[pairs.group].reset_index(drop=True)
    return pd.concat([named, contrasts[list(CONTRAST_COLUMNS)]], axis=1)


def adjust_p_values(p_values: Floats, correction: Correction) -> Floats:
    """Adjust p-values for their number; missing ones stay missing and are not counted.

    Examples
    --------
    >>> adjust_p_values(np.array([0.01, 0.02, 0.04]), "holm").round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    if correction is None:
        return p_values.copy()
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    p, m = p_values[order], len(order)
    rank = np.arange(1, m + 1)
    if correction == "bonferroni":
        raised = p * m
    elif correction == "holm":
        raised = np.maximum.accumulate(p * (m - rank + 1))
    else:
        factor = m - rank + 1 if correction == "hochberg" else m / rank
        raised = np.minimum.accumulate((p * factor)[::-1])[::-1]
    adjusted = np.full_like(p_values, np.nan)
    adjusted[order] = np.minimum(raised, 1.0)
    return adjusted


def _pair(groups: pd.DataFrame, against: object) -> _Pairs:
    """Say which groups are compared with which."""
    last = groups[groups.columns[-1]]
    outer = np.zeros(len(groups), dtype=np.int64)
    if len(groups.columns) > 1:
        earlier = groups.groupby(list(groups.columns[:-1]), dropna=False, sort=False, observed=True)
        outer = earlier.ngroup().to_numpy().astype(np.int64)
    together = outer[:, None] == outer[None, :]
    number = np.arange(len(groups))
    if against in ("rest", "all"):
        if not (together.sum(axis=1) > 1).any():
            raise NPSError("there is only one group, so there is nothing to compare it with.")
        members = together & ~np.eye(len(groups), dtype=bool)
        return _Pairs(number, [against] * len(groups), members)
    if against == "previous":
        return _pair_waves(last, outer)
    is_reference = (last == against).to_numpy()
    if not is_reference.any():
        raise UnknownNameError.of("group", against, ["rest", "previous", "all", *last.drop_duplicates()])
    rows = number[~is_reference]
    return _Pairs(rows, [against] * len(rows), (together & is_reference)[rows])


def _pair_waves(last: pd.Series[Any], outer: NDArray[np.int64]) -> _Pairs:
    """Pair each wave with the one before; one that has no answers for a group is an empty reference."""
    if last.isna().any():
        raise NPSError(f"column {last.name!r} is missing for some answers, so their wave has no place in the order.")
    waves = list(pd.Series(last.unique()).sort_values())
    if len(waves) < 2:
        raise NPSError(f"column {last.name!r} has a single value, so there is no previous wave.")
    place = last.map({wave: place for place, wave in enumerate(waves)}).to_numpy()
    rows = np.flatnonzero(place > 0)
    members = (outer[rows][:, None] == outer[None, :]) & (place[rows][:, None] - 1 == place[None, :])
    return _Pairs(rows, [waves[place[row] - 1] for row in rows], members)


def _estimate_sides(
    counts: pd.DataFrame, group: NDArray[np.int64], members: NDArray[np.bool_], *, weighted: bool
) -> pd.DataFrame:
    """Estimate one side of every contrast: the groups it is made of, taken together."""
    category = categorize(counts["score"]).cat.codes.to_numpy()
    side = {}
    for column in ("n", "weight", "weight_squared"):
        table = np.zeros((members.shape[1], 3))
        np.add.at(table, (group, category), counts[column].to_numpy(dtype=np.float64))
        side[column] = (members @ table).ravel()
    # 0, 7 and 10 stand for the three categories.
    frame = pd.DataFrame({"contrast": np.repeat(np.arange(len(members)), 3), "score": [0.0, 7.0, 10.0] * len(members)})
    with np.errstate(divide="ignore", invalid="ignore"):
        return estimate_counts(frame.assign(**side), weighted=weighted)


def _test(a: pd.DataFrame, b: pd.DataFrame, compare: Any, level: float) -> pd.DataFrame:  # noqa: ANN401 -- a Difference
    """Test estimates row by row."""
    columns = ["detractors", "passives", "promoters"]
    samples = [
        as_sample(*(side[name] for name in columns), n_effective=side["n_effective"], se=side["se"], df=side["df"])
        for side in (a, b)
    ]
    low, high, p_value = compare(samples[0], samples[1], level)
    unknown = (a["n"] < 2) | (b["n"] < 2)
    return pd.DataFrame(
        {
            "difference": a["nps"] - b["nps"],
            "low": np.where(unknown, np.nan, 100 * low),
            "high": np.where(unknown, np.nan, 100 * high),
            "p_value": np.where(unknown, np.nan, p_value),
            "n": a["n"],
            "n_reference": b["n"],
        }
    )


def _test_design(
    counts: pd.DataFrame, group: NDArray[np.int64], pairs: _Pairs, design: Design, level: float
) -> pd.DataFrame:
    """Test contrasts of domains of one design, covariance included."""
    value = categorize(counts["score"]).cat.codes.to_numpy() - 1.0
    weight, n = counts["weight"].to_numpy(), counts["n"].to_numpy()
    rows = []
    for one, members in zip(pairs.group, pairs.members, strict=True):
        sides = [group == one, members[group]]
        sizes = [int(n[side].sum()) for side in sides]
        row = {"n": sizes[0], "n_reference": sizes[1], "difference": np.nan}
        if min(sizes):
            row["difference"] = 100 * float(
                np.subtract(*(np.average(value[side], weights=weight[side]) for side in sides))
            )
            drawn = linearise(counts, np.where(sides[0], 0, np.where(sides[1], 1, -1)), design)
            contrast = np.array([1.0, -1.0])
            se = np.sqrt(np.maximum(contrast @ drawn.covariance @ contrast, 0.0))
            if drawn.df.min() >= 1:
                tested = student(np.asarray(row["difference"] / 100), se, drawn.df.min(), level)
                row |= {"low": 100 * float(tested[0]), "high": 100 * float(tested[1]), "p_value": float(tested[2])}
        rows.append(row)
    return pd.DataFrame(rows).reindex(columns=["difference", "low", "high", "p_value", "n", "n_reference"])


def _warn_of_empty(contrasts: pd.DataFrame) -> None:
    """Warn of the rows that hold no difference or no bounds."""
    unknown = int(contrasts["low"].isna().sum())
    if unknown:
        warnings.warn(
            f"{unknown} of {len(contrasts)} contrasts have a side without answers, or with a single one (or a single "
            "cluster): they have no bounds (NaN).",
            SmallGroupWarning,
            stacklevel=3,
        )


def _warn_of_periods(responses: Any, groups: pd.DataFrame, pairs: _Pairs) -> None:  # noqa: ANN401 -- any frame
    """Warn when a group and its reference were not asked at the same time."""
    keys = list(groups.columns)
    days = counting.count_days(responses, keys).groupby(keys, dropna=False, sort=False, observed=True)["date"]
    periods = groups.merge(days.agg(["min", "max"]).reset_index(), how="left", on=keys)
    apart = 0
    for one, members in zip(pairs.group, pairs.members, strict=True):
        own, other = periods.iloc[one], periods[members]
        apart += bool((own["min"] > other["max"].max()) or (own["max"] < other["min"].min()))
    if apart:
        warnings.warn(
            f"{apart} of {len(pairs.group)} groups were asked at other times than what they are compared with (their "
            "dates do not overlap): a difference may be the time's.",
            SampleWarning,
            stacklevel=3,
        )
