"""Write a study as the files one hands over."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from npsanalysis.beside import written_beside
from npsanalysis.errors import StudyError
from npsanalysis.progress import progress
from npsanalysis.spreadsheets import write_csv, write_xlsx
from npsanalysis.study.page import make_page
from npsanalysis.study.sections import parts_of
from npsanalysis.study.slides import make_slides
from npsanalysis.study.workbook import coded_statements, make_sheets
from npsanalysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npsanalysis.study.content import Study
    from npsanalysis.study.parts import Section

PAGE_DIGITS, SLIDE_DIGITS = 1, 0
"""Decimals of scores: one on the page, whole numbers on slides."""

PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How PNG and JPEG files begin."""


def write_documents(
    study: Study,
    folder: str | Path = ".",
    *,
    sections: Sequence[str | Section] | None = None,
    template: str | Path | None = None,
    logo: str | Path | None = None,
) -> list[Path]:
    """Write `study.html`, `study.pptx`, `study.xlsx`, and statements and labels as CSV, from one study.

    The files appear only when all of them are whole: they are written beside and renamed.

    Parameters
    ----------
    study
        As of `build_study`.
    folder
        Where to; made where it does not exist.
    sections
        Names of `SECTIONS` or functions of your own, in the order wanted; all sections where none are named.
    template
        A presentation or template (.pptx, .potx) whose layouts the slides use.
    logo
        A PNG or JPEG picture for the page and the first slide.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UnknownNameError
        If there is no such section.
    StudyError
        If the template or the logo cannot be used, or the folder cannot be written.
    """
    template, logo = (None if path is None else Path(path) for path in (template, logo))
    if logo is not None:
        _check_picture(logo)
    written: list[Path] = []
    with progress(4) as begin, workshop_in(Path(folder), written) as workshop:
        parts = parts_of(study, sections, PAGE_DIGITS)
        begin(say("Writing the page", study.lang))
        (workshop / "study.html").write_text(make_page(study, parts, logo), encoding="utf-8")
        begin(say("Writing the slides", study.lang))
        slides = make_slides(study, parts_of(study, sections, SLIDE_DIGITS), template=template, logo=logo)
        (workshop / "study.pptx").write_bytes(slides)
        begin(say("Writing the workbook", study.lang))
        sheets, formats = make_sheets(study, parts)
        write_xlsx(sheets, workshop / "study.xlsx", formats=formats)
        begin(say("Writing the statements", study.lang))
        if not study.statements.empty:
            write_csv(coded_statements(study), workshop / "statements.csv")
            write_csv(study.labels, workshop / "labels.csv")
            write_csv(study.impacts, workshop / "themes.csv")
    return written


@contextmanager
def workshop_in(folder: Path, written: list[Path]) -> Iterator[Path]:
    """Give a folder beside the files of a study, in which they are made; list them in `written` once they are there.

    A folder that had to be made is gone when the study could not be written.

    Raises
    ------
    StudyError
        If the folder cannot be written.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with written_beside(folder) as workshop:
            yield workshop
            names = sorted(path.name for path in workshop.iterdir())
        written += [folder / name for name in names]
    except OSError as error:
        raise StudyError(f"cannot write to the folder {folder} ({error.strerror}); choose another one.") from None
    finally:
        if is_new and not written:
            shutil.rmtree(folder, ignore_errors=True)


def _check_picture(path: Path) -> None:
    """Raise when a file is no picture that pages and slides can hold.

    Raises
    ------
    StudyError
        If it is not.
    """
    try:
        with path.open("rb") as file:
            begins = file.read(8)
    except OSError as error:
        raise StudyError(f"the logo {path} could not be read: {error.strerror}.") from None
    if not begins.startswith(PICTURES):
        raise StudyError(f"the logo {path} is neither PNG nor JPEG; convert it.")
