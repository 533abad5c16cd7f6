"""Whether two waves were measured alike enough to be compared."""

from __future__ import annotations

import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.errors import ComparabilityWarning, NPSError, UnknownNameError
from npsanalysis.wording import check_language, joined, mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

ASPECTS: Mapping[str, str] = MappingProxyType(
    {
        "mode": mark("Another mode of collection: people answer a voice more kindly than a form, and others answer."),
        "wording": mark("Another wording or order of questions: the answers move with it, customers need not have."),
        "scale": mark("Another scale: cut points fall elsewhere, and no rescaling gives the score back."),
        "population": mark("Other people were asked: the difference is between them, not between two times."),
        "type": mark("Relational and transactional scores measure the relation and one contact: two different things."),
    }
)
"""What makes waves comparable, and what a difference in it means."""


def check_comparability(a: Mapping[str, object], b: Mapping[str, object], lang: str = "en") -> pd.DataFrame:
    """Check whether two waves were measured alike, and say what follows where they were not.

    Parameters
    ----------
    a, b
        How each wave was measured: any of `mode` (web, telephone…), `wording`, `scale` (`0-10`), `population` and
        `type` (`relational`, `transactional`). What is not said counts as not known.
    lang
        Language of the consequences.

    Returns
    -------
    DataFrame
        `aspect, a, b, verdict, consequence`, a row an aspect; `verdict` is `same`, `different` or `not known`.

    Warns
    -----
    ComparabilityWarning
        If an aspect differs.

    Raises
    ------
    UnknownNameError
        If there is no such aspect or language.
    NPSError
        If a wave is not described by a mapping.

    Examples
    --------
    >>> wave = {"mode": "web", "wording": "standard", "scale": "0-10", "population": "all clients"}
    >>> check_comparability(wave, wave | {"type": "relational"})[["aspect", "verdict"]]
           aspect    verdict
    0        mode       same
    1     wording       same
    2       scale       same
    3  population       same
    4        type  not known
    """
    check_language(lang)
    first, second = (_described(wave) for wave in (a, b))
    rows = []
    for aspect, meaning in ASPECTS.items():
        left, right = first.get(aspect), second.get(aspect)
        if not left or not right:
            verdict, consequence = "not known", say("Find out before comparing: it is not said for both waves.", lang)
        elif left.casefold() == right.casefold():
            verdict, consequence = "same", ""
        else:
            verdict, consequence = "different", say(meaning, lang)
        rows.append({"aspect": aspect, "a": left, "b": right, "verdict": verdict, "consequence": consequence})
    checked = pd.DataFrame(rows)
    differing = checked.loc[checked["verdict"] == "different", "aspect"].tolist()
    if differing:
        warnings.warn(
            f"the two waves differ in {joined(differing, 'en')}: a difference between their scores may come from that.",
            ComparabilityWarning,
            stacklevel=2,
        )
    return checked


def _described(wave: Mapping[str, object]) -> dict[str, str]:
    """Return the description of a wave as texts."""
    try:
        described = dict(wave)
    except (TypeError, ValueError):
        raise NPSError(
            f"a wave is described by a mapping such as {{'mode': 'web', 'scale': '0-10'}}, got {wave!r}."
        ) from None
    for aspect in described:
        if aspect not in ASPECTS:
            raise UnknownNameError.of("aspect of a wave", aspect, ASPECTS)
    return {aspect: str(value).strip() for aspect, value in described.items() if value is not None and value == value}  # noqa: PLR0124 -- NaN is the one value unlike itself
