"""Which columns hold personal data: e-mails, telephones, names, addresses, births. They are kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npsanalysis.reading import vocabulary as words
from npsanalysis.reading.vocabulary import is_called, says

if TYPE_CHECKING:
    from npsanalysis.reading.profiles import Column


def personal_role(column: Column) -> str | None:
    """Name the kind of personal data of a column, None when it holds none."""
    cells = column.profile
    if cells.emails >= 0.5:
        return "email"
    if cells.ips >= 0.5 and cells.filled:
        return "ip"
    wide = cells.word_count > 8
    for kind, phrases in words.CONTACT.items():
        if (is_called(column.name, phrases) or is_called(column.question, phrases)) and not wide:
            # A "mobile" that is yes or no, a "name" that is one of three, are no person's.
            if kind == "phone" and cells.filled > 4 and cells.distinct < 4:
                continue
            if kind == "name" and cells.filled > 20 and cells.distinct < 4:
                continue
            return kind
    if cells.phones >= 0.8 and cells.dates < 0.2 and says(column.name, words.CONTACT["phone"]):
        return "phone"
    return None
