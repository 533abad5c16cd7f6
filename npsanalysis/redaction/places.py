"""Find where people can be reached: e-mail addresses, links, postal addresses. All repetitions are bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Place = tuple[int, int]

EMAILS = (
    re.compile(
        r"(?<![\w.+'%-])[\w.+'%-]{1,64} ?(?:@|\((?:at|a|arobase)\)|\[at\]) ?(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,12}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64} (?:at|arobase|chez) [\w-]{1,63}(?: (?:dot|point) )(?:com|fr|net|org|co|ie|be|ch)\b",
        re.IGNORECASE,
    ),
)

_END_OF_LINK = r"[^\s<>\"'«»]{0,500}[^\s<>\"'«».,;:!?)\]]"
LINKS = (
    re.compile(rf"(?:https?://|(?<!\w)www\.){_END_OF_LINK}", re.IGNORECASE),
    re.compile(rf"(?<![\w@./-])(?:[\w-]{{1,63}}\.){{1,4}}[a-z]{{2,10}}/{_END_OF_LINK}", re.IGNORECASE),
)

# France: a number, a kind of street, its name; where the kind is a word of every day, the name must have a capital.
_NUMBER = r"(?<![\w.,/])\d{1,4}(?: ?(?:bis|ter|quater|[A-Da-d]))?,? {1,2}"
_SURE = (
    r"(?i:rue|r\.|avenue|av\.?|boulevard|boul\.?|bd|bld|impasse|imp\.|chemin|all[eé]es?|route|rte|lotissement|hameau|"
    r"lieu-dit|faubourg|fbg|sentier|venelle|ruelle)(?!\w)"
)
_UNSURE = (
    r"(?i:place|pl\.|quai|cours|square|passage|r[eé]sidence|esplanade|promenade|cit[eé]|villa|mail|mont[eé]e|c[oô]te)"
    r"(?!\w)"
)
_SMALL = r"(?: {1,2}(?i:de|du|des|la|le|les|aux?|à|sur|sous|en|d|l)(?=[ '’])['’]?){0,3}"
_ANY_NAME = r"(?: {0,2}(?!(?i:(?:d[’'])?(?:ici|là|la|plus|bas))(?!\w))[^\W\d_][\w’'-]{1,30})"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w’'-]{0,30}"
_MORE = rf"(?:{_SMALL} {{1,2}}{_CAPITAL}){{0,4}}"
_FIRST_AND_LAST = (
    r"(?: (?i:hugo|jaur[eè]s|moulin|zola|ferry|curie|de gaulle|leclerc|verne|pasteur|mitterrand|gambetta|foch|blum))?"
)
_TOWN = rf"(?:[ ,–-]{{1,4}}\d{{5}} {{1,2}}{_CAPITAL}(?:[ -]{_CAPITAL}){{0,3}})?"
_FRENCH = (
    re.compile(rf"{_NUMBER}{_SURE}{_SMALL}{_ANY_NAME}{_FIRST_AND_LAST}{_MORE}{_TOWN}"),
    re.compile(rf"{_NUMBER}{_UNSURE}{_SMALL} {{0,2}}{_CAPITAL}{_MORE}{_TOWN}"),
)

_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)"
_KIND = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Cres|Place|Pl|Way|Terrace|Gardens|Gdns|"
    r"Grove|Hill|Square|Boulevard|Blvd|Row|Mews|Walk|Parade)(?!\w)"
)
_UNIT = r"(?:(?:[Ff]lat|[Aa]pt\.?|[Aa]partment|[Uu]nit) \w{1,5},? )?"
_NOT_A_STREET = (
    r"(?!(?:hours?|minutes?|mins?|miles?|days?|main|other|more|years?|weeks?|of|people|times|km|from|down|different|"
    r"nearby|local|side|whole|the|star)(?!\w))"
)
_ENGLISH = (
    re.compile(
        rf"(?<![\w.,/]){_UNIT}\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w’'.]{{0,30}} ){{1,4}}{_KIND}\.?"
        rf"(?:,? [A-Z][a-z][\w-]{{1,30}}){{0,2}}(?:,? (?:{_POSTCODE}|[A-Z]{{2}} \d{{5}}(?!\d)))?"
    ),
    re.compile(
        rf"(?<![\w.,/]){_UNIT}\d{{1,5}}[a-z]? {_NOT_A_STREET}[a-z’']{{2,30}}(?: {_NOT_A_STREET}[a-z’']{{2,30}})? "
        r"(?:street|road|avenue|lane|crescent|close|court|terrace|gardens)(?!\w)"
    ),
    re.compile(rf"(?<!\w){_POSTCODE}"),
)


def find_emails(text: str) -> Iterator[Place]:
    """Yield where an e-mail address stands, "sam at gmail dot com" too."""
    return _places(EMAILS, text)


def find_links(text: str) -> Iterator[Place]:
    """Yield where a link stands; the bare name of a site is none."""
    return _places(LINKS, text)


def find_addresses(text: str) -> Iterator[Place]:
    """Yield where a postal address stands: a number and a street, or a British postcode."""
    return _places((*_FRENCH, *_ENGLISH), text)


def _places(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[Place]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match.span()
