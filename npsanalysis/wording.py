"""Say things in French or in English: sentences, numbers, dates.

The English sentence is the key; its French counterpart stands in `locale/fr/`, a catalogue an
area. Sentences are whole and carry their
values by name (`say("{n} answers", lang, n=12)`), so that a translator may move them.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from npsanalysis.errors import UnknownNameError

if TYPE_CHECKING:
    import datetime as dt

LANGUAGES = ("en", "fr")
"""The languages every output comes in."""

MISSING = "–"
"""What stands for a number that could not be had."""


def mark(sentence: str) -> str:
    """Return a sentence as it is: marks one that is kept in a table now and said later, so that it gets translated."""
    return sentence


CATEGORY_NAMES = {
    "detractor": mark("detractors (0 to 6)"),
    "passive": mark("passives (7 and 8)"),
    "promoter": mark("promoters (9 and 10)"),
}
"""What the categories are called; said by `say`."""

METHOD_NAMES = {
    "adjusted_wald": mark("adjusted Wald"),
    "score": mark("score (Tango)"),
    "wald": mark("Wald"),
    "linearised": mark("Taylor linearisation"),
    "mover": mark("score limits (MOVER)"),
    "welch": mark("Welch"),
    "paired_t": mark("paired t"),
}
"""What the interval methods are called; said by `say`."""

LABEL_NAMES = {"pro": mark("Pros"), "con": mark("Cons"), "suggestion": mark("Suggestions"), "none": mark("Neither")}
"""What the labels of statements are called; said by `say`."""


def check_language(lang: str) -> str:
    """Return `lang`, or raise when there is no such output language.

    Raises
    ------
    UnknownNameError
        If `lang` is none of `LANGUAGES`.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError.of("output language", lang, LANGUAGES)
    return lang


def say(sentence: str, lang: str, /, **values: object) -> str:
    """Say a sentence in a language, its whole numbers written as that language writes them.

    Examples
    --------
    >>> say_count("{n} answer", "{n} answers", 13612, "fr")
    '13\u202f612 réponses'
    """
    return _filled(_catalogue(lang).gettext(sentence), lang, values)


def say_count(one: str, many: str, n: int, lang: str, /, **values: object) -> str:
    """Say `one` or `many`, as the language counts; `{n}` stands for the number.

    Examples
    --------
    >>> say_count("{n} answer", "{n} answers", 1, "en")
    '1 answer'
    """
    return _filled(_catalogue(lang).ngettext(one, many, n), lang, {"n": n, **values})


def number(value: float, lang: str, digits: int = 0) -> str:
    """Write a number.

    Examples
    --------
    >>> number(1234.56, "en", 1)
    '1,234.6'
    """
    return _decimal(value, lang, f"#,##0{_fraction(digits)}")


def points(value: float, lang: str, digits: int = 1) -> str:
    """Write an NPS or a difference of two, in points with its sign.

    Examples
    --------
    >>> points(37.68, "fr"), points(-3, "en", 0)
    ('+37,7', '-3')
    """
    if round(value, digits) == 0:
        return _decimal(0.0, lang, f"#,##0{_fraction(digits)}")
    return _decimal(value, lang, f"+#,##0{_fraction(digits)};-#,##0{_fraction(digits)}")


def percent(value: float, lang: str, digits: int = 0) -> str:
    """Write a share that is given in percent.

    Examples
    --------
    >>> percent(42.4, "en")
    '42%'
    """
    return _decimal(value / 100, lang, f"#,##0{_fraction(digits)}" + ("\u202f%" if lang == "fr" else "%"))


def day(value: dt.date, lang: str) -> str:
    """Write a date.

    Examples
    --------
    >>> import datetime
    >>> day(datetime.date(2026, 3, 12), "fr")
    '12 mars 2026'
    """
    pattern = "d'er' MMMM y" if lang == "fr" and value.day == 1 else "long"
    return format_date(value, format=pattern, locale=_locale(lang))


def short_day(value: dt.date, lang: str) -> str:
    """Write a date where there is little room.

    Examples
    --------
    >>> import datetime
    >>> short_day(datetime.date(2026, 1, 12), "en"), short_day(datetime.date(2026, 1, 12), "fr")
    ('Jan 12, 2026', '12 janv. 2026')
    """
    return format_date(value, format="medium", locale=_locale(lang))


def month(value: dt.date, lang: str) -> str:
    """Write the month of a date.

    Examples
    --------
    >>> import datetime
    >>> month(datetime.date(2026, 3, 12), "fr")
    'mars 2026'
    """
    return format_date(value, format="MMM y", locale=_locale(lang))


def interval(low: float, high: float, lang: str, digits: int = 1) -> str:
    """Write the bounds of an interval in points.

    Examples
    --------
    >>> interval(14.06, 44.2, "en")
    '+14.1 to +44.2'
    """
    if low != low or high != high:  # noqa: PLR0124 -- NaN is the one number unlike itself
        return MISSING
    return say("{low} to {high}", lang, low=points(low, lang, digits), high=points(high, lang, digits))


def joined(items: list[str], lang: str) -> str:
    """Join items as a sentence does: "a, b and c".

    Examples
    --------
    >>> joined(["a", "b", "c"], "fr")
    'a, b et c'
    """
    if len(items) < 2:
        return "".join(items)
    return say("{most} and {last}", lang, most=", ".join(items[:-1]), last=items[-1])


def _filled(sentence: str, lang: str, values: dict[str, object]) -> str:
    """Put the values into a sentence."""
    return sentence.format(
        **{name: number(value, lang) if type(value) is int else value for name, value in values.items()}
    )


def _fraction(digits: int) -> str:
    return "." + "0" * digits if digits else ""


def _decimal(value: float, lang: str, pattern: str) -> str:
    """Write a number by a pattern, or the sign that it is missing."""
    return MISSING if value != value else format_decimal(value, format=pattern, locale=_locale(lang))  # noqa: PLR0124


@lru_cache
def _locale(lang: str) -> Locale:
    return Locale(check_language(lang))


@lru_cache
def _catalogue(lang: str) -> NullTranslations:
    """Read the catalogue of a language; English is the key itself."""
    if check_language(lang) == "en":
        return NullTranslations()
    merged = Catalog(locale=lang)
    for path in sorted(files("npsanalysis").joinpath("locale", lang).iterdir(), key=lambda path: path.name):
        with path.open("rb") as source:
            for message in read_po(source, locale=lang):
                merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)
