from __future__ import annotations

import subprocess
import sys

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
    assert value.__doc__, f"{name} has no docstring"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'npz'"):
        npsanalysis.npz  # noqa: B018 -- reading it is the test


def test_the_public_names_are_listed() -> None:
    assert {"nps", "nps_by", "read_export", "build_study"} <= set(dir(npsanalysis))
