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


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_each_heavy_library_is_imported_in_its_home_only(library: str, homes: set[str]) -> None:
    package = Path(npsanalysis.__file__).parent
    importing = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if library in {name.split(".")[0] for name in names}:
                importing.add(path.relative_to(package).parts[0].removesuffix(".py"))
    assert importing <= homes
