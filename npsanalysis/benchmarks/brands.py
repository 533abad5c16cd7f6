"""Several brands rated in one survey: the one comparison in which all were measured alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from npsanalysis.counts import columns_of, count_scores, weight_column
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError
from npsanalysis.estimation import estimate_counts
from npsanalysis.intervals import normal_quantile
from npsanalysis.scale import categorize
from npsanalysis.score import ESTIMATE_COLUMNS

if TYPE_CHECKING:
    from npsanalysis.counts import Weight

RESPONDENT = "respondent_id"


def competitive_nps(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    brand: str = "brand",
    *,
    main: str | None = None,
    against: str = "rest",
    weight: Weight = None,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Compute the NPS of brands that were rated in one survey, and how they differ.

    Where `respondent_id` is there, people who rate several brands count as the same people: the error of a difference
    holds the covariance of their ratings, so it is the paired error if all rated both, and that of independent groups
    if nobody did.

    Parameters
    ----------
    responses
        Responses frame with a row a rating: `score`, the brand and, best, `respondent_id`.
    brand
        Name of the column of brands.
    main
        Name of a true/false column: whether the brand is the respondent's main one. It adds the reading `main`, on
        those ratings alone, to the reading `all used`: people rate their main brand higher, so that the two readings
        are never compared with each other (Russian banks 2016: +44 against +30).
    against
        `rest` (all ratings of the other brands together) or the name of one brand.
    weight, level, method
        As for `nps_by`.

    Returns
    -------
    DataFrame
        `reading`, the brand, the columns of estimates, then `reference, difference, difference_low, difference_high,
        p_value, p_adjusted` (Holm, within a reading), `n_both` (respondents who rated the brand and the reference). The
        reference itself has no difference.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    UnknownNameError
        If `against` is no brand.
    NPSError
        If there are fewer than two brands, somebody rates a brand twice or has two main brands, or `main` is not
        true/false.

    Examples
    --------
    >>> ratings = pd.DataFrame({
    ...     "respondent_id": [*range(40), *range(40)],
    ...     "brand": ["A"] * 40 + ["B"] * 40,
    ...     "score": [10, 9, 8, 6] * 10 + [9, 8, 6, 3] * 10,
    ... })
    >>> competitive_nps(ratings, against="B")[["brand", "nps", "difference", "n_both"]]
      brand   nps  difference  n_both
    0     A  25.0        50.0      40
    1     B -25.0         NaN       0
    """
    column = weight_column(responses, weight)
    known = columns_of(responses)
    for name in (brand, *([main] if main else [])):
        if name not in known:
            raise UnknownColumnError.of(name, known)
    if brand in ESTIMATE_COLUMNS:
        raise NPSError(f"the brand column cannot be called {brand!r}, a column of the result; rename it first.")
    people = [RESPONDENT] if RESPONDENT in known else []
    ratings = count_scores(responses, [*people, brand, *([main] if main else [])], weight=column)
    ratings = ratings[ratings[brand].notna()]
    if ratings[brand].nunique() < 2:
        raise NPSError(f"column {brand!r} must name at least two brands to compare, got {ratings[brand].nunique()}.")
    if against != "rest" and against not in set(ratings[brand]):
        raise UnknownNameError.of("brand", against, sorted(ratings[brand].astype(str).unique()))
    if people:
        _check_once(
            ratings, [RESPONDENT, brand], "rates the same brand more than once; keep one rating, the latest say"
        )
    readings = {"all used": ratings}
    if main:
        readings["main"] = _main(ratings, main, people)
    parts = [
        _read(part, name, brand, people, against, weighted=column is not None, level=level, method=method)
        for name, part in readings.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _read(
    ratings: pd.DataFrame,
    reading: str,
    brand: str,
    people: list[str],
    against: str,
    *,
    weighted: bool,
    level: float,
    method: str,
) -> pd.DataFrame:
    """Return one reading: estimates by brand, each with its difference from the reference."""
    from statsmodels.stats.multitest import multipletests

    sums = ratings.groupby([brand, "score"], as_index=False, observed=True)[["n", "weight", "weight_squared"]].sum()
    estimates = estimate_counts(sums, weighted=weighted, level=level, method=method).drop(columns="se")
    opinion = categorize(ratings["score"]).cat.codes.to_numpy(dtype=np.float64) - 1  # -1, 0, 1
    rows = [_difference(ratings, opinion, name, brand, people, against, level) for name in estimates[brand]]
    differences = pd.DataFrame(rows)
    tested = differences["p_value"].notna()
    adjusted = differences["p_value"].copy()
    if tested.any():
        adjusted[tested] = multipletests(differences.loc[tested, "p_value"], method="holm")[1]
    differences.insert(list(differences.columns).index("p_value") + 1, "p_adjusted", adjusted)
    estimates.insert(0, "reading", reading)
    return pd.concat([estimates, differences], axis="columns")


def _difference(
    ratings: pd.DataFrame,
    opinion: np.ndarray,
    name: object,
    brand: str,
    people: list[str],
    against: str,
    level: float,
) -> dict[str, object]:
    """Return the difference of a brand from the reference, by linearisation with respondents as clusters."""
    row: dict[str, object] = dict.fromkeys(("difference", "difference_low", "difference_high", "p_value"), np.nan)
    ours = (ratings[brand] == name).to_numpy()
    theirs = ~ours if against == "rest" else (ratings[brand] == against).to_numpy()
    if name == against or not theirs.any():
        return {"reference": None, **row, "n_both": 0}
    weight, squared = ratings["weight"].to_numpy(), ratings["weight_squared"].to_numpy()
    influence, spread, means = np.zeros(len(ratings)), np.zeros(len(ratings)), []
    for side, sign in ((ours, 1), (theirs, -1)):
        total = weight[side].sum()
        means.append(float((weight * opinion)[side].sum() / total))
        deviation = (opinion[side] - means[-1]) / total
        influence[side], spread[side] = sign * weight[side] * deviation, squared[side] * deviation**2
    if people:
        named = ratings[RESPONDENT].notna()
        both = ratings.loc[ours & named, RESPONDENT].isin(ratings.loc[theirs & named, RESPONDENT])
        used = ours | theirs
        clusters = pd.Series(influence[used]).groupby(ratings.loc[used, RESPONDENT].to_numpy()).sum()
        unnamed = ratings[RESPONDENT].isna().to_numpy()  # each of them a person of their own
        variance = float((clusters**2).sum()) * len(clusters) / max(len(clusters) - 1, 1) + float(spread[unnamed].sum())
        n_both = int(both.sum())
    else:
        variance, n_both = float(spread.sum()), 0
    difference, se = 100 * (means[0] - means[1]), 100 * float(np.sqrt(variance))
    half = normal_quantile(level) * se
    return {
        "reference": against,
        "difference": difference,
        "difference_low": max(difference - half, -200.0),
        "difference_high": min(difference + half, 200.0),
        "p_value": 2 * float(ndtr(-abs(difference) / se)) if se > 0 else float(difference == 0),
        "n_both": n_both,
    }


def _main(ratings: pd.DataFrame, main: str, people: list[str]) -> pd.DataFrame:
    """Return the ratings of main brands."""
    if not ratings[main].isin([True, False]).all():
        odd = ratings.loc[~ratings[main].isin([True, False]), main].iloc[0]
        raise NPSError(f"column {main!r} must say true or false for every rating, got {odd!r}.")
    chosen = ratings[ratings[main].astype(bool)]
    if chosen.empty:
        raise NPSError(f"column {main!r} names no main brand.")
    if people:
        _check_once(chosen, people, f"has more than one main brand in column {main!r}; a main brand is one")
    return chosen


def _check_once(ratings: pd.DataFrame, keys: list[str], what: str) -> None:
    """Raise when a respondent appears more than once."""
    named = ratings[ratings[RESPONDENT].notna()]
    repeated = named[(named["n"] > 1) | named.duplicated(keys)]
    if not repeated.empty:
        raise NPSError(f"respondent {repeated[RESPONDENT].iloc[0]!r} {what}.")
