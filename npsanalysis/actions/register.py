"""The action register: a line for each theme that customers praise, blame or have wishes about.

Figures come from the data; what they mean, who is responsible and what to do is for people to say. The questions
asked of each line are always the same six: what does it mean, who is responsible, why did it happen, how to repair
(or strengthen) it, what is the gain, what are the risks of leaving it and of the change itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.errors import NPSError, UnknownColumnError

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTION_COLUMNS = (
    "action_id",
    "theme",
    "label",
    "responses",
    "impact",
    "impact_low",
    "impact_high",
    "meaning",
    "cause",
    "responsible",
    "remedy",
    "benefit",
    "risk_of_inaction",
    "risk_of_change",
    "risk_level",
    "urgency",
    "importance",
    "quadrant",
    "decision",
    "reason",
    "owner",
    "resources",
    "milestones",
    "deadline",
    "status",
)
"""The columns of an actions frame."""

FIGURES = ("impact", "impact_low", "impact_high")
"""What is taken from the impacts, in points."""

JUDGED = ACTION_COLUMNS[7:]
"""What people fill in, and the quadrant that follows from it."""

ORDER = ("con", "pro", "suggestion")
"""Cons are examined first, then pros to strengthen and spread, then suggestions."""

RISKS = ("high", "medium", "low")
"""Critical (customers and money are lost if nothing is done), important, an inconvenience."""

QUADRANTS = {
    ("high", "high"): "do_first",
    ("low", "high"): "schedule",
    ("high", "low"): "delegate",
    ("low", "low"): "later",
}
"""What follows from urgency and importance."""

STATEMENT_KEYS = ["response_id", "question", "statement"]


def plan_actions(
    impacts: pd.DataFrame,
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    previous: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Open the action register: a line for each theme × label that is mentioned, its figures filled in.

    Parameters
    ----------
    impacts
        Impacts frame: `theme, label, impact, impact_low, impact_high`; rows of other labels than pro, con and
        suggestion are not used. A theme that is mentioned and has no impact gets a line without one.
    statements
        Labelled statements. Their labels count, not those of the mentions: a statement may have been relabelled by
        hand.
    mentions
        Mentions frame: `response_id, question, statement, theme`.
    previous
        The register of the last wave. Its judgements, and lines that nobody mentions any more (with 0 responses), are
        kept; a line moved to another label stays there.

    Returns
    -------
    DataFrame
        Actions, in the order of `order_actions`: `action_id` (label and theme, the same in every wave), `theme, label`,
        `responses` (respondents who say so), `impact, impact_low, impact_high` in points; then, empty until people fill
        them in, `meaning, cause, responsible, remedy, benefit, risk_of_inaction, risk_of_change, risk_level` (`high`,
        `medium`, `low`), `urgency` and `importance` (`high`, `low`), `quadrant`, `decision` (`retained`, `piloted`,
        `rejected`), `reason, owner, resources, milestones, deadline`; and `status` (`to_do`, `in_progress`, `done`,
        `dropped`), which begins as `to_do`.

    Raises
    ------
    UnknownColumnError
        If a frame lacks a column.
    NPSError
        If a mention is of a statement that is not there, a theme × label has two impacts, or two lines of the previous
        register have the same `action_id`.

    Examples
    --------
    >>> statements = pd.DataFrame({"response_id": [1, 2, 3], "question": "comment", "statement": 0,
    ...     "label": ["con", "con", "pro"]})
    >>> mentions = statements.assign(theme=["waiting", "waiting", "welcome"])
    >>> impacts = pd.DataFrame({"theme": ["waiting", "welcome"], "label": ["con", "pro"], "impact": [-8.0, 3.0],
    ...     "impact_low": [-12.0, 1.0], "impact_high": [-4.0, 5.0]})
    >>> plan_actions(impacts, statements, mentions)[["action_id", "responses", "impact", "status"]]
         action_id  responses  impact status
    0  con-waiting          2    -8.0  to_do
    1  pro-welcome          1     3.0  to_do
    """
    check_columns(impacts, ("theme", "label", *FIGURES))
    counted = _count(statements, mentions)
    used = impacts.loc[impacts["label"].isin(ORDER), ["theme", "label", *FIGURES]].astype({"theme": "str"})
    twice = used[used.duplicated(["theme", "label"])]
    if len(twice):
        theme, label = twice.iloc[0][["theme", "label"]]
        raise NPSError(f"the impacts have two rows for {theme!r} as {label}; give those of one question or group.")
    figures = counted.merge(used.astype({"label": "str"}), on=["theme", "label"], how="left")
    actions = shape_actions(figures.assign(action_id=figures["label"] + "-" + figures["theme"], status="to_do"))
    return order_actions(actions if previous is None else _with_judgements(actions, previous))


