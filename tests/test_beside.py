from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from npsanalysis.beside import written_beside

if TYPE_CHECKING:
    from pathlib import Path


def test_files_appear_together_when_all_are_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("older")
    with written_beside(tmp_path) as workshop:
        (workshop / "a").write_text("newer")
        (workshop / "b").write_text("new")
        assert (tmp_path / "a").read_text() == "older"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "newer", "b": "new"}


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("older")

    def fail(workshop: Path) -> None:
        (workshop / "a").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), written_beside(tmp_path) as workshop:
        fail(workshop)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "older"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), written_beside(tmp_path / "nowhere"):
        pass
