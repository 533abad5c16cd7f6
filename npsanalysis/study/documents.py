"""Write a study as the files one hands over."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from npsanalysis.errors import StudyError
from npsanalysis.spreadsheets import write_csv, write_xlsx
from npsanalysis.study.page import make_page
from npsanalysis.study.sections import parts_of
from npsanalysis.study.slides import make_slides
from npsanalysis.study.workbook import coded_statements, make_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    parts = parts_of(study, sections, PAGE_DIGITS)
    sheets, formats = make_sheets(study, parts)
    page = make_page(study, parts, logo)
    slides = make_slides(study, parts_of(study, sections, SLIDE_DIGITS), template=template, logo=logo)
    with workshop_in(Path(folder)) as workshop:
        written = workshop.path
        (written / "study.html").write_text(page, encoding="utf-8")
        (written / "study.pptx").write_bytes(slides)
        write_xlsx(sheets, written / "study.xlsx", formats=formats)
        if not study.statements.empty:
            write_csv(coded_statements(study), written / "statements.csv")
            write_csv(study.labels, written / "labels.csv")
            write_csv(study.impacts, written / "themes.csv")
        return workshop.deliver()


class workshop_in:  # noqa: N801 -- used like a function
    """A folder beside the files of a study, in which they are made; gone afterwards, whatever happens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.is_new = not self.folder.exists()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.path = Path(tempfile.mkdtemp(prefix=".study-", dir=self.folder))
        except OSError as error:
            raise StudyError(
                f"cannot write to the folder {self.folder} ({error.strerror}); choose another one."
            ) from None
        return self

    def deliver(self) -> list[Path]:
        """Put the files in their place."""
        return [path.replace(self.folder / path.name) for path in sorted(self.path.iterdir())]

    def __exit__(self, kind: object, *rest: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if kind is not None and self.is_new:
            shutil.rmtree(self.folder, ignore_errors=True)


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
