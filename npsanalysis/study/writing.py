"""Run the study notebook on an export and write the files one hands over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from npsanalysis.errors import NPSError, StudyError
from npsanalysis.progress import progress
from npsanalysis.study.documents import workshop_in
from npsanalysis.study.sections import SECTIONS, get_section
from npsanalysis.wording import check_language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbformat import NotebookNode


def write_study(
    source: str | Path,
    out: str | Path,
    *,
    lang: str = "en",
    by: Sequence[str] | None = None,
    sections: Sequence[str] | None = None,
    previous: str | Path | None = None,
    one_pagers: str | None = None,
    suppress_below: int | None = None,
    quoted: bool = True,
    survey: str | Path | None = None,
    declared: Mapping[str, object] | None = None,
    template: str | Path | None = None,
    logo: str | Path | None = None,
    **columns: str | Sequence[str] | None,
) -> list[Path]:
    """Execute the study notebook on an export; write the page, the slides, the workbook and the executed notebook.

    There is one computation: the first cell of the notebook builds the study, the cells after it show its sections, and
    the last one writes all other files from the same study. Who goes on from the notebook and runs it again writes
    them again. The files appear only when all are whole: they are written beside and renamed. A terminal or a notebook
    shows how far it is.

    Parameters
    ----------
    source
        Path of the export.
    out
        Folder to write to; made where it does not exist.
    lang, by, one_pagers, suppress_below, quoted
        As for `build_study`.
    sections
        Names of `SECTIONS`, in the order wanted; all of them where none are named.
    previous
        Path of the export of the last wave, whose columns are named alike.
    survey
        Path of the description of the survey; by default `study.toml` beside the export, where there is one.
    declared
        Entries of the description that go before those of the file.
    template, logo
        As for `write_documents`.
    **columns
        Passed to `read_export`: `score`, `comment`, `date`, `weight`, `sheet`, `encoding`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    StudyError
        If the export cannot be read or studied, or the folder cannot be written.
    UnknownNameError
        If there is no such section or language.
    """
    check_language(lang)
    for section in sections or ():
        get_section(section)
    source, out = Path(source).resolve(), Path(out).resolve()
    beside = source.parent / "study.toml"
    survey = survey if survey is not None else beside if beside.is_file() else None
    reading = _arguments({**columns, "by": by})
    described = _arguments(dict(declared or {}), first=_path(survey, out))
    wave = f", previous=read_export({_path(previous, out)}{reading})" if previous else ""
    studying = _arguments(
        {
            "lang": lang,
            "by": by,
            "one_pagers": one_pagers,
            "suppress_below": suppress_below,
            "quoted": None if quoted else False,
        }
    )
    build = [
        "from npsanalysis import build_study, read_export, read_survey, show_section, write_documents",
        "",
        f"survey = read_survey({described.removeprefix(', ')})",
        f"study = build_study(read_export({_path(source, out)}{reading}), survey=survey{wave}{studying})",
        "study",
    ]
    chosen = list(sections or SECTIONS)
    written: list[Path] = []
    with workshop_in(out, written) as workshop:
        # The files go to the workshop while the notebook runs, and to the notebook's own folder when somebody runs it
        # again: only this argument differs between the notebook that ran and the one that is handed over.
        notebook = _notebook("\n".join(build), chosen)
        write = (
            "write_documents(study, {folder!r}, sections="
            + repr(chosen)
            + _arguments({"template": _relative(template, out), "logo": _relative(logo, out)})
            + ")"
        )
        notebook.cells[-1].source = "_ = " + write.format(folder=workshop.name)
        steps = [say("Computing the study", lang)]
        steps += [say("Section {section}", lang, section=section) for section in chosen]
        _execute(notebook, out, [*steps, say("Writing the files", lang)])
        notebook.cells[-1].source = "_ = " + write.format(folder=".")
        (workshop / "study.ipynb").write_text(_as_json(notebook), encoding="utf-8")
    return written


def _notebook(build: str, sections: Sequence[str]) -> NotebookNode:
    """Make the notebook: a cell that builds the study, one a section, one that writes."""
    from nbformat import v4

    cells = [build, *(f'show_section(study, "{section}")' for section in sections), ""]
    made = [v4.new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(cells)]  # type: ignore[no-untyped-call]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return v4.new_notebook(cells=made, metadata=metadata)  # type: ignore[no-any-return, no-untyped-call]


def _arguments(values: dict[str, Any], first: str = "") -> str:
    """Write keyword arguments as code, those that are not given left out."""
    given = [f"{name}={value!r}" for name, value in values.items() if value is not None and value != []]
    return "".join(f", {argument}" for argument in [first, *given] if argument)


def _relative(path: str | Path | None, out: Path) -> str | None:
    """Return a path as the notebook in its folder sees it."""
    if path is None:
        return None
    try:
        return Path(os.path.relpath(Path(path).resolve(), out)).as_posix()
    except ValueError:  # another drive on Windows
        return Path(path).resolve().as_posix()


def _path(path: str | Path | None, out: Path) -> str:
    """Write a path as code; nothing for none."""
    relative = _relative(path, out)
    return "" if relative is None else repr(relative)


def _execute(notebook: NotebookNode, folder: Path, steps: Sequence[str]) -> None:
    """Run all cells, each a step, in a kernel of their own, in the folder of the study."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    try:
        with progress(len(steps)) as begin:
            NotebookClient(
                notebook,
                timeout=None,
                kernel_name="python3",
                resources={"metadata": {"path": str(folder)}},
                record_timing=False,
                extra_arguments=["--IPKernelApp.log_level=40"],
                on_cell_execute=lambda cell, cell_index: begin(steps[cell_index]),  # noqa: ARG005 -- nbclient's names
            ).execute()
    except CellExecutionError as error:
        known = {kind.__name__ for kind in _descendants(NPSError)}
        told = error.evalue if error.ename in known else f"the study notebook failed with {error.ename}: {error.evalue}"
        raise StudyError(told) from None
    except (DeadKernelError, NoSuchKernel) as error:
        raise StudyError(
            f"the study notebook could not run ({error}); try a smaller export or reinstall ipykernel."
        ) from None


def _descendants(kind: type[NPSError]) -> set[type[NPSError]]:
    """Return a class and all classes below it."""
    return {kind}.union(*(_descendants(child) for child in kind.__subclasses__()))


def _as_json(notebook: NotebookNode) -> str:
    import nbformat

    return nbformat.writes(notebook) + "\n"  # type: ignore[no-any-return, no-untyped-call]
