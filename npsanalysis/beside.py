"""Write files beside where they belong and rename them once they are whole: no reader meets a half-written one."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def written_beside(folder: Path) -> Iterator[Path]:
    """Give a folder to write files in; when all went well they are moved to `folder`, else they are gone.

    Parameters
    ----------
    folder
        Where the files belong; it exists.

    Yields
    ------
    Path
        A folder of its own inside `folder`, so that moving is renaming.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    workshop = Path(tempfile.mkdtemp(prefix=".npsanalysis-", dir=folder))
    try:
        yield workshop
        for path in sorted(workshop.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
