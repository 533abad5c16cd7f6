"""What a result about drivers has to say of itself, as codes and numbers, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from npsanalysis.wording import mark, number, percent, points, say

if TYPE_CHECKING:
    import pandas as pd

    Note = dict[str, Any]

SENTENCES = {
    "fit": mark("The drivers together explain {share} of the variance of the score (R²; {n} answers)."),
    "fit_promoter": mark("The drivers together reach a McFadden R² of {share} for being a promoter ({n} answers)."),
    "fit_detractor": mark("The drivers together reach a McFadden R² of {share} for being a detractor ({n} answers)."),
    "nothing": mark("Nothing drives: what the drivers explain cannot be told from chance, so there is no ranking."),
    "unclear": mark("Not distinguishable from no effect of their own: {drivers}."),
    "incomplete": mark(
        "{n} of {total} answers lack a rating and are left out; their NPS is {nps_left}, that of the others {nps}."
    ),
    "seldom": mark(
        "Most of these miss “{driver}”, which {share} of the answers do not rate: if it did not concern them, name it "
        "in routed=."
    ),
    "routed": mark(
        "“{driver}” did not concern {share} of the answers: it is ranked among the {n} it concerned, so its shares and "
        "rank are not comparable with the others'."
    ),
    "nearly_constant": mark("{share} of the answers give “{driver}” the same rating: it had little chance to show."),
    "twins": mark(
        "“{driver}” and “{other}” say nearly the same (correlation {r}) and share their importance: put them in one "
        "group, or leave one out."
    ),
    "collinear": mark(
        "“{driver}” follows from the other drivers to a great extent (VIF {vif}): its own effect is unsure."
    ),
    "halo": mark(
        "“{driver}” measures the same attitude as the score (correlation {r}): it is an outcome beside it rather than "
        "a cause, and takes importance from the others."
    ),
    "few_rows": mark("{n} answers are few for {drivers} drivers: fewer than ten a driver give unstable rankings."),
    "sampled": mark("So many drivers are ranked from a sample of orders; standard error at most {share} of R²."),
    "unweighted": mark("The weights of the answers are not used here."),
    "association": mark(
        "This is association, not cause: whether acting on a driver moves the score, only trying it would tell."
    ),
    "proportional": mark("The effects may be taken as the same at both cuts of the scale (Brant test, p = {p})."),
    "not_proportional": mark(
        "The effects differ between the two cuts of the scale (Brant test, p = {p}): read the two columns apart."
    ),
    "change": mark(
        "If the {share} of the answers that rate “{driver}” {at_most} or less rated it {to}, and scored like those who "
        "do, the NPS would be {nps_after} instead of {nps}."
    ),
    "change_given": mark(
        "If the {share} of the answers that rate “{driver}” {at_most} or less rated it {to}, and scored like those who "
        "do and rate the rest alike, the NPS would be {nps_after} instead of {nps}."
    ),
    "change_interval": mark("The change lies between {nps_low} and {nps_high} points (interval by resampling)."),
}
"""Sentences by code."""


def add_notes(frame: pd.DataFrame, notes: list[Note]) -> pd.DataFrame:
    """Attach notes to a result: `frame.attrs["notes"]`, each a code and its values."""
    frame.attrs["notes"] = notes
    return frame


def driver_notes(result: pd.DataFrame, *, lang: str = "en") -> list[str]:
    """Say what has to be known to read a result about drivers.

    Parameters
    ----------
    result
        What `rank_drivers`, `penalty_reward`, `proportional_odds`, `importance_performance` or `simulate_change`
        returned. Selecting rows or columns keeps its notes, merging loses them.
    lang
        `"en"` or `"fr"`.

    Returns
    -------
    list of str
        A sentence a note: the fit and its base, what was left out and how it differs, twins, halo questions, doubts.

    Examples
    --------
    >>> import pandas as pd
    >>> from npsanalysis import rank_drivers
    >>> frame = pd.DataFrame({"score": [10, 9, 8, 7, 6, 5] * 9, "speed": [5, 4, 4, 3, 2, 2] * 9})
    >>> driver_notes(rank_drivers(frame, ["speed"], bootstrap=0))[0]
    'The drivers together explain 94% of the variance of the score (R²; 54 answers).'
    """
    return [
        say(
            SENTENCES[note["note"]],
            lang,
            **{name: _said(name, value, lang) for name, value in note.items() if name != "note"},
        )
        for note in result.attrs.get("notes", [])
    ]


def _said(name: str, value: object, lang: str) -> object:
    """Write a value as its name asks for."""
    if not isinstance(value, float):
        return value
    if name.startswith("nps"):
        return points(value, lang)
    if name == "share":
        return percent(value, lang, 1 if value < 2 else 0)
    return number(value, lang, {"p": 3, "r": 2, "vif": 1}.get(name, 0 if value == int(value) else 1))
