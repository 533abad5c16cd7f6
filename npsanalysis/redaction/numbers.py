"""Find numbers that point to a person: bank accounts, cards, social security, telephones, orders and contracts.

A number with a check digit is taken only when the check holds, whatever stands around it. All patterns have bounded
repetitions: the time grows with the length of the text, not faster.

References
----------
.. [1] ISO 13616, IBAN: country code, two check digits (ISO 7064 mod 97-10), a length fixed for each country.
.. [2] ISO/IEC 7812-1, annex B: the Luhn check digit of payment cards.
.. [3] INSEE, numéro d'inscription au répertoire (NIR): 13 characters and the key 97 − (number mod 97), Corsican
       departments 2A and 2B counted as 19 and 18.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    Place = tuple[int, int]

GAP = r"[ \u00a0\u202f.-]"
"""What people put between the groups of a number."""

IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI NL",
        19: "SI",
        20: "AT BA EE LT LU",
        21: "CH HR LI LV",
        22: "BG DE GB IE RS",
        23: "AE IL",
        24: "AD CZ ES RO SA SE SK TN",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC SM",
        28: "CY HU PL",
        29: "UA",
        30: "MU",
        31: "MT",
    }.items()
    for country in countries.split()
}
"""Characters of an IBAN by country [1]_."""

IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,27}")
CARD = re.compile(rf"(?<!\d)[3-6]\d{{3}}(?:{GAP}?\d){{9,15}}")
CARD_LENGTHS = (16, 15, 19, 14, 13)
NIR = re.compile(rf"(?<!\d)[1-478]{GAP}?\d\d{GAP}?\d\d{GAP}?(?:\d\d|2[ABab]){GAP}?\d{{3}}{GAP}?\d{{3}}{GAP}?\d\d(?!\d)")

PHONES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # France, in pairs, and every number with its country code
        r"(?<![\w+])0[1-9](?:([ \u00a0\u202f./_-]{1,2})\d\d(?:\1\d\d){3}|\d{8})(?!\d)",
        rf"(?<!\w)(?:\+|00){GAP}?33{GAP}?(?:\(0\))?{GAP}{{0,2}}[1-9](?:{GAP}{{0,2}}\d\d){{4}}(?!\d)",
        r"(?<!\w)(?:\+|00)[1-9]\d{0,2}(?:[ \u00a0.()/-]{0,2}\d){7,12}(?!\d)",
        # France overseas and free numbers, the United Kingdom, Ireland: a longer first group
        r"(?<![\w+])\(?0\d{2,4}\)?[ -]\d{2,4}[ -]?\d{2,4}(?:[ -]\d{2})?(?!\d)",
        r"(?<![\w+])0\d{10}(?!\d)",
        # North America
        r"(?<!\w)(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?!\d)",
    )
)
CUED_PHONE = re.compile(
    r"\b(?:t[eé]l(?:[eé]phone)?|phone|mobile|portable|fax)\b[ .:]{0,3}(\d(?:[ .-]?\d){5,12})(?!\d)", re.IGNORECASE
)

CUE = (
    r"\b(?:(?P<strong>commande|order|dossier|contrat|contract|facture|invoice|police|policy|ticket|r[eé]f(?:[eé]rence)?|"
    r"booking|r[eé]servation|colis|parcel|suivi|tracking|adh[eé]rent|membership|sinistre|claim|sort code|"
    r"fid[eé]lit[eé]|matricule|siret|compte client)|client|customer|compte|account|case|num[eé]ro|number|"
    r"id)(?!\w)\.?|\bn[°º]\.?"
)
SIGN = (
    r"(?:[ \u00a0]{0,2}(?:n[°º]\.?|num[eé]ro|number|no\.|ref\.?|r[eé]f\.?|id(?!\w)|#|:|est le|is(?!\w)|d'assurance|"
    r"est(?!\w)|(?:de )?(?:client|commande|dossier|contrat|adh[eé]rent|compte|order|customer|account))){0,3}"
)
CODE = (
    r"[ \u00a0]{0,2}(?P<code>[A-Za-z]{1,4} \d{5,12}(?!\w)|\d{2,20}(?:[ -]\d{2,12}){1,4}(?![\w/-])|"
    r"[A-Za-z0-9]{1,20}(?:[/._-][A-Za-z0-9]{1,20}){0,5}(?!\w))"
)
REFERENCE = re.compile(f"(?P<cue>{CUE})(?P<sign>{SIGN}){CODE}", re.IGNORECASE)
UNIT = re.compile(
    r"[ \u00a0]?(?:€|£|\$|%|eur\b|euros?\b|pounds?\b|articles?\b|items?\b|pi[eè]ces?\b|clients?\b|customers?\b|"
    r"points?\b|ans?\b|years?\b|jours?\b|days?\b|min(?:utes?)?\b|mois\b|months?\b|h\b|heures?\b|hours?\b|fois\b|times\b|kms?\b)",
    re.IGNORECASE,
)
DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})")
YEAR = re.compile(r"(?:19|20)\d\d")
BARE_REFERENCES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)#\d{4,20}(?!\w)",
        r"(?<![\w.,])\d{9,30}(?![\w.,]\d)(?!\w)",
        r"(?<!\w)[A-Z]{1,5}-?\d{5,20}[A-Z]{0,3}(?!\w)",
        r"(?<!\w)[A-Z]{2,5}-\d{2,8}-\d{2,12}(?!\w)",
        r"(?<!\w)[A-Z]{2}-\d{3}-[A-Z]{2}(?!\w)",  # the registration of a car
    )
)


def find_ibans(text: str) -> Iterator[Place]:
    """Yield where an IBAN stands: right length for its country, check digits that hold."""
    for match in IBAN.finditer(text):
        places = [at for at in range(*match.span()) if text[at].isalnum()]
        length = IBAN_LENGTHS.get(match[0][:2].upper(), 0)
        if not 0 < length <= len(places) or text[places[length - 1] + 1 : places[length - 1] + 2].isalnum():
            continue
        code = "".join(text[at] for at in places[:length]).upper()
        if code.isascii() and int("".join(str(int(letter, 36)) for letter in code[4:] + code[:4])) % 97 == 1:
            yield match.start(), places[length - 1] + 1


def find_cards(text: str) -> Iterator[Place]:
    """Yield where a card number stands: 13 to 19 digits whose Luhn check digit holds."""
    for match in CARD.finditer(text):
        places = [at for at in range(*match.span()) if text[at].isdigit()]
        for length in CARD_LENGTHS:
            after = places[length - 1] + 1 if length <= len(places) else len(text)
            whole = length <= len(places) and not text[after : after + 1].isdigit()
            if whole and _luhn_holds([int(text[at]) for at in places[:length]]):
                yield match.start(), after
                break


def find_nirs(text: str) -> Iterator[Place]:
    """Yield where a French social security number stands: 15 characters whose key holds."""
    for match in NIR.finditer(text):
        code = re.sub(GAP, "", match[0]).upper().replace("2A", "19").replace("2B", "18")
        if 97 - int(code[:-2]) % 97 == int(code[-2:]):
            yield match.span()


def find_phones(text: str) -> Iterator[Place]:
    """Yield where a telephone number stands."""
    for pattern in PHONES:
        for match in pattern.finditer(text):
            if 9 <= sum(map(str.isdigit, match[0])) <= 15:
                yield match.span()
    for match in CUED_PHONE.finditer(text):
        yield match.span(1)


def find_references(text: str) -> Iterator[Place]:
    """Yield where the number of an order, a contract, a customer, … stands."""
    for match in REFERENCE.finditer(text):
        code, named = match["code"], bool(match["sign"].strip()) or match["cue"].lower().startswith(("n°", "nº", "num"))
        digits = sum(map(str.isdigit, code))
        if UNIT.match(text, match.end("code")) or (DAY.fullmatch(code) and match["cue"].lower() != "sort code"):
            continue
        if code.isdigit():
            enough = digits >= 3 if named else digits >= 5 and not YEAR.fullmatch(code)
        else:
            enough = digits >= 2 and sum(map(str.isalnum, code)) >= (5 if named or match["strong"] else 8)
        if enough:
            yield match.span("code")
    for pattern in BARE_REFERENCES:
        for match in pattern.finditer(text):
            yield match.span()


def _luhn_holds(digits: list[int]) -> bool:
    """Say whether the last digit is the Luhn check digit of the others [2]_."""
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
