"""What the survey was: declared by those who ran it, never guessed; what is not declared is said to be unknown."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from npsanalysis.errors import StudyError, UnknownNameError
from npsanalysis.trends.comparability import ASPECTS
from npsanalysis.wording import check_language, mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = {"relational": mark("relational NPS"), "transactional": mark("transactional NPS")}
"""The two kinds of NPS surveys; said by `say`."""


class Entry(NamedTuple):
    """An entry of a survey description: what it is called, and an example of what to write."""

    name: str
    example: str | int


ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {
        "title": Entry(mark("Title"), mark("Satisfaction of our clients, spring 2026")),
        "type": Entry(mark("Type of survey (relational or transactional)"), "relational"),
        "population": Entry(mark("Population"), mark("clients with a purchase in the last 12 months")),
        "population_size": Entry(mark("Size of the population"), 12000),
        "asked": Entry(mark("Number of people asked"), 3000),
        "sampling": Entry(mark("Sampling and quotas"), mark("drawn at random from the file of clients, no quotas")),
        "mode": Entry(mark("Mode of collection"), mark("web form, invited by e-mail")),
        "sender": Entry(mark("Sender of the invitation"), mark("the customer relations department")),
        "delay": Entry(mark("Delay after the contact"), mark("two days after the purchase")),
        "dates": Entry(mark("Fieldwork"), mark("1 to 15 March 2026, one reminder")),
        "wording": Entry(mark("Wording of the question"), mark("How likely are you to recommend us to a friend?")),
        "scale": Entry(mark("Scale and its anchors"), mark("0 (not at all likely) to 10 (extremely likely)")),
        "incentive": Entry(mark("Incentive"), mark("none")),
        "consent": Entry(mark("Consent"), mark("asked in the invitation")),
        "anonymity": Entry(mark("Promised anonymity"), mark("results are published for groups only")),
        "retention": Entry(mark("Retention of the data"), mark("answers are erased after 24 months")),
    }
)
"""The entries of a survey description, in the order of the methodology sheet."""

NUMBERS = ("population_size", "asked")

PREVIOUS = "previous"
"""The table of a description that says how the last wave was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a survey was; None where it was not declared.

    Attributes
    ----------
    title
        What the study is called.
    type
        `relational` or `transactional`.
    population, population_size
        Who was to be known, and how many they are.
    asked
        How many were asked to answer.
    sampling, mode, sender, delay, dates, wording, scale, incentive, consent, anonymity, retention
        How they were asked, in the words of who ran the survey.
    previous
        How the last wave was measured: any of `mode, wording, scale, population, type`.
    """

    title: str | None = None
    type: str | None = None
    population: str | None = None
    population_size: int | None = None
    asked: int | None = None
    sampling: str | None = None
    mode: str | None = None
    sender: str | None = None
    delay: str | None = None
    dates: str | None = None
    wording: str | None = None
    scale: str | None = None
    incentive: str | None = None
    consent: str | None = None
    anonymity: str | None = None
    retention: str | None = None
    previous: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        for name in ENTRIES:
            value = getattr(self, name)
            if value is None:
                continue
            if name in NUMBERS and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
                raise StudyError(f"{name} of the survey must be a whole number from 1 up, got {value!r}.")
            if name not in NUMBERS and not isinstance(value, str):
                raise StudyError(f"{name} of the survey must be a text in quotes, got {value!r}.")
        if self.type is not None and self.type not in TYPES:
            raise UnknownNameError.of("type of survey", self.type, TYPES)
        if self.population_size is not None and self.asked is not None and self.asked > self.population_size:
            raise StudyError(f"{self.asked} people asked are more than the population of {self.population_size}.")
        if self.previous is not None and not isinstance(self.previous, dict):
            raise StudyError(f"{PREVIOUS} must be a table of texts, got {self.previous!r}.")
        for name in self.previous or ():
            if name not in ASPECTS:
                raise UnknownNameError.of("entry of the last wave", name, ASPECTS)

    def measured(self) -> dict[str, object]:
        """Return how the wave was measured, as `check_comparability` wants it."""
        return {aspect: getattr(self, aspect) for aspect in ASPECTS}


def read_survey(path: str | Path | None = None, **entries: Any) -> Survey:  # noqa: ANN401 -- checked by Survey
    """Read the description of a survey from a TOML file, as `npsanalysis init` writes it.

    Parameters
    ----------
    path
        Where the description is; none where all is said here.
    **entries
        Entries that go before those of the file; None leaves them as they are.

    Returns
    -------
    Survey
        What was declared.

    Raises
    ------
    StudyError
        If the file cannot be read, or an entry is not what it should be.
    UnknownNameError
        If there is no such entry.

    Examples
    --------
    >>> read_survey(asked=3000, mode="web form").asked
    3000
    """
    declared = {} if path is None else _parsed(Path(path))
    declared |= {name: value for name, value in entries.items() if value is not None}
    for name in declared:
        if name not in ENTRIES and name != PREVIOUS:
            raise UnknownNameError.of("entry of a survey description", name, [*ENTRIES, PREVIOUS])
    return Survey(**declared)


def survey_template(lang: str = "en") -> str:
    """Write a survey description to be filled in: every entry is commented out, with an example.

    Examples
    --------
    >>> print(survey_template().splitlines()[3])
    # title = "Satisfaction of our clients, spring 2026"
    """
    check_language(lang)
    lines = [
        "# " + say("What the survey was. Take away the # in front of what you know, and write it in.", lang),
        "# " + say("What stays behind a # is said to be unknown in the methodology sheet.", lang),
    ]
    for name, (meaning, example) in ENTRIES.items():
        written = example if isinstance(example, int) else f'"{example if name == "type" else say(example, lang)}"'
        lines += [f"\n# {say(meaning, lang)}", f"# {name} = {written}"]
    lines += ["", "# " + say("How the last wave was measured, to know whether the two can be compared.", lang)]
    lines += [f"# [{PREVIOUS}]", *(f'# {aspect} = "…"' for aspect in ASPECTS)]
    return "\n".join(lines).replace("\n\n#", "\n#") + "\n"


def write_survey_template(path: str | Path, lang: str = "en") -> Path:
    """Write a survey description to be filled in, unless there is one already.

    Raises
    ------
    StudyError
        If the file is there, or cannot be written.
    """
    try:
        with Path(path).open("x", encoding="utf-8") as file:
            file.write(survey_template(lang))
    except FileExistsError:
        raise StudyError(f"{path} is there already; edit it, or choose another name.") from None
    except OSError as error:
        raise StudyError(f"{path} could not be written: {error.strerror}.") from None
    return Path(path)


def _parsed(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StudyError(f"{path} could not be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise StudyError(f"{path} is not UTF-8; save it with that encoding.") from None
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f'{path} is no valid TOML ({error}); texts stand in quotes: mode = "web".') from None
