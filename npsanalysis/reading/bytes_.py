"""From the bytes of a text file to clean UTF-8: encodings recognised, mixtures mended, NUL bytes removed.

No statistical detector chooses between Western code pages: what is not UTF-8 and has no byte order mark is cp1252,
in which bytes of the old DOS page cp850 are mended where only they make a word.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from npsanalysis.errors import ReadingError
from npsanalysis.reading.table import Finding, listed

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32 before UTF-16, whose mark it begins with."""

CHUNK = 1 << 20

RUN = re.compile(rb"[\x80-\xff]+")
_LETTER = rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff]"
SURE_CP850 = re.compile(
    # é â ä ç ê ë è ï ì É ü after a letter, é ê è É ü at the start of a word, î within one: the cp1252 signs of the same
    # bytes (low quotes, daggers, per mille…) do not stand there.
    rb"(?<=" + _LETTER + rb")[\x81-\x84\x87-\x8b\x8d\x90]|[\x81\x82\x88\x8a\x90](?=[a-z])|(?<=[a-z])\x8c(?=[a-z])"
)
LIKELY_CP850 = re.compile(rb"(?<=" + _LETTER + rb")[\x85\x93\x94\x96\x97](?=" + _LETTER + rb")|(?<=\bo)\x97\b")
"""à ô ö û ù within a word: dashes, quotes and ellipses in cp1252, so mended only in a file with sure cases."""

LEAST_UTF8_SHARE = 0.05
"""Share of non-ASCII runs that must be UTF-8 for a file to be called a mixture of UTF-8 and cp1252."""

MOST_HIGH_SHARE = 0.35
"""Share of non-ASCII among letters above which Western text is unlikely."""


class Decoded(NamedTuple):
    """Clean UTF-8 without mark or NUL, the encoding it was, and what was mended."""

    data: bytes
    encoding: str
    findings: list[Finding]


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Return the bytes of a text file as clean UTF-8.

    Parameters
    ----------
    data
        The file.
    encoding
        Its encoding, when the caller knows it.

    Returns
    -------
    Decoded
        The same text in UTF-8, its encoding and the findings.

    Raises
    ------
    ReadingError
        If the named encoding does not exist or is not that of the file.

    Examples
    --------
    >>> decode("été".encode("cp1252"))[:2]
    (b'\xc3\xa9t\xc3\xa9', 'cp1252')
    """
    findings: list[Finding] = []
    if encoding is not None:
        return Decoded(_without_nul(_as_told(data, encoding), findings), encoding, findings)
    mark, name = next((each for each in MARKS if data.startswith(each[0])), (b"", ""))
    data = data[len(mark) :] if mark else data
    name = name or _utf16_without_mark(data)
    if name and name != "utf-8":
        data, name = _recoded(data, name, findings), name.removesuffix("-le").removesuffix("-be")
        return Decoded(_without_nul(data, findings), name, findings)
    data = _without_nul(data, findings)
    if _is_utf8(data):
        return Decoded(data, "utf-8", findings)
    data, name = _mended(data, findings)
    return Decoded(data, name, findings)


def _as_told(data: bytes, encoding: str) -> bytes:
    """Decode by the encoding the caller named."""
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ReadingError(f"there is no encoding {encoding!r}; try 'utf-8', 'cp1252' or 'utf-16'.") from None
    except UnicodeError:
        raise ReadingError(f"the file is not in {encoding}; leave encoding out, or try 'utf-8' or 'cp1252'.") from None
    return text.removeprefix("\ufeff").encode("utf-8", errors="replace")


def _recoded(data: bytes, name: str, findings: list[Finding]) -> bytes:
    """Turn UTF-16 or UTF-32 into UTF-8."""
    text = data.decode(name, errors="replace")
    broken = text.count("\ufffd")
    if broken:
        findings.append(Finding("undecodable_replaced", "", broken, "repaired"))
    return text.encode("utf-8", errors="replace")


def _utf16_without_mark(data: bytes) -> str:
    """Name the UTF-16 whose NUL bytes stand at every second place, or nothing."""
    head = data[: 4096 - 4096 % 2]
    if len(head) < 4:
        return ""
    even, odd = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.6 and even < 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.2 else ""


def _without_nul(data: bytes, findings: list[Finding]) -> bytes:
    """Remove NUL bytes, saying on which lines they stood."""
    n = data.count(0)
    if n:
        lines = [number for number, line in enumerate(data.split(b"\n"), 1) if 0 in line]
        findings.append(Finding("nul_bytes_removed", listed(lines), n, "repaired"))
        data = data.replace(b"\0", b"")
    return data


def _is_utf8(data: bytes) -> bool:
    """Tell whether all of it is UTF-8, a piece at a time: a whole decoded copy may weigh four times the file."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mended(data: bytes, findings: list[Finding]) -> tuple[bytes, str]:
    """Turn cp1252, with pieces of UTF-8 or of cp850 in it, into UTF-8."""
    runs = RUN.findall(data)
    if sum(_is_utf8(run) for run in runs) > LEAST_UTF8_SHARE * len(runs):
        foreign: list[int] = []

        def as_utf8(match: re.Match[bytes]) -> bytes:
            if _is_utf8(match[0]):
                return match[0]
            foreign.append(match.start())
            return _from_cp1252(match[0])

        mended = RUN.sub(as_utf8, data)
        findings.append(_on_lines("mixed_encoding_repaired", data, foreign))
        return mended, "utf-8"
    old: list[int] = []

    def as_cp1252(match: re.Match[bytes]) -> bytes:
        old.append(match.start())
        return match[0].decode("cp850").encode("cp1252")

    data = SURE_CP850.sub(as_cp1252, data)
    if old:
        data = LIKELY_CP850.sub(as_cp1252, data)
        findings.append(_on_lines("cp850_repaired", data, sorted(old)))
    plain, high = (len(re.findall(letters, data)) for letters in (rb"[A-Za-z]", rb"[\xc0-\xff]"))
    doubtful = high > MOST_HIGH_SHARE * (plain + high)
    findings.append(Finding("encoding_doubtful" if doubtful else "encoding_guessed", "", 1, "guessed", "cp1252"))
    return _from_cp1252(data), "cp1252"


def _from_cp1252(data: bytes) -> bytes:
    """Turn cp1252 into UTF-8; its five undefined bytes become the control characters of latin-1."""
    return data.decode("cp1252", errors="latin1_controls").encode()


def _latin1_controls(error: UnicodeError) -> tuple[str, int]:
    """Decode what cp1252 does not define."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1_controls", _latin1_controls)


def _on_lines(what: str, data: bytes, positions: list[int]) -> Finding:
    """Make a finding of repairs at ascending positions, listing their lines."""
    lines: list[int] = []
    line, last = 1, 0
    for position in positions:
        line += data.count(b"\n", last, position)
        last = position
        if not lines or lines[-1] != line:
            lines.append(line)
    return Finding(what, listed(lines), len(positions), "repaired")
