"""Quotes for a register: what customers said behind each of its lines."""

from __future__ import annotations

import pandas as pd

from npsanalysis.actions.register import join_mentions
from npsanalysis.comments.quotes import pick_quotes
from npsanalysis.redaction.redacting import redact


def pick_action_quotes(
    actions: pd.DataFrame, statements: pd.DataFrame, mentions: pd.DataFrame, *, most: int = 5
) -> pd.DataFrame:
    """Pick quotes that show what is behind each line of a register.

    Parameters
    ----------
    actions
        Actions frame.
    statements, mentions
        What it was planned from.
    most
        How many quotes a line at most.

    Returns
    -------
    DataFrame
        `action_id, response_id, score, text`, the most typical first; personal data blacked out.

    Raises
    ------
    UnknownColumnError
        If a frame lacks a column.
    """
    said = join_mentions(statements, mentions, ["label", "probability", "text", "lang", "score"])
    said = said.assign(action_id=said["label"].astype("str") + "-" + said["theme"])
    picked = [pick_quotes(said[said["action_id"] == line], per_label=most) for line in actions["action_id"]]
    found = pd.concat([said.head(0), *picked], ignore_index=True)
    text = redact(found["text"], lang=found["lang"])
    return found.assign(text=text)[["action_id", "response_id", "score", "text"]]
