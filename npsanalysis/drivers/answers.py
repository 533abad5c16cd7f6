"""The scores and ratings an analysis of drivers works on, checked at the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.counts import take_columns, weight_column
from npsanalysis.drivers.importance import SINGULAR
from npsanalysis.drivers.ratings import as_ratings
from npsanalysis.errors import DriverError, NPSError, UnknownColumnError
from npsanalysis.scale import as_scores, categorize
from npsanalysis.wording import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from npsanalysis.counts import Weight

    Floats = NDArray[np.float64]
    Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answers:
    """Scores with the ratings given beside them.

    Attributes
    ----------
    scores
        Scores, 0-10, of shape (n,).
    ratings
        A column a driver, NaN where there is no rating.
    routed
        As `ratings`, True where there is none because the question did not apply.
    weights
        Positive weights of shape (n,), all 1 without weighting.
    weighted
        Whether there are weights.
    """

    scores: Floats
    ratings: pd.DataFrame
    routed: pd.DataFrame
    weights: Floats
    weighted: bool

    def among(self, rows: Rows, drivers: Sequence[str] | None = None) -> Answers:
        """Return some rows, and some drivers."""
        chosen = list(self.ratings.columns if drivers is None else drivers)
        return Answers(
            self.scores[rows],
            self.ratings.loc[rows, chosen].reset_index(drop=True),
            self.routed.loc[rows, chosen].reset_index(drop=True),
            self.weights[rows],
            self.weighted,
        )

    @property
    def complete(self) -> Rows:
        """Rows in which every driver is rated."""
        return np.asarray(self.ratings.notna().to_numpy().all(axis=1))

    @property
    def points(self) -> Floats:
        """What each answer counts in the NPS: −100, 0 or 100."""
        return np.asarray(100.0 * (categorize(self.scores).cat.codes.to_numpy() - 1.0))

    @property
    def nps(self) -> float:
        """The NPS of these answers, NaN without any."""
        return float(np.average(self.points, weights=self.weights)) if len(self.scores) else float("nan")

    @property
    def correlations(self) -> Floats:
        """The correlations of the drivers, and of the score as the last: every rating has to be there."""
        return weighted_correlations(np.column_stack([self.ratings.to_numpy(), self.scores]), self.weights)

    @property
    def n_effective(self) -> float:
        """Number of equally weighted answers that would be as informative (Kish)."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum())


def read_answers(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    drivers: Sequence[str],
    weight: Weight,
    routed: Sequence[str] = (),
) -> Answers:
    """Read the scores and the ratings of a responses frame; answers without a score are left out.

    A missing rating of a driver that is `routed` says that the question did not apply.

    Raises
    ------
    DriverError
        If no driver is named, one is named twice or is the score, or a column holds no ratings.
    UnknownColumnError
        If a column is not there.
    NPSError
        If no score is usable, or a weight is not a positive number.
    """
    names = [drivers] if isinstance(drivers, str) else list(drivers)
    if not names:
        raise DriverError("an analysis of drivers needs at least one driver, got none; name columns of ratings.")
    twice = [name for position, name in enumerate(names) if name in names[:position]]
    if twice:
        raise DriverError(f"each driver is named once, got {twice[0]!r} twice; leave one out.")
    if "score" in names:
        raise DriverError("column 'score' is the score itself and cannot be one of its drivers; leave it out.")
    for name in routed:
        if name not in names:
            raise UnknownColumnError.of(name, names)
    column = weight_column(responses, weight)
    if column in names:
        raise DriverError(f"column {column!r} is the weight and cannot be a driver; leave it out, or set weight=False.")
    frame = take_columns(responses, ["score", *names, *([column] if column else [])])
    scores = as_scores(frame["score"])
    scored = ~np.isnan(scores)
    if not scored.any():
        raise NPSError("there is no usable score, so nothing can drive it; check which column holds the 0-10 answers.")
    read = {name: as_ratings(frame[name]) for name in names}
    empty = [name for name, ratings in read.items() if np.isnan(ratings.given[scored]).all()]
    if empty:
        raise DriverError(
            f"column {empty[0]!r} must hold ratings, got none beside a score; leave it out of the drivers."
        )
    answers = Answers(
        scores,
        pd.DataFrame({name: ratings.given for name, ratings in read.items()}),
        pd.DataFrame(
            {name: np.isnan(ratings.given) if name in routed else ratings.routed for name, ratings in read.items()}
        ),
        _weights(frame[column]) if column else np.ones(len(scores)),
        column is not None,
    )
    return answers.among(scored)


def complete_answers(answers: Answers) -> Answers:
    """Return the answers with all ratings, after checking that they can tell the drivers apart.

    Raises
    ------
    DriverError
        If there are too few of them, all scores are equal, or a driver is constant, the score itself or determined by
        others.
    """
    least = answers.ratings.notna().sum().idxmin()
    answers = answers.among(answers.complete)
    names = list(answers.ratings.columns)
    n, p = answers.ratings.shape
    if n < p + 2:
        raise DriverError(
            f"{p} drivers need at least {p + 2} answers with a score and all ratings, got {n}; leave out drivers, "
            f"first the one that is rated least, {least!r}."
        )
    if np.ptp(answers.scores) == 0:
        raise DriverError(
            f"the scores must differ for something to drive them, got {answers.scores[0]:g} in all {n} answers used."
        )
    for name in names:
        values = answers.ratings[name].to_numpy()
        if np.ptp(values) == 0:
            raise DriverError(f"driver {name!r} must vary, got {values[0]:g} in all {n} answers used; leave it out.")
    correlations = answers.correlations
    for name, correlation in zip(names, correlations[-1], strict=False):
        if abs(correlation) > 1 - SINGULAR:
            raise DriverError(f"driver {name!r} is the score itself in another form (correlation ±1); leave it out.")
    values, vectors = np.linalg.eigh(correlations[:-1, :-1])
    if values[0] < SINGULAR:
        tied = [repr(name) for name, loading in zip(names, vectors[:, 0], strict=True) if abs(loading) > 1e-6]
        raise DriverError(f"drivers {joined(tied, 'en')} determine one another exactly; leave one of them out.")
    return answers


def weighted_correlations(table: Floats, weights: Floats) -> Floats:
    """Return the correlation matrix of the columns of a table."""
    share = weights / weights.sum()
    centred = (table - share @ table) * np.sqrt(share)[:, None]
    scale = np.sqrt((centred**2).sum(axis=0))
    return np.asarray((centred.T @ centred) / np.outer(scale, scale))


def _weights(column: pd.Series[Any]) -> Floats:
    """Return weights as floats."""
    try:
        weights = column.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        weights = np.full(1, np.nan)
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise NPSError(
            f"column {column.name!r} has weights that are missing, infinite, zero or negative; weights are "
            "positive numbers: leave those rows out or mend them."
        )
    return np.asarray(weights)
