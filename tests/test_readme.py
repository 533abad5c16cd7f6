from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    code, shown = re.search(r"```python\n(.*?)```\s+```text\n(.*?)```", README, flags=re.DOTALL).groups()  # type: ignore[union-attr]
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102 -- the README's own example
    assert [line.rstrip() for line in printed.getvalue().splitlines()] == shown.splitlines()


def test_every_notebook_is_listed_and_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} == {
        Path(link).name for link in links if link.endswith(".ipynb")
    }
