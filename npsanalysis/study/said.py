"""What respondents said: statements, their labels and themes, and what each theme weighs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from npsanalysis.actions.register import plan_actions
from npsanalysis.comments.counting import count_labels
from npsanalysis.comments.labelling import classify_statements
from npsanalysis.comments.quotes import pick_quotes
from npsanalysis.comments.splitting import split_comments
from npsanalysis.comments.themes import tag_themes
from npsanalysis.errors import SmallGroupWarning
from npsanalysis.impact import IMPACT_COLUMNS, comment_rates, impact_by_theme
from npsanalysis.redaction.redacting import redact
from npsanalysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from npsanalysis.reading.export import Export

STEPS = 3
"""Long steps of reading comments."""

QUOTES_PER_LABEL = 5


class Said(NamedTuple):
    """What respondents said, as `Study` has it."""

    statements: pd.DataFrame
    labels: pd.DataFrame
    quotes: pd.DataFrame
    impacts: pd.DataFrame
    rates: pd.DataFrame
    actions: pd.DataFrame


def read_comments(export: Export, lang: str, suppress_below: int, begin: Callable[[str], None]) -> Said:
    """Cut, label, tag and count the comments of an export; personal data in them is replaced.

    Parameters
    ----------
    export
        As of `read_export`.
    lang
        Language of what stands in place of personal data.
    suppress_below
        Themes that fewer respondents mention are left out.
    begin
        Called at the beginning of each of the `STEPS` with what is done in it.

    Returns
    -------
    Said
        Frames, empty where there are no comments.
    """
    responses = export.responses
    commented = responses if export.questions else responses.assign(comment=pd.Series(dtype="str"))
    begin(say("Cutting the comments", lang))
    cut = split_comments(commented, questions=export.questions)
    begin(say("Labelling the statements", lang))
    found = classify_statements(cut)
    statements = found.assign(text=redact(found["text"], lang=lang))
    begin(say("Finding the themes", lang))
    impacts, rates, actions = pd.DataFrame(columns=list(IMPACT_COLUMNS)), pd.DataFrame(), pd.DataFrame()
    if statements["score"].notna().any():
        mentions = tag_themes(found)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallGroupWarning)  # such themes are left out
            every = impact_by_theme(commented, mentions)
        impacts = every[every["responses"] >= suppress_below].reset_index(drop=True)
        rates = comment_rates(commented)
        actions = plan_actions(impacts, statements, mentions)
    return Said(
        statements=statements,
        labels=count_labels(statements),
        quotes=pick_quotes(statements, per_label=QUOTES_PER_LABEL),
        impacts=impacts,
        rates=rates,
        actions=actions,
    )
