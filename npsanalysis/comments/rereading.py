"""Quality `best`: what the classifier of `standard` is unsure about is read again by a slower one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from npsanalysis.comments.labelling import Classifier

UNSURE = 0.8
"""Probability of the best label below which a statement is read again: 30 % of those by hands not learnt from.

A bound, and no share of the statements at hand, so that the label of a statement never hangs on the others.
"""


class Rereader:
    """Two classifiers in the shape of one: a quick one, and one that reads again what the first is unsure about.

    Parameters
    ----------
    first, second
        Fitted on the same labels.
    """

    def __init__(self, first: Classifier, second: Classifier) -> None:
        self.first = first
        self.second = second
        self.classes_ = first.classes_

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:  # noqa: N803 -- scikit-learn's name
        """Return the probability of each of `classes_` for statements with `text` and `lang`."""
        chances = self.first.predict_proba(X)
        unsure = np.flatnonzero(chances.max(axis=1) < UNSURE)
        if len(unsure):
            chances[unsure] = self.second.predict_proba(X.iloc[unsure])
        return chances
