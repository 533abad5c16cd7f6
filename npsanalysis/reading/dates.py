"""Dates as surveys write them: ISO, day or month first, month names, two-digit years, Excel serials, epochs.

Day and month are told apart on the whole column, never cell by cell.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from npsanalysis.reading.matching import fold
from npsanalysis.reading.table import Finding
from npsanalysis.reading.values import number_in, says_missing, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLIEST, LATEST = 1900, 2200
DAY_FIRST_LANGUAGES = ("fr", "es", "de", "pt", "it")

MONTHS = {
    stem: month
    for month, stems in enumerate(
        (
            "jan janv ene gen", "feb fev febr fevr", "mar mars maer mrz marz", "apr avr abr", "may mai mag",
            "jun juin giu", "jul juil lug", "aug aou aout ago", "sep sept set", "oct okt ott out", "nov", "dec dez dic",
        ),
        1,
    )
    for stem in stems.split()
}  # fmt: skip
"""Beginnings of month names in six languages, folded."""

_TIME = r"(?:[\sT,àa-]*?(\d{1,2})[:hH](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?\s?[Mm]\.?)?)?"
_ZONE = r"\s*(?:Z|UTC|GMT|[A-Z]{2,5}|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?)?\s*(?:\([^)]*\))?"
_END = _TIME + _ZONE
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _END)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _END)
_DAY_MONTH = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th|\.)?[\s-]*(?:de\s+)?([^\W\d_]+)\.?[\s,-]*(?:de\s+)?(\d{4}|\d{2})"
    + _END
)
_MONTH_DAY = re.compile(r"(?:[^\W\d]+\.?,?\s+)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _END)
_MONTH = re.compile(r"(\d{4})-(\d{2})|([^\W\d_]{3,})\.?\s+(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_COMPACT = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:([0-2]\d)([0-5]\d)([0-5]\d)?)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


class Dates(NamedTuple):
    """A column read as dates: moments (NaT where missing or unreadable), unreadable texts with counts, findings."""

    moments: pd.Series
    invalid: dict[str, int]
    findings: list[Finding]


def looks_like_date(text: str) -> bool:
    """Tell whether a text is a date by itself; bare numbers are not, a column's name must say so.

    Examples
    --------
    >>> looks_like_date("1er août 2023"), looks_like_date("45000"), looks_like_date("9")
    (True, False, False)
    """
    plain = tidy(text[:60])
    if number_in(plain) is not None:
        return False
    return (_parse(plain, day_first=True) or _parse(plain, day_first=False)) is not None


def read_dates(column: pd.Series, *, language: str = "", epoch_1904: bool = False, european: bool = False) -> Dates:
    """Read a column of texts as dates, at the time written: zones are left off.

    Parameters
    ----------
    column
        Texts, blank where missing.
    language
        Language of the headers, which decides between day and month first where the dates do not.
    epoch_1904
        Whether serial numbers count from 1904.
    european
        Whether the file is written the European way (semicolons), a hint as good as a language.

    Returns
    -------
    Dates
        Datetimes with the index of `column`, what could not be read, and what was decided.

    Examples
    --------
    >>> read_dates(pd.Series(["03/04/2024", "25/04/2024"])).moments.dt.month.tolist()
    [4, 4]
    """
    findings: list[Finding] = []
    filled = column[column != ""]
    quick = (
        pd.to_datetime(filled, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
        if _is_iso(filled)
        else None
    )
    if quick is not None and quick.notna().all():
        return Dates(quick.reindex(column.index).astype("datetime64[us]"), {}, findings)
    uniques = pd.unique(filled)
    plain = [tidy(text) for text in uniques]
    day_first = _day_first(plain, language, findings, european=european)
    origin = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- wall time, as written
    parsed: dict[str, dt.datetime | None] = {}
    serials = 0
    for text, each in zip(uniques, plain, strict=True):
        moment = _parse(each, day_first=day_first)
        if moment is None:
            moment = _from_number(each, origin)
            serials += moment is not None and bool(_SERIAL.fullmatch(each))
        parsed[text] = moment
    if serials:
        findings.append(Finding("date_serials", "", serials, "repaired", "1904" if epoch_1904 else "1900"))
    values = pd.to_datetime(column.map(parsed), errors="coerce").astype("datetime64[us]")
    lost = filled[values[filled.index].isna().to_numpy()]
    counts = lost.value_counts().to_dict()
    invalid = {str(text): int(n) for text, n in counts.items() if not says_missing(str(text))}
    return Dates(values, invalid, findings)


def _is_iso(filled: pd.Series) -> bool:
    """Tell whether the first values are ISO dates without a zone, which pandas reads in C."""
    head = filled.iloc[:20]
    return len(head) > 0 and bool(
        head.str.fullmatch(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?").all()
    )


def _day_first(texts: Sequence[str], language: str, findings: list[Finding], *, european: bool) -> bool:
    """Decide on the whole column: by a part above 12, by the order of the rows, by the language, in this order."""
    pairs = [(int(m[1]), int(m[2]), int(m[3])) for text in texts if (m := _YEAR_LAST.fullmatch(text))]
    if not pairs:
        return True
    first_is_day = sum(a > 12 for a, _, _ in pairs)
    second_is_day = sum(b > 12 for _, b, _ in pairs)
    if first_is_day or second_is_day:
        if first_is_day and second_is_day:
            findings.append(Finding("date_order_mixed", "", min(first_is_day, second_is_day), "set_missing"))
        return first_is_day >= second_is_day
    dotted = any(re.match(r"\d{1,2}\.", text) for text in texts)
    day, month = _disorder([(y, b, a) for a, b, y in pairs]), _disorder([(y, a, b) for a, b, y in pairs])
    if min(day, month) < 0.2 * max(day, month):
        guess = day < month
    else:
        guess = dotted or european or language in DAY_FIRST_LANGUAGES
    findings.append(Finding("date_order_guessed", "", len(pairs), "guessed", "d/m/y" if guess else "m/d/y"))
    return guess


def _disorder(keys: list[tuple[int, int, int]]) -> float:
    """Return the share of steps against the direction most steps take."""
    up = sum(a < b for a, b in pairwise(keys))
    down = sum(a > b for a, b in pairwise(keys))
    return min(up, down) / max(up + down, 1)


def _parse(text: str, *, day_first: bool) -> dt.datetime | None:
    """Read one date, or None."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _moment(match[1], match[2], match[3], match.groups()[3:])
    if match := _YEAR_LAST.fullmatch(text):
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        return _moment(match[3], month, day, match.groups()[3:])
    if (match := _DAY_MONTH.fullmatch(text)) and (named := _month(match[2])):
        return _moment(match[3], named, match[1], match.groups()[3:])
    if (match := _MONTH_DAY.fullmatch(text)) and (named := _month(match[1])):
        return _moment(match[3], named, match[2], match.groups()[3:])
    if match := _MONTH.fullmatch(text):
        month_number = match[2] or _month(match[3] or "")
        return _moment(match[1] or match[4], month_number, "1", ()) if month_number else None
    return None


