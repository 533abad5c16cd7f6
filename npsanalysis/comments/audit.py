"""How often the labels are wrong, and what the shares are once that is known.

A share of labels is counted by a program that errs, so its interval by sampling alone is too short and its middle is
off. Code a sample of whole comments by hand (`audit_sample`, then a coding sheet), and carry what it shows into the
shares of all (`correct_shares`).

References
----------
.. [1] Tenenbein A. (1970). A double sampling scheme for estimating from binomial data with misclassifications. Journal
       of the American Statistical Association 65(331), 1350-1361. https://doi.org/10.1080/01621459.1970.10481170
.. [2] Rogan W. J., Gladen B. (1978). Estimating prevalence from the results of a screening test. American Journal of
       Epidemiology 107(1), 71-76. https://doi.org/10.1093/oxfordjournals.aje.a112510
.. [3] Lang Z., Reiczigel J. (2014). Confidence limits for prevalence of disease adjusted for estimated sensitivity and
       specificity. Preventive Veterinary Medicine 113(1), 13-22. https://doi.org/10.1016/j.prevetmed.2013.09.015
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from npsanalysis.comments.labelling import LABELS
from npsanalysis.errors import NPSError, UnknownColumnError, UnknownNameError
from npsanalysis.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Marks = NDArray[np.bool_]


def audit_sample(statements: pd.DataFrame, n: int = 100, *, seed: int = 0) -> pd.DataFrame:
    """Draw the comments of some respondents at random, to be labelled by hand without seeing what the program said.

    Parameters
    ----------
    statements
        Labelled statements.
    n
        How many respondents; all where there are fewer. Respondents whose comments have no label are not drawn.
    seed
        Of the draw.

    Returns
    -------
    DataFrame
        All statements of those respondents in their order: `predicted` holds the label of the program, `label` is
        empty. Write them with `to_coding_sheet`, fill in every label, and read them back.

    Raises
    ------
    UnknownColumnError
        If `response_id` or `label` is not there.
    NPSError
        If `n` is less than 1 or no statement has a label.

    Examples
    --------
    >>> frame = pd.DataFrame({"response_id": [1, 1, 2, 3], "text": ["a", "b", "c", "d"], "label": "pro"})
    >>> audit_sample(frame, 2)[["response_id", "predicted", "label"]].to_numpy().tolist()
    [[2, 'pro', nan], [3, 'pro', nan]]
    """
    _need(statements, "response_id", "label")
    known = statements[statements["label"].notna()]
    people = known["response_id"].unique()
    if n < 1 or not len(people):
        raise NPSError(f"an audit needs at least one respondent with labelled statements, got n={n} of {len(people)}.")
    drawn = np.random.default_rng(seed).choice(len(people), size=min(n, len(people)), replace=False)
    sample = known[known["response_id"].isin(people[drawn])]
    return sample.assign(predicted=sample["label"], label=pd.Series(np.nan, index=sample.index, dtype="str"))


def count_confusions(coded: pd.DataFrame) -> pd.DataFrame:
    """Count which labels the program gave to statements whose label is known.

    Parameters
    ----------
    coded
        Statements with `label`, by hand, and `predicted`, by the program.

    Returns
    -------
    DataFrame
        `label, predicted, n, share`: a row a pair of labels; `share` is in percent of the statements that are `label`.

    Raises
    ------
    UnknownColumnError
        If a column is not there.

    Examples
    --------
    >>> coded = pd.DataFrame({"label": ["pro", "con", "con"], "predicted": ["pro", "con", "pro"]})
    >>> count_confusions(coded).query("n > 0").to_numpy().tolist()
    [['pro', 'pro', 1, 100.0], ['con', 'pro', 1, 50.0], ['con', 'con', 1, 50.0]]
    """
    _need(coded, "label", "predicted")
    pairs = pd.MultiIndex.from_product([LABELS, LABELS], names=["label", "predicted"])
    counts = coded.groupby(["label", "predicted"]).size().reindex(pairs, fill_value=0).reset_index(name="n")
    return counts.assign(share=100 * counts["n"] / counts.groupby("label")["n"].transform("sum"))


def correct_shares(
    statements: pd.DataFrame, audited: pd.DataFrame, *, method: str = "reclassified", level: float = 0.95
) -> pd.DataFrame:
    """Correct the share of respondents who say something of each label, by what an audit shows of the errors.

    Parameters
    ----------
    statements
        Labelled statements of the whole survey.
    audited
        Statements coded by hand, as of `audit_sample`: `response_id, predicted, label`. Respondents with one statement
        whose `label` is still empty are left out.
    method
        `reclassified`: the audit was drawn at random from these statements; how many with and without a predicted
        label truly have it is applied to all [1]_. `rogan_gladen`: the audit comes from elsewhere, and only how
        often the program finds what is there (sensitivity) and leaves alone what is not (specificity) is taken over
        [2]_; the share can then lie outside 0…100, which says that the audit does not fit.
    level
        Confidence level.

    Returns
    -------
    DataFrame
        `label, observed, share, low, high, sensitivity, specificity, n, audited`: `observed` is the share of
        `count_labels`, `share` the corrected one, with an interval that covers both sampling errors (delta method; one
        success and one failure are added to each rate of the audit [3]_); all in percent. `n` respondents, of whom
        `audited` were coded by hand.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    UnknownNameError
        If there is no such method.
    NPSError
        If nobody was coded in full, or the program finds a label no better than by chance (`rogan_gladen`).

    Examples
    --------
    >>> statements = pd.DataFrame({"response_id": range(200), "label": ["con"] * 80 + ["pro"] * 120})
    >>> coded = audit_sample(statements, 50).assign(label=lambda frame: frame["predicted"])
    >>> correct_shares(statements, coded)[["label", "observed", "share", "low", "high"]].round(1).head(2)
      label  observed  share   low  high
    0   pro      60.0   60.1  52.0  68.1
    1   con      40.0   39.9  31.9  48.0
    """
    _need(statements, "response_id", "label")
    _need(audited, "response_id", "predicted", "label")
    if method not in METHODS:
        raise UnknownNameError.of("method", method, METHODS)
    unfinished = audited.loc[audited["label"].isna(), "response_id"]
    whole = audited[~audited["response_id"].isin(unfinished)]
    if whole.empty:
        raise NPSError("nobody was coded in full by hand, so the errors are unknown; fill in the labels of the sample.")
    said, told, true = _who(statements, "label"), _who(whole, "predicted"), _who(whole, "label")
    z = normal_quantile(level)
    rows = []
    for label in LABELS:
        rates = _Rates.of(told[label].to_numpy(), true[label].to_numpy())
        observed = float(said[label].mean())
        share, variance = METHODS[method](observed, len(said), rates)
        half = z * np.sqrt(variance)
        figures = (
            observed,
            share,
            max(share - half, 0.0),
            min(share + half, 1.0),
            rates.sensitivity,
            rates.specificity,
        )
        rows.append((label, *(100 * figure for figure in figures), len(said), len(told)))
    columns = ["label", "observed", "share", "low", "high", "sensitivity", "specificity", "n", "audited"]
    return pd.DataFrame(rows, columns=columns)


class _Rates(NamedTuple):
    """Of audited respondents: how many are found of how many who have a label, and left alone of those who have not."""

    found: int
    have: int
    left: int
    have_not: int

    @classmethod
    def of(cls, told: Marks, true: Marks) -> _Rates:
        return cls(int((told & true).sum()), int(true.sum()), int((~told & ~true).sum()), int((~true).sum()))

    @property
    def sensitivity(self) -> float:
        return self.found / self.have if self.have else np.nan

    @property
    def specificity(self) -> float:
        return self.left / self.have_not if self.have_not else np.nan


def _reclassified(observed: float, n: int, rates: _Rates) -> tuple[float, float]:
    """Return the share and its variance from how many with and without a predicted label truly have it [1]_."""
    predicted, missed = rates.found + rates.have_not - rates.left, rates.have - rates.found
    unpredicted = missed + rates.left
    right, wrong = (rates.found + 1) / (predicted + 2), (missed + 1) / (unpredicted + 2)
    share = observed * right + (1 - observed) * wrong
    variance = (
        observed**2 * right * (1 - right) / (predicted + 2)
        + (1 - observed) ** 2 * wrong * (1 - wrong) / (unpredicted + 2)
        + (right - wrong) ** 2 * observed * (1 - observed) / n
    )
    return share, variance


def _rogan_gladen(observed: float, n: int, rates: _Rates) -> tuple[float, float]:
    """Return the share and its variance from sensitivity and specificity [2]_."""
    sensitivity, specificity = (rates.found + 1) / (rates.have + 2), (rates.left + 1) / (rates.have_not + 2)
    gain = sensitivity + specificity - 1
    if gain <= 0:
        raise NPSError("the audit finds a label no better than by chance, so no share follows from it; audit more.")
    share = (observed + specificity - 1) / gain
    variance = (
        observed * (1 - observed) / n
        + share**2 * sensitivity * (1 - sensitivity) / (rates.have + 2)
        + (1 - share) ** 2 * specificity * (1 - specificity) / (rates.have_not + 2)
    )
    return share, variance / gain**2


METHODS: Mapping[str, Callable[[float, int, _Rates], tuple[float, float]]] = {
    "reclassified": _reclassified,
    "rogan_gladen": _rogan_gladen,
}
"""Ways from what is observed to what is, by name."""


def _who(statements: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return, for each respondent, whether she says something of each label."""
    has: dict[str, Any] = {
        label: (statements[column] == label).groupby(statements["response_id"]).any() for label in LABELS
    }
    return pd.DataFrame(has)


def _need(frame: pd.DataFrame, *columns: str) -> None:
    """Raise when a column is not there."""
    for column in columns:
        if column not in frame:
            raise UnknownColumnError.of(column, frame.columns)
