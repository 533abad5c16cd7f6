"""Execute the notebooks in place, top to bottom, so that their outputs can be committed.

Run `python notebooks/execute.py` for all of them, or name some: `python notebooks/execute.py 00_tour.ipynb`. The
result is the same byte for byte when nothing changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def execute(path: Path) -> None:
    """Execute one notebook in its own folder and write it back."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(HERE)}},
        record_timing=False,
        coalesce_streams=True,  # where a print is cut depends on the moment otherwise
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    client.execute()
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        if output.output_type == "error":  # a lesson; where this machine keeps the package is none
            output.traceback = [f"{output.ename}: {output.evalue}"]
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for path in [HERE / name for name in sys.argv[1:]] or sorted(HERE.glob("*.ipynb")):
        print(path.name)
        execute(path)