def _from_number(text: str, origin: dt.datetime) -> dt.datetime | None:
    """Read a bare number as a date: Excel serial, compact ISO, seconds or milliseconds since 1970."""
    if _SERIAL.fullmatch(text):
        return origin + dt.timedelta(seconds=round(float(text.replace(",", ".")) * 86_400))
    if match := _COMPACT.fullmatch(text):
        return _moment(match[1], match[2], match[3], (match[4], match[5], match[6], None) if match[4] else ())
    if _EPOCH.fullmatch(text):
        return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(text[:10]))  # noqa: DTZ001 -- wall time
    return None


def _moment(year: str, month: str | int, day: str, time: Sequence[str | None]) -> dt.datetime | None:
    """Build a moment of its parts, or None when there is no such day."""
    y = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    hour, minute, second, half = (*time, None, None, None, None)[:4]
    h = int(hour or 0)
    if half:
        h = h % 12 + (12 if half[0] in "pP" else 0)
    if not EARLIEST <= y <= LATEST:
        return None
    try:
        return dt.datetime(y, int(month), int(day), h, int(minute or 0), int(second or 0))  # noqa: DTZ001 -- wall time
    except ValueError:
        return None


def _month(name: str) -> int | None:
    """Return the number of a month by its name in one of six languages."""
    folded = fold(name)
    for length in (4, 3):
        if folded[:length] in MONTHS:
            return MONTHS[folded[:length]]
    return None
