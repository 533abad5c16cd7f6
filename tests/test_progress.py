from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from jupyter_client.manager import start_new_kernel

from npsanalysis.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

CELL = """
from npsanalysis.progress import progress
with progress(2) as begin:
    begin("Reading")
    begin("Writing")
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_each_step_and_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress(2) as begin:
        begin("Reading")
        begin("Writing")
    shown = terminal.getvalue()
    assert "Reading 0/2" in shown
    assert "Writing 1/2" in shown
    assert shown.rstrip("\r").endswith(" ")


def test_a_script_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(1) as begin:
        begin("Reading")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("live", [True, False])
def test_a_notebook_shows_it_to_a_person_and_stores_nothing_for_a_program(tmp_path: Path, *, live: bool) -> None:
    manager, client = start_new_kernel(cwd=str(tmp_path))
    shown: list[dict[str, str]] = []
    try:
        client.execute_interactive(
            CELL,
            allow_stdin=live,  # what JupyterLab says of itself, and programs that execute notebooks do not
            timeout=60,
            output_hook=lambda message: shown.append(message["content"]),
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    written = "".join(content["text"] for content in shown if "text" in content)
    assert not any("ename" in content for content in shown)
    assert not any(content.get("name") == "stderr" for content in shown)
    if live:
        assert "Writing 1/2" in written
    else:
        assert written == ""
