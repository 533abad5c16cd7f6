"""Proportional odds: detractor, passive, promoter as steps of one ladder, and whether they are.

References
----------
.. [1] McCullagh P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42(2),
       109-142. https://doi.org/10.1111/j.2517-6161.1980.tb01109.x
.. [2] Brant R. (1990). Assessing proportionality in the proportional odds model for ordinal logistic regression.
       Biometrics 46(4), 1171-1178. https://doi.org/10.2307/2532457
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc, expit, ndtr

from npsanalysis.counts import weight_column
from npsanalysis.drivers.answers import complete_answers, read_answers
from npsanalysis.drivers.doubts import answer_notes
from npsanalysis.drivers.logistic import fit_logistic
from npsanalysis.drivers.notes import add_notes
from npsanalysis.errors import DriverError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from npsanalysis.drivers.answers import Answers

    Floats = NDArray[np.float64]

ENDLESS = 8.0
"""Log odds of a standard deviation of a rating from which a category is told apart without exception."""


def proportional_odds(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    drivers: Sequence[str],
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fit the odds of a higher category (detractor < passive < promoter), and test whether both cuts share them.

    Parameters
    ----------
    responses, drivers
        As for `rank_drivers`; answers without one of the ratings are left out. Weights are not used.
    level
        Confidence level of the intervals.

    Returns
    -------
    DataFrame
        `driver, log_odds, low, high, se, odds_ratio, p_value, log_odds_passive, log_odds_promoter, p_proportional, n`:
        the logarithm of the odds ratio of one step more of the driver [1]_ with its interval; the same from two
        separate logistic regressions, of not being a detractor and of being a promoter; and the p-value of Brant's
        test [2]_ that these two agree. `attrs` has the `thresholds` and the `log_likelihood`; `driver_notes` says the
        joint test.

    Raises
    ------
    DriverError
        As for `rank_drivers`, if one of the three categories is empty, or a driver tells them apart without exception.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10, 8, 8, 10, 6, 5, 3, 8, 9] * 6, "speed": [5, 4, 4, 3, 2, 2, 4, 4, 4] * 6})
    >>> proportional_odds(frame, ["speed"])[["driver", "log_odds", "n"]].round(1)
      driver  log_odds   n
    0  speed       1.6  54
    """
    z = normal_quantile(level)
    answers = read_answers(responses, drivers, weight=False)
    complete = complete_answers(answers)
    category = np.sign(complete.points)
    if len(np.unique(category)) < 3:
        raise DriverError("proportional odds need detractors, passives and promoters; take rank_drivers instead.")
    ratings = complete.ratings.to_numpy()
    slopes, se, thresholds, likelihood = _fitted(complete)
    separate, apart = _brant(ratings, category)
    names = list(complete.ratings.columns)
    frame = pd.DataFrame(
        {"driver": names, "log_odds": slopes, "low": slopes - z * se, "high": slopes + z * se, "se": se}
    )
    frame["odds_ratio"] = np.exp(slopes)
    frame["p_value"] = 2 * ndtr(-np.abs(slopes / se))
    frame["log_odds_passive"], frame["log_odds_promoter"] = separate[:, 1:]
    gap = separate[0, 1:] - separate[1, 1:]
    frame["p_proportional"] = chdtrc(1, gap**2 / np.diag(apart))
    frame["n"] = len(category)
    p = float(chdtrc(len(gap), gap @ np.linalg.solve(apart, gap)))
    frame.attrs.update(thresholds=thresholds.tolist(), log_likelihood=likelihood)
    verdict = {"note": "proportional" if p > 1 - level else "not_proportional", "p": p}
    notes = [verdict, *answer_notes(answers, complete)]
    if weight_column(responses, None):
        notes.append({"note": "unweighted"})
    return add_notes(frame, [*notes, {"note": "association"}])


def _fitted(complete: Answers) -> tuple[Floats, Floats, Floats, float]:
    """Return slopes, their standard errors, the two thresholds and the log likelihood."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    ratings = complete.ratings.to_numpy()
    scale = ratings.std(axis=0)
    model = OrderedModel(np.sign(complete.points), ratings / scale, distr="logit")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they warn of is looked at below
        fit = model.fit(method="bfgs", disp=False, gtol=1e-8, maxiter=1000)
    p = ratings.shape[1]
    slopes, se = np.asarray(fit.params[:p]), np.asarray(fit.bse[:p])
    if not np.isfinite(se).all() or np.abs(slopes).max() > ENDLESS:
        name = complete.ratings.columns[int(np.argmax(np.abs(slopes)))]
        raise DriverError(
            f"driver {name!r} tells some categories apart without exception, so its odds have no end; leave it out."
        )
    thresholds = model.transform_threshold_params(fit.params)[1:-1]
    return slopes / scale, se / scale, np.asarray(thresholds), float(fit.llf)


def _brant(ratings: Floats, category: Floats) -> tuple[Floats, Floats]:
    """Return intercept and slopes at each cut, (2, drivers + 1), and the covariance of the gap between the slopes."""
    design = np.column_stack([np.ones(len(ratings)), ratings])
    cuts = np.array([fit_logistic(ratings, (category >= least).astype(np.float64)) for least in (0, 1)])
    above = expit(design @ cuts.T)
    inverse = [np.linalg.inv((design.T * (share * (1 - share))) @ design) for share in above.T]
    # A promoter is no detractor: the covariance of the two events is P(promoter) (1 − P(not a detractor)).
    between = inverse[0] @ ((design.T * (above[:, 1] * (1 - above[:, 0]))) @ design) @ inverse[1]
    covariance = inverse[0] + inverse[1] - between - between.T
    return cuts, covariance[1:, 1:]
