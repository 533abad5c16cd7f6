"""Run the study notebook on an export and write the files one hands over."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from npsanalysis.errors import NPSError, StudyError
from npsanalysis.study.page import make_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nbformat import NotebookNode


def write_study(
    source: str | Path,
    out: str | Path,
    *,
    lang: str = "en",
    title: str | None = None,
    by: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    **columns: str | Sequence[str] | None,
) -> list[Path]:
    """Execute the study notebook on an export; write `study.html` and the executed `study.ipynb`.

    The files appear only when whole: they are written beside and renamed.

    Parameters
    ----------
    source
        Path of the export.
    out
        Folder to write to; made where it does not exist.
    lang, title, by
        As for `build_study`.
    progress
        Called with the number of cells done and the number of all cells.
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
    """
    source, out = Path(source).resolve(), Path(out).resolve()
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".study-", dir=out))
    except OSError as error:
        raise StudyError(f"cannot write to the folder {out} ({error.strerror}); choose another one.") from None
    try:
        notebook = _with_first_cell(_template(), _first_cell(source, out, lang, title, by, columns))
        _execute(notebook, out, progress)
        return [
            _deliver(workshop, out, "study.html", make_page(notebook, lang)),
            _deliver(workshop, out, "study.ipynb", _as_json(notebook)),
        ]
    except BaseException:
        if is_new:
            shutil.rmtree(out, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _template() -> NotebookNode:
    """Read the study notebook."""
    import nbformat

    with files("npsanalysis.study").joinpath("template.ipynb").open(encoding="utf-8") as text:
        return nbformat.read(text, as_version=4)  # type: ignore[no-any-return, no-untyped-call]


def _with_first_cell(notebook: NotebookNode, code: str) -> NotebookNode:
    """Replace the example in the first cell by the real thing."""
    notebook.cells[0].source = code
    return notebook


def _first_cell(
    source: Path,
    out: Path,
    lang: str,
    title: str | None,
    by: Sequence[str] | None,
    columns: dict[str, Any],
) -> str:
    """Write the cell that reads the export and computes the study; its path is relative to the notebook."""
    try:
        path = os.path.relpath(source, out)
    except ValueError:  # another drive on Windows
        path = str(source)
    reading = "".join(f", {name}={value!r}" for name, value in {**columns, "by": by}.items() if value)
    studying = "".join(f", {name}={value!r}" for name, value in {"title": title, "by": by}.items() if value)
    return (
        "from npsanalysis import build_study, read_export, show_section\n\n"
        f"study = build_study(read_export({Path(path).as_posix()!r}{reading}), lang={lang!r}{studying})"
    )


def _execute(notebook: NotebookNode, folder: Path, progress: Callable[[int, int], None] | None) -> None:
    """Run all cells in a kernel of their own, in the folder of the study."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    def tell(cell: NotebookNode, cell_index: int, **_: object) -> None:  # noqa: ARG001 -- the signature nbclient calls
        if progress is not None:
            progress(cell_index + 1, len(notebook.cells))

    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=40"],
        on_cell_complete=tell,
    )
    try:
        client.execute()
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


def _deliver(workshop: Path, out: Path, name: str, text: str) -> Path:
    """Write a file beside its place, then put it there."""
    (workshop / name).write_text(text, encoding="utf-8")
    return (workshop / name).replace(out / name)
