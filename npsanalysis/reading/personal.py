"""Which columns hold personal data: e-mails, telephones, names, addresses, births. They are kept apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.matching import fold, is_called, says

if TYPE_CHECKING:
    from npsanalysis.reading.profiles import Column

SOME = 0.05
"""Share of e-mail addresses that makes a column personal: nobody is asked for one elsewhere."""

WIDE = 8
"""Mean words a cell above which a column holds sentences."""

_PERSON = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,3}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9 ]{11,32}")
_PROFILE = re.compile(r"(?:https?://)?(?:\w+\.)?(?:linkedin|twitter|x|facebook|instagram)\.com/.+|@\w{2,30}")


def personal_role(column: Column) -> str | None:
    """Name the kind of personal data of a column, None when it holds none."""
    cells = column.profile
    # A comment may have an address in it.
    if cells.emails >= (0.5 if says(column.name, words.COMMENT) else SOME):
        return "email"
    if cells.ips >= 0.5 and cells.filled:
        return "ip"
    if cells.word_count > WIDE:
        return None
    for kind, phrases in words.CONTACT.items():
        if is_called(column.name, phrases) or is_called(column.question, phrases):
            # A "mobile" that is yes or no, a "name" that is one of three, are no person's.
            if kind == "phone" and cells.filled > 4 and cells.distinct < 4:
                continue
            if kind == "name" and cells.filled > 20 and cells.distinct < 4:
                continue
            return kind
    return _by_cells(column) or _by_words(column)


def _by_cells(column: Column) -> str | None:
    """Name the kind where the cells say it, or say it together with a word of the name."""
    cells = column.profile
    if _share(column, _IBAN) >= 0.5:
        return "account"
    if _share(column, _PROFILE) >= 0.5:
        return "profile"
    called_phone = says(f"{column.name} {column.question}", words.CONTACT["phone"])
    written_so = cells.phones >= 0.8 and cells.dates < 0.2
    if written_so and (called_phone or any("+" in text for text in cells.texts)):
        return "phone"
    if called_phone and (cells.phones >= SOME or (cells.numbers >= 0.5 and cells.low >= 1e7)):
        return "phone"
    people = says(column.name, words.PERSON) and not says(column.name, words.NOT_A_PERSON)
    varied = cells.distinct > max(4, 0.3 * cells.filled)
    return "name" if people and varied and _share(column, _PERSON) >= 0.7 else None


def _by_words(column: Column) -> str | None:
    """Name the kind where a word of the name or the question says it, and the cells do not speak against it."""
    cells = column.profile
    rating = cells.numbers >= 0.5 and 0 <= cells.low <= cells.high <= 10 and cells.distinct <= 22
    if cells.distinct < 4 or rating:
        # Yes or no to being called back is no address, a mark for the telephone no number.
        return None
    for kind, phrases in words.CONTACT_SAID.items():
        numeric = kind in {"place", "birth", "number"}
        if (numeric or (cells.numbers < 0.5 and cells.word_count < 4)) and says(
            f"{column.name} {column.question}", phrases
        ):
            return kind
    name = fold(column.name)
    return "address" if name.startswith(words.ADDRESS_FIRST) and len(name.split()) <= 4 else None


def _share(column: Column, pattern: re.Pattern[str]) -> float:
    """Return the share of the different texts that are of a form."""
    texts = column.profile.texts
    return sum(bool(pattern.fullmatch(text.strip())) for text in texts) / len(texts) if texts else 0.0
