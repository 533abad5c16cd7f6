"""Responses whose score and words say the opposite: slips of the mouse, scales read backwards, and wrong labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npsanalysis.errors import UnknownColumnError
from npsanalysis.scale import DETRACTOR_MOST, PROMOTER_LEAST

if TYPE_CHECKING:
    import pandas as pd


def list_disagreements(statements: pd.DataFrame) -> pd.DataFrame:
    """List the respondents who only praise under a detractor's score, or only complain under a promoter's.

    A few are usual: a loyal customer has one complaint to make. Many say that the scale may have been read backwards,
    or that the labels are wrong: read them.

    Parameters
    ----------
    statements
        Labelled statements with `score`, as of `classify_statements`.

    Returns
    -------
    DataFrame
        `response_id, score, label, statements, text`: `label` is `pro` or `con`, all that the respondent says;
        `statements` how many, `text` the first of them. The widest apart stand first.

    Raises
    ------
    UnknownColumnError
        If a column is not there.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"response_id": ["1", "2", "2"], "score": [0.0, 10.0, 10.0],
    ...     "label": ["pro", "con", "pro"], "text": ["perfect", "slow", "kind"]})
    >>> list_disagreements(frame)["response_id"].tolist()
    ['1']
    """
    for column in ("response_id", "score", "label", "text"):
        if column not in statements:
            raise UnknownColumnError.of(column, statements.columns)
    telling = statements[statements["label"].isin(["pro", "con"]) & statements["score"].notna()]
    by_response = telling.groupby("response_id", sort=False)
    said = by_response.agg(
        score=("score", "first"), label=("label", "first"), labels=("label", "nunique"),
        statements=("text", "size"), text=("text", "first"),
    ).reset_index()  # fmt: skip
    praised_low = (said["label"] == "pro") & (said["score"] <= DETRACTOR_MOST)
    blamed_high = (said["label"] == "con") & (said["score"] >= PROMOTER_LEAST)
    apart = said[(said["labels"] == 1) & (praised_low | blamed_high)]
    distance = apart["score"].where(apart["label"] == "con", 10 - apart["score"])
    order = distance.sort_values(ascending=False, kind="stable").index
    return apart.loc[order, ["response_id", "score", "label", "statements", "text"]].reset_index(drop=True)