def order_actions(actions: pd.DataFrame) -> pd.DataFrame:
    """Put a register in the order in which it is worked through.

    Cons come first, then pros, then suggestions. Within each: by the risk level that people gave, the highest first;
    then cons that surely harm and pros that surely help (their interval says so); then by the impact, the most harmful
    con and the most helpful pro first, and suggestions by how many make them.

    Parameters
    ----------
    actions
        Actions frame.

    Returns
    -------
    DataFrame
        The same lines.
    """
    check_columns(actions, ACTION_COLUMNS)
    label = actions["label"].map({name: place for place, name in enumerate(ORDER)})
    is_pro = actions["label"] == "pro"
    worth = actions["impact"].where(~is_pro, -actions["impact"])
    sure = (actions["impact_high"] < 0).where(~is_pro, actions["impact_low"] > 0)
    keys = pd.DataFrame(
        {
            "label": label.fillna(len(ORDER)),
            "risk": actions["risk_level"].map({name: place for place, name in enumerate(RISKS)}).fillna(len(RISKS)),
            "asked": -actions["responses"].where(actions["label"] == "suggestion").astype(float),
            "unsure": ~sure,
            "worth": worth,
            "responses": -actions["responses"].astype(float),
        }
    )
    return actions.loc[keys.sort_values([*map(str, keys)], kind="stable").index].reset_index(drop=True)


def shape_actions(lines: pd.DataFrame) -> pd.DataFrame:
    """Give lines the columns and types of an actions frame; columns of their own come last.

    The quadrant follows from urgency and importance: `do_first` (both), `schedule` (important, not urgent), `delegate`
    (urgent, not important), `later` (neither); it is missing until both are said.
    """
    own = [str(column) for column in lines.columns if column not in ACTION_COLUMNS]
    shaped = lines.reindex(columns=[*ACTION_COLUMNS, *own]).reset_index(drop=True)
    numbers = dict.fromkeys(FIGURES, "float64") | {"responses": "Int64"}
    texts = dict.fromkeys([*ACTION_COLUMNS, *own], "str") | numbers | {"deadline": "datetime64[us]"}
    judged = zip(shaped["urgency"], shaped["importance"], strict=True)
    shaped["quadrant"] = [QUADRANTS.get(pair) for pair in judged]
    return shaped.astype(texts)


def check_columns(frame: pd.DataFrame, needed: Sequence[str]) -> None:
    """Raise when a frame lacks a column.

    Raises
    ------
    UnknownColumnError
        If it does.
    """
    for column in needed:
        if column not in frame:
            raise UnknownColumnError.of(column, frame.columns)


def join_mentions(statements: pd.DataFrame, mentions: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the themes of the statements with `columns` of the statements.

    Raises
    ------
    UnknownColumnError
        If a frame lacks a column.
    NPSError
        If a mention is of a statement that is not there.
    """
    check_columns(statements, [*STATEMENT_KEYS, *columns])
    check_columns(mentions, [*STATEMENT_KEYS, "theme"])
    said = mentions[[*STATEMENT_KEYS, "theme"]].drop_duplicates().astype({"theme": "str"})
    known = statements[[*STATEMENT_KEYS, *columns]].drop_duplicates(STATEMENT_KEYS)
    try:
        joined = said.merge(known, on=STATEMENT_KEYS, how="left", indicator=True)
    except ValueError:
        raise NPSError(
            "the mentions and the statements do not name responses alike (numbers here, texts there); give the "
            "statements the mentions were made from."
        ) from None
    lost = int((joined["_merge"] == "left_only").sum())
    if lost:
        raise NPSError(
            f"{lost} mentions are of statements that are not there; give the statements they were made from."
        )
    return joined.drop(columns="_merge")


def _count(statements: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the respondents who mention each theme under each label."""
    joined = join_mentions(statements, mentions, ["label"])
    joined = joined[joined["label"].isin(ORDER)].astype({"label": "str"})
    return joined.groupby(["theme", "label"])["response_id"].nunique().rename("responses").reset_index()


def _with_judgements(actions: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    """Carry over what people said of the same lines, and the lines nobody mentions any more."""
    check_columns(previous, ACTION_COLUMNS)
    own = [str(column) for column in previous.columns if column not in ACTION_COLUMNS]
    twice = previous.loc[previous["action_id"].duplicated(), "action_id"]
    if len(twice):
        raise NPSError(f"two lines of the previous register are called {twice.iloc[0]!r}; give each its own action_id.")
    before = previous.set_index("action_id")
    now = actions.set_index("action_id")
    kept = now.index.union(before.index, sort=False)
    lines = before.reindex(kept)[["theme", "label", *JUDGED, *own]]
    for column in ("theme", "label", "status"):
        lines[column] = lines[column].where(lines[column].notna(), now[column].reindex(kept))
    figures = now.reindex(kept)[["responses", *FIGURES]]
    figures["responses"] = figures["responses"].fillna(0)
    return shape_actions(pd.concat([lines, figures], axis=1).rename_axis("action_id").reset_index())
