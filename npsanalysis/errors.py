"""What went wrong, in one sentence each: the rule, what was got, what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


class NPSError(ValueError):
    """Base of every error that bad data or a wrong argument can cause."""


class ScoreRangeError(NPSError):
    """A score that is not on the 0-10 scale."""


class ReadingError(NPSError):
    """A file that cannot be read as a survey export."""


class NoScoreColumnError(ReadingError):
    """An export in which no column can be taken for the recommendation score."""


class DriverError(NPSError):
    """A driver that cannot be analysed."""


class StudyError(NPSError):
    """A study that could not be made or written."""


class UnknownColumnError(NPSError):
    """A column that the frame does not have."""

    @classmethod
    def of(cls, name: object, columns: Iterable[object]) -> Self:
        """Build the error for `name`, offering the nearest of `columns`."""
        known = [str(column) for column in columns]
        return cls(f"there is no column {str(name)!r}; {_nearest(str(name), known)}.")


class UnknownNameError(NPSError):
    """A named choice (an interval, a sector, a language) that does not exist."""

    @classmethod
    def of(cls, kind: str, name: object, known: Iterable[object]) -> Self:
        """Build the error for a `kind` called `name`, offering the nearest of those `known`."""
        return cls(f"there is no {kind} {name!r}; {_nearest(str(name), [str(each) for each in known])}.")


class SmallGroupWarning(UserWarning):
    """A base too small for the figure to mean much."""


class SampleWarning(UserWarning):
    """A sample that is not what the figure takes it for: people who answered twice, groups asked at other times."""


class DateWarning(UserWarning):
    """Dates that do not carry what is asked of them: missing, in the future, or months apart."""


class ComparabilityWarning(UserWarning):
    """Two figures that were not measured in the same way are set side by side."""


def _nearest(name: str, known: list[str]) -> str:
    """Say which of `known` was probably meant, or list them."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, n=1)
    if close:
        return f"did you mean {folded[close[0]]!r}? The choices are {_listed(known)}"
    return f"the choices are {_listed(known)}"


def _listed(names: list[str], most: int = 30) -> str:
    """Join names in quotes, saying how many are left out."""
    shown = ", ".join(repr(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
