"""Closing the loop: whom to call or to thank, within two days, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from npsanalysis.actions.calls import COLUMNS, SEPARATOR, TASK_WORDS, shape_calls
from npsanalysis.actions.register import ACTION_COLUMNS, STATEMENT_KEYS, check_columns, join_mentions
from npsanalysis.actions.texts import legible
from npsanalysis.comments.splitting import comment_columns
from npsanalysis.errors import NPSError
from npsanalysis.redaction.redacting import redact
from npsanalysis.scale import categorize

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Consent = str | Callable[[pd.DataFrame], Any]

LONGEST_CONTEXT = 1000
"""Characters of what a respondent said that the list shows."""

YES = frozenset({"yes", "y", "oui", "o", "true", "vrai", "1", "1.0"})
"""What counts as consent in a column; anything else does not."""


def follow_up(
    responses: pd.DataFrame,
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    actions: pd.DataFrame | None = None,
    consent: Consent | None = None,
    contacts: pd.DataFrame | None = None,
    hours: float = 48,
) -> pd.DataFrame:
    """List the respondents to call or to thank, in order.

    Detractors with a con that can be repaired come first, then the other detractors, passives with a con, and promoters
    to thank; among equals the lowest score, then who has waited longest. A respondent with several responses is listed
    for the latest.

    Parameters
    ----------
    responses
        Responses frame: `response_id, score`, comments and, where there, `date, respondent_id`.
    statements, mentions
        Labelled statements and the themes they mention.
    actions
        The register: a con can be repaired where its line has a remedy and was not rejected or dropped. Without a
        register every con about a theme can.
    consent
        Who agreed to be contacted: the name of a column of yes and no (what is no plain yes counts as no), or a
        declared rule, a function from responses to True and False. Only they are listed. Without it the list has ids
        and counts alone, and nobody is to be contacted from it.
    contacts
        `response_id` and personal columns, such as `Export.contacts`. Only given to show names and addresses in the
        list.
    hours
        How long after the response the call is due.

    Returns
    -------
    DataFrame
        `response_id, task` (`repair`, `listen`, `improve`, `thank`), `consent` (`yes`, `unknown`), `score, pros, cons,
        suggestions` (how many statements of each), `themes` (of the cons, those that can be repaired first), `context`
        (what was said, personal data blacked out), `earlier` (responses of the same respondent before this one), `due`;
        empty `outcome, called, note`; then the columns of `contacts`.

    Raises
    ------
    UnknownColumnError
        If a frame lacks a column.
    NPSError
        If no statement is of these responses, a mention is of a statement that is not there, the rule of consent does
        not say yes or no for each response, or contacts are given without consent.

    Examples
    --------
    >>> responses = pd.DataFrame({"response_id": ["a", "b"], "score": [10, 2], "comment": ["all fine", "too slow"],
    ...     "agreed": ["yes", "yes"]})
    >>> statements = pd.DataFrame({"response_id": ["a", "b"], "question": "comment", "statement": 0, "lang": "en",
    ...     "label": ["pro", "con"]})
    >>> mentions = statements.assign(theme=["service", "waiting"])
    >>> follow_up(responses, statements, mentions, consent="agreed")[["response_id", "task", "themes", "context"]]
      response_id    task   themes   context
    0           b  repair  waiting  too slow
    1           a   thank      NaN  all fine
    """
    check_columns(responses, ("response_id", "score"))
    check_columns(statements, [*STATEMENT_KEYS, "label", "lang"])
    if len(statements) and not statements["response_id"].isin(responses["response_id"]).any():
        raise NPSError("no statement is of these responses; give the statements that their comments were cut into.")
    if consent is None and contacts is not None:
        raise NPSError("contacts are shown of those who agreed only; say who did with consent=.")
    latest, earlier = _latest(responses)
    listed = latest if consent is None else latest[consenting(latest, consent)]
    listed = listed.assign(earlier=earlier, consent="unknown" if consent is None else "yes")
    said = join_mentions(statements, mentions, ["label"])
    lines = listed.merge(_said(listed, statements), on="response_id", how="left")
    lines = lines.merge(_themes(said, actions), on="response_id", how="left")
    counted = ["pros", "cons", "suggestions"]
    lines[counted] = lines[counted].fillna(0)
    lines["task"] = _tasks(lines)
    lines["due"] = lines["date"] + pd.Timedelta(hours=hours)
    lines = lines[lines["task"] != ""]
    urgency = lines["task"].map({task: place for place, task in enumerate(TASK_WORDS)})
    lines = lines.assign(urgency=urgency).sort_values(["urgency", "score", "due"], kind="stable", ignore_index=True)
    if consent is None:
        lines[["score", "themes", "context", "due"]] = [np.nan, None, None, pd.NaT]
    return _with_contacts(shape_calls(lines.reindex(columns=list(COLUMNS))), contacts)


def consenting(responses: pd.DataFrame, consent: Consent) -> NDArray[np.bool_]:
    """Return who agreed to be contacted, by a column or a declared rule; what is no plain yes counts as no.

    Raises
    ------
    UnknownColumnError
        If there is no such column.
    NPSError
        If the rule does not say True or False for each response.
    """
    if isinstance(consent, str):
        check_columns(responses, (consent,))
        return responses[consent].astype(object).map(lambda said: str(said).strip().casefold() in YES).to_numpy(bool)
    said = np.asarray(consent(responses))
    if said.shape != (len(responses),) or said.dtype != bool:
        raise NPSError(
            f"a rule of consent says True or False for each of the {len(responses)} responses, got {said.dtype} of "
            f"shape {said.shape}."
        )
    return said


def _latest(responses: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the latest scored response of each respondent, and how many came before it."""
    frame = responses[responses["score"].notna()].copy()
    day = pd.to_datetime(frame["date"]) if "date" in frame else pd.Series(pd.NaT, index=frame.index)
    frame["date"] = day.dt.tz_localize(None)
    if "respondent_id" not in frame:
        return frame, pd.Series(0, index=frame.index)
    # Who is not named is a respondent of his own.
    who = frame["respondent_id"].astype("str").fillna("\0" + frame["response_id"].astype("str"))
    frame = frame.assign(who=who).sort_values("date", kind="stable", na_position="first")
    earlier = frame.groupby("who").cumcount()
    last = ~frame["who"].duplicated(keep="last")
    return frame.loc[last].drop(columns="who"), earlier[last]


