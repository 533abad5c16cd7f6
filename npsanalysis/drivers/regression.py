"""Weighted least squares, with the covariance of what it estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from npsanalysis.errors import DriverError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Regression(NamedTuple):
    """A fitted linear model.

    Attributes
    ----------
    slopes
        Intercept and slopes, of shape (columns + 1,).
    covariance
        Their covariance: the textbook one, or with sampling weights the linearised one.
    left
        Degrees of freedom left.
    r_squared
        Share of variance explained.
    """

    slopes: Floats
    covariance: Floats
    left: int
    r_squared: float


def least_squares(columns: Floats, outcome: Floats, weights: Floats, *, weighted: bool) -> Regression:
    """Fit an outcome on an intercept and some columns.

    Raises
    ------
    DriverError
        If there are too few answers for so many columns, or one column follows from the others.
    """
    design = np.column_stack([np.ones(len(columns)), columns])
    n, q = design.shape
    products = (design.T * weights) @ design
    if n <= q or np.linalg.matrix_rank(design) < q:
        raise DriverError(
            f"{n} answers do not suffice to tell {q - 1} effects apart; leave out drivers, or gather answers."
        )
    inverse = np.linalg.inv(products)
    slopes = inverse @ (design.T @ (weights * outcome))
    residuals = outcome - design @ slopes
    unexplained = weights @ residuals**2
    mean = np.average(outcome, weights=weights)
    if weighted:
        scores = design * (weights * residuals)[:, None]
        covariance = inverse @ (scores.T @ scores) @ inverse * n / (n - 1)
    else:
        covariance = inverse * unexplained / (n - q)
    return Regression(slopes, covariance, n - q, float(1 - unexplained / (weights @ (outcome - mean) ** 2)))
