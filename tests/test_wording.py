from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import npsanalysis
from npsanalysis.errors import UnknownNameError
from npsanalysis.wording import check_language, interval, joined, number, percent, points, say, say_count

PACKAGE = Path(npsanalysis.__file__).parent
SAYING = {"say": 1, "mark": 1, "say_count": 2}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def sentences_in_code() -> set[str]:
    """Find the sentences that the package may say."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            if isinstance(node, ast.Call) and isinstance(name, ast.Name) and name.id in SAYING:
                said = node.args[: SAYING[name.id]]
                found |= {word.value for word in said if isinstance(word, ast.Constant) and isinstance(word.value, str)}
    return found


def french() -> dict[str, str]:
    """Read the French of each sentence."""
    pairs: dict[str, str] = {}
    for path in (PACKAGE / "locale" / "fr").glob("*.po"):
        with path.open("rb") as source:
            for message in read_po(source, locale="fr"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                pairs |= dict(zip(ids, strings, strict=True))
    return {sentence: said for sentence, said in pairs.items() if sentence}


def test_every_sentence_has_its_french() -> None:
    assert sorted(sentences_in_code() - french().keys()) == []


def test_no_french_without_a_sentence() -> None:
    assert sorted(french().keys() - sentences_in_code()) == []


def test_french_keeps_every_value() -> None:
    lost = [s for s, said in french().items() if set(PLACEHOLDER.findall(s)) != set(PLACEHOLDER.findall(said))]
    assert lost == []


def test_french_is_never_empty() -> None:
    assert [sentence for sentence, said in french().items() if not said.strip()] == []


@pytest.mark.parametrize(
    ("value", "lang", "digits", "expected"),
    [
        (37.68, "fr", 1, "+37,7"),
        (37.68, "en", 0, "+38"),
        (-0.04, "en", 1, "0.0"),  # what rounds to zero has no sign
        (-100.0, "fr", 0, "-100"),
        (float("nan"), "fr", 1, "–"),
    ],
)
def test_points(value: float, lang: str, digits: int, expected: str) -> None:
    assert points(value, lang, digits) == expected


def test_numbers_and_shares_are_written_as_the_language_does() -> None:
    assert number(13612, "fr") == "13\u202f612"
    assert number(13612, "en") == "13,612"
    assert percent(9.96, "fr", 1) == "10,0\u202f%"
    assert percent(9.96, "en", 1) == "10.0%"


def test_interval_with_a_missing_bound_is_missing() -> None:
    assert interval(float("nan"), 3.0, "en") == "–"


def test_plurals() -> None:
    assert [say_count("{n} answer", "{n} answers", n, "fr") for n in (0, 1, 2)] == [
        "0 réponse",
        "1 réponse",
        "2 réponses",
    ]
    assert say_count("{n} answer", "{n} answers", 0, "en") == "0 answers"


def test_joined() -> None:
    assert [joined(items, "en") for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_braces_in_values_stay() -> None:
    assert say("{low} to {high}", "en", low="{x}", high="{}") == "{x} to {}"


def test_unknown_language() -> None:
    with pytest.raises(UnknownNameError, match="there is no output language 'de'; the choices are 'en', 'fr'"):
        check_language("de")