def _said(responses: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return what each respondent said, redacted, and how many statements of each label it has."""
    counts = pd.crosstab(statements["response_id"], statements["label"]).reindex(columns=["pro", "con", "suggestion"])
    counts = counts.fillna(0).set_axis(["pros", "cons", "suggestions"], axis=1)
    langs = statements.drop_duplicates("response_id").set_index("response_id")["lang"]
    said = responses.drop_duplicates("response_id").set_index("response_id")[comment_columns(responses)]
    said = said.loc[said.index.intersection(langs.index)].astype("str").fillna("")
    written = pd.Series([" ".join(texts) for texts in said.to_numpy()], index=said.index, dtype="str")
    context = [legible(text, LONGEST_CONTEXT) for text in redact(written, lang=langs.reindex(written.index))]
    return pd.DataFrame({"context": context}, index=written.index).join(counts)


def _themes(said: pd.DataFrame, actions: pd.DataFrame | None) -> pd.DataFrame:
    """Return the themes each respondent blames, those that can be repaired first, and whether there are such."""
    cons = said[said["label"] == "con"]
    can = cons["theme"].isin(_repairable(actions)) if actions is not None else np.ones(len(cons), dtype=bool)
    cons = cons.assign(repairable=can).drop_duplicates(["response_id", "theme"])
    groups = cons.sort_values("repairable", ascending=False, kind="stable").groupby("response_id")
    return pd.DataFrame({"themes": groups["theme"].agg(SEPARATOR.join), "repairable": groups["repairable"].any()})


def _repairable(actions: pd.DataFrame) -> set[str]:
    """Return the themes whose con has a remedy that was not given up."""
    check_columns(actions, ACTION_COLUMNS)
    given_up = (actions["decision"] == "rejected") | (actions["status"] == "dropped")
    is_con = (actions["label"] == "con") | actions["action_id"].str.startswith("con-")
    return set(actions.loc[is_con & actions["remedy"].notna() & ~given_up, "theme"])


def _tasks(lines: pd.DataFrame) -> NDArray[np.object_]:
    """Say what is to be done for each respondent, nothing for passives who blame nothing."""
    category = categorize(lines["score"]).astype("str")
    can_repair = lines["repairable"].astype("boolean").fillna(value=False).to_numpy(bool)
    return np.select(
        [
            (category == "detractor") & can_repair,
            category == "detractor",
            (category == "passive") & (lines["cons"] > 0),
            category == "promoter",
        ],
        list(TASK_WORDS),
        "",
    ).astype(object)


def _with_contacts(lines: pd.DataFrame, contacts: pd.DataFrame | None) -> pd.DataFrame:
    """Add the personal columns of those listed."""
    if contacts is None:
        return lines
    check_columns(contacts, ("response_id",))
    taken = [name for name in contacts if name in lines and name != "response_id"]
    if taken:
        raise NPSError(f"a contact column cannot be called {taken[0]!r}, a column of the list; rename it first.")
    return lines.merge(contacts.drop_duplicates("response_id"), on="response_id", how="left")
