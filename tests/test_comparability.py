"""Waves that were not measured alike are not compared in silence."""

from __future__ import annotations

import warnings

import pytest

from npsanalysis import ComparabilityWarning, NPSError, UnknownNameError, check_comparability
from npsanalysis.trends.comparability import ASPECTS

WAVE = {"mode": "web", "wording": "standard", "scale": "0-10", "population": "all clients", "type": "relational"}


def test_alike_waves_pass_in_silence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        checked = check_comparability(WAVE, WAVE | {"mode": " Web "})
    assert checked["verdict"].tolist() == ["same"] * 5


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_difference_is_warned_about_and_explained(aspect: str, lang: str) -> None:
    with pytest.warns(ComparabilityWarning, match=f"differ in {aspect}"):
        checked = check_comparability(WAVE, WAVE | {aspect: "other"}, lang).set_index("aspect")
    assert checked.loc[aspect, "verdict"] == "different"
    assert (checked.loc[aspect, "consequence"] == ASPECTS[aspect]) is (lang == "en")


def test_what_is_not_said_is_not_known() -> None:
    checked = check_comparability({"mode": "web", "scale": None}, {"mode": "web", "scale": "0-10"})
    assert checked["verdict"].tolist() == ["same", *["not known"] * 4]


@pytest.mark.parametrize(
    ("a", "lang", "error", "message"),
    [
        ({"mod": "web"}, "en", UnknownNameError, "did you mean 'mode'"),
        ("web", "en", NPSError, "a wave is described by a mapping"),
        (None, "en", NPSError, "a wave is described by a mapping"),
        ({}, "de", UnknownNameError, "no output language 'de'"),
    ],
)
def test_what_is_refused(a: dict[str, str], lang: str, error: type[NPSError], message: str) -> None:
    with pytest.raises(error, match=message):
        check_comparability(a, WAVE, lang)
