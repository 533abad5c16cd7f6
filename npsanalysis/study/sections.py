"""The sections of a study by name, and what shows them in a notebook."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from npsanalysis.errors import UnknownNameError
from npsanalysis.study import findings, method, voices, waves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npsanalysis.study.content import Study
    from npsanalysis.study.parts import Part, Section

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "answer": findings.answer,
        "read": method.read,
        "distribution": findings.distribution,
        "groups": findings.groups,
        "trend": findings.trend,
        "change": waves.change,
        "drivers": findings.drivers,
        "comments": voices.comments,
        "themes": voices.themes,
        "one_pagers": voices.one_pagers,
        "method": method.method,
        "glossary": method.glossary,
        "verbatims": voices.verbatims,
    }
)
"""The sections of a study by name, in order. Another one is a function that makes the parts of a section."""


def parts_of(study: Study, sections: Sequence[str | Section] | None, digits: int) -> list[Part]:
    """Return the parts of sections, in order.

    Parameters
    ----------
    study
        As of `build_study`.
    sections
        Names of `SECTIONS`, or functions of the shape `Section`; all of `SECTIONS` where none are named.
    digits
        Decimals of the scores in texts.

    Raises
    ------
    UnknownNameError
        If there is no such section.
    """
    return [part for section in sections or SECTIONS for part in get_section(section)(study, digits)]


def get_section(section: str | Section) -> Section:
    """Return a section by its name; a function is one already.

    Raises
    ------
    UnknownNameError
        If there is no such section.
    """
    if not isinstance(section, str):
        return section
    if section not in SECTIONS:
        raise UnknownNameError.of("section", section, SECTIONS)
    return SECTIONS[section]


def show_section(study: Study, section: str | Section) -> None:
    """Show a section of a study in a notebook.

    Parameters
    ----------
    study
        As of `build_study`.
    section
        A name of `SECTIONS`, or a function of your own that takes the study and the decimals of scores, and returns
        `Part`s.

    Raises
    ------
    UnknownNameError
        If there is no such section.
    """
    from IPython.display import HTML, display

    from npsanalysis.study.page import part_html

    for part in get_section(section)(study, 1):
        if part.page:
            display(HTML(part_html(part, study.lang)))  # type: ignore[no-untyped-call]
