"""What each column is: the score, comments, dates, ids, weights, groups, drivers, personal data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.loudness import SHORT_NAME
from npsanalysis.reading.matching import fold, is_called, says
from npsanalysis.reading.personal import personal_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npsanalysis.reading.profiles import Column
    from npsanalysis.reading.score_column import Choice

MOST_GROUPS = 40
"""Different values up to which a column of short texts is a grouping."""


OPENLY = ("asks_openly", "long_texts")
"""Reasons of the comment columns that were not named by the caller."""

_STEM = re.compile(r"(.{3,}?)(?: [-–:] | ?\[| ?/ )")

Roles = dict[int, tuple[str, str]]
"""Role and reason by position."""


def find_roles(columns: list[Column], told: Mapping[int, str], choice: Choice) -> Roles:
    """Give every column a role.

    Parameters
    ----------
    columns
        The columns of the file.
    told
        Roles the caller gave, by position.
    choice
        The score column and the label columns.

    Returns
    -------
    Roles
        Role and reason by position.
    """
    roles: Roles = {position: (role, "named_by_caller") for position, role in told.items()}
    roles.update(dict.fromkeys(choice.labels, ("label", "names_categories")))
    roles.setdefault(choice.score.position, ("score", choice.score.reason))
    for column in columns:
        if column.position not in roles:
            kind = personal_role(column)
            if kind is not None or column.profile.filled == 0:
                roles[column.position] = ("contact", kind) if kind else ("other", "blank")
    given = {role for role, _ in roles.values()}
    for role, phrases in words.ROLES.items():
        if role not in given and (found := _called(columns, roles, role, phrases)) is not None:
            roles[found.position] = (role, "called_so")
    if "date" not in given:
        _find_date(columns, roles)
    for column in columns:
        if column.position not in roles:
            roles[column.position] = _by_values(column)
    if "comment" in given:
        # The caller named the open questions: there are no others.
        silenced = {j: ("other", "texts") for j, (role, why) in roles.items() if role == "comment" and why in OPENLY}
        roles.update(silenced)
    _mark_exploded(columns, roles)
    return roles


def _mark_exploded(columns: list[Column], roles: Roles) -> None:
    """Mark the columns of one question, a column an option, ticked or not."""
    stems: dict[str, list[Column]] = {}
    for column in columns:
        stem = _STEM.match(column.name)
        ticked = column.profile.distinct <= 2 and column.profile.filled
        if stem and ticked and roles[column.position][0] in {"group", "other", "multi"}:
            stems.setdefault(stem[1], []).append(column)
    for options in stems.values():
        if len(options) > 1:
            roles.update({option.position: ("multi", "exploded") for option in options})


def _called(columns: list[Column], roles: Roles, role: str, phrases: tuple[str, ...]) -> Column | None:
    """Return the column called like a role whose values allow it, in the order of the phrases."""
    free = [
        column
        for column in columns
        if column.position not in roles and (is_called(column.name, phrases) or is_called(column.question, phrases))
    ]
    if role == "weight":
        free = [each for each in free if each.profile.numbers >= 0.9 and each.profile.low > 0]
    elif role == "response_id":
        free = [each for each in free if each.profile.distinct == each.profile.filled and each.profile.word_count < 2]
    else:
        free = [each for each in free if each.profile.word_count < 1.5 and each.profile.distinct > 1]
    order = {phrase: k for k, phrase in enumerate(phrases)}
    return min(free, key=lambda each: (order.get(fold(each.name), len(order)), each.position), default=None)


def _find_date(columns: list[Column], roles: Roles) -> None:
    """Give the role of date to the response's own date, else to a plain one; never to an account's or a birth's."""

    def tier(column: Column) -> int:
        """Rank a date: 0 the response's own, 1 plain, 2 of the start, 3 and 4 unnamed, 9 of something else."""
        for k, phrases in enumerate(words.DATES):
            if is_called(column.name, phrases) or is_called(column.question, phrases):
                return k
        if says(column.name, words.OTHER_DATES):
            return 9
        return 3 if says(column.name, words.DATES[0]) else 4

    def place(column: Column) -> int:
        """Order the names of the first tier, the surest first."""
        called = [k for k, phrase in enumerate(words.DATES[0]) if is_called(column.name, (phrase,))]
        return called[0] if called else len(words.DATES[0])

    dated = [
        column
        for column in columns
        if column.position not in roles
        and (
            column.profile.dates >= 0.8
            or (column.profile.numbers >= 0.9 and _may_count_days(column) and tier(column) < 2)
        )
    ]
    ordered = sorted(dated, key=lambda column: (tier(column), place(column), column.position))
    for k, column in enumerate(ordered):
        first = k == 0 and tier(column) < 9
        roles[column.position] = ("date", f"tier_{tier(column)}") if first else ("other", "another_date")


def _may_count_days(column: Column) -> bool:
    """Tell whether numbers may be Excel serials, compact dates or epochs."""
    low, high = column.profile.low, column.profile.high
    return 30_000 <= low <= high <= 60_000 or 19_000_101 <= low <= high <= 21_001_231 or low >= 1e9


def _by_values(column: Column) -> tuple[str, str]:
    """Give a role by what the cells look like."""
    cells = column.profile
    if cells.numbers >= 0.95:
        return _by_numbers(column)
    if cells.dates >= 0.8:
        return "other", "another_date"
    if cells.items >= 0.3:
        return "multi", "lists"
    name = f"{column.name} {column.question}" if column.name != column.question else column.name
    if cells.numbers < 0.5 and cells.codes < 0.5 and not says(name, words.NOT_A_COMMENT):
        surely = says(name, words.OPENLY) or is_called(column.name, words.OPEN_NAMES)
        varied = cells.variety > 0.3 or cells.filled < 5
        if (surely and cells.distinct > 2) or (varied and says(name, words.COMMENT)):
            return "comment", "asks_openly"
        if cells.variety > 0.5 and cells.word_count >= 4 and cells.length >= 20:
            return "comment", "long_texts"
    few = 1 < cells.distinct <= MOST_GROUPS and cells.distinct <= (0.5 if cells.distinct > 10 else 0.8) * cells.filled
    return ("group", "few_values") if few else ("other", "texts")


def _by_numbers(column: Column) -> tuple[str, str]:
    """Give a role to a column of numbers."""
    cells = column.profile
    if cells.codes > 0:
        return "other", "digits"
    if not (cells.low >= 0 and cells.high <= 10 and 1 < cells.distinct <= 22):
        return "other", "numbers"
    if len(column.name) < SHORT_NAME and says(column.name, words.NOT_A_RATING):
        return "group", "codes"
    if says(column.name, words.NOT_THE_SCORE) and says(column.name, words.NET_PROMOTER):
        return "other", "numbers"
    return ("driver", "rating") if cells.high > 1 else ("multi", "zero_one")
