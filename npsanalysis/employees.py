"""The eNPS: would you recommend your employer? Small teams must be able to answer without being read."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from npsanalysis.errors import NPSError, SmallGroupWarning
from npsanalysis.score import nps_by
from npsanalysis.suppression import FIGURES_FROM, suppress
from npsanalysis.wording import mark, say

if TYPE_CHECKING:
    import pandas as pd

QUESTION = mark("On a scale from 0 to 10, how likely are you to recommend {employer} to a friend as a place to work?")
"""The question of the eNPS."""

QUOTES_FROM = 20
"""Answers from which on the comments of a team may be quoted: words give a person away sooner than figures."""


def enps_question(employer: str, lang: str = "en") -> str:
    """Word the question of the eNPS.

    Examples
    --------
    >>> enps_question("Dupont SA", "fr")
    'Sur une échelle de 0 à 10, à quel point recommanderiez-vous à un proche de travailler chez Dupont SA ?'
    """
    return say(QUESTION, lang, employer=employer)


def enps_by(
    responses: Any,  # noqa: ANN401 -- any frame narwhals knows
    by: str,
    *,
    least: int = FIGURES_FROM,
    quotes_from: int = QUOTES_FROM,
    level: float = 0.95,
    method: str = "adjusted_wald",
) -> pd.DataFrame:
    """Compute the eNPS of each team, and hold back what would give people away.

    Parameters
    ----------
    responses
        Responses frame of employees, with a column `score`.
    by
        Column of teams. Unweighted: every colleague counts once.
    least
        Answers from which on a team's figures are shown, 10 or more.
    quotes_from
        Answers from which on a team's comments may be quoted.
    level, method
        As for `nps`.

    Returns
    -------
    DataFrame
        Estimates: the team, `nps, low, high, n, promoters, passives, detractors, n_effective, level, method`, then
        `suppressed` (figures held back, and missing: a small team, or the next smallest where one could be had by
        subtraction) and `quotable`.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If no score is usable, or the base asked for is below 10.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"score": [9, 3, 8] * 15, "team": ["desk"] * 6 + ["shop"] * 12 + ["plant"] * 27})
    >>> enps_by(frame, "team")[["team", "nps", "n", "suppressed", "quotable"]]
        team  nps   n  suppressed  quotable
    0   desk  NaN   6        True     False
    1  plant  0.0  27       False      True
    2   shop  NaN  12        True     False
    """
    if least < FIGURES_FROM:
        raise NPSError(f"the figures of fewer than {FIGURES_FROM} colleagues are not shown, got least={least}.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallGroupWarning)  # small teams are held back instead
        estimates = nps_by(responses, by, weight=False, level=level, method=method)
    shown = suppress(estimates, least=least)
    return shown.assign(quotable=(shown["n"] >= quotes_from) & ~shown["suppressed"])
