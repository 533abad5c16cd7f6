from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import npsanalysis

HEAVY = ("spacy", "sklearn", "matplotlib", "pandas", "scipy", "IPython")


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import npsanalysis, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", npsanalysis.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(npsanalysis, name)
    assert not callable(value) or value.__doc__, f"{name} has no docstring"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="npz"):
        npsanalysis.npz  # noqa: B018 -- reading it is the test


def test_the_public_names_are_listed() -> None:
    assert {"nps", "nps_by", "read_export", "build_study"} <= set(dir(npsanalysis))


HOMES = {
    "matplotlib": {"figures"},
    "narwhals": {"counts"},
    "sklearn": {"comments"},
    "spacy": {"comments", "language"},
    "openpyxl": {"spreadsheets"},
    "xlsxwriter": {"spreadsheets"},
    "pptx": {"study"},
}


def imports_of(path: Path) -> set[str]:
    """Find the libraries a module loads; what is imported for the type checker alone is not loaded."""
    found = set()
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            nodes += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_each_heavy_library_is_imported_in_its_home_only(library: str, homes: set[str]) -> None:
    package = Path(npsanalysis.__file__).parent
    importing = {
        path.relative_to(package).parts[0].removesuffix(".py")
        for path in package.rglob("*.py")
        if library in imports_of(path)
    }
    assert importing <= homes
