from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from npsanalysis import read_survey, survey_template
from npsanalysis.errors import NPSError
from npsanalysis.study.survey import ENTRIES, Survey, write_survey_template

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_template_declares_nothing_and_everything_when_uncommented(lang: str, tmp_path: Path) -> None:
    path = write_survey_template(tmp_path / "study.toml", lang)
    assert read_survey(path) == Survey()
    lines = survey_template(lang).splitlines()
    entries = [line.removeprefix("# ") for line in lines if " = " in line or line == "# [previous]"]
    path.write_text("\n".join(entries), encoding="utf-8")
    declared = read_survey(path)
    assert all(getattr(declared, name) is not None for name in ENTRIES)
    assert declared.previous is not None


def test_entries_given_go_before_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text('asked = 100\nmode = "web"\n', encoding="utf-8")
    assert read_survey(path, asked=200, mode=None) == Survey(asked=200, mode="web")


def test_a_template_never_overwrites(tmp_path: Path) -> None:
    path = write_survey_template(tmp_path / "study.toml")
    with pytest.raises(NPSError, match="is there already"):
        write_survey_template(path)
    with pytest.raises(NPSError, match="could not be written"):
        write_survey_template(tmp_path / "none" / "study.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("askd = 3", "did you mean 'asked'"),
        ("asked = 0", "whole number from 1 up, got 0"),
        ("asked = true", "whole number from 1 up, got True"),
        ('asked = "many"', "whole number from 1 up, got 'many'"),
        ("mode = 3", "a text in quotes, got 3"),
        ("dates = 2026-03-01", "a text in quotes"),
        ('type = "relation"', "did you mean 'relational'"),
        ("asked = 20\npopulation_size = 10", "20 people asked are more than the population of 10"),
        ('previous = "web"', "must be a table of texts"),
        ('[previous]\nmod = "web"', "did you mean 'mode'"),
        ("mode = web", "no valid TOML"),
    ],
)
def test_bad_descriptions_get_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "study.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NPSError, match=told):
        read_survey(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NPSError, match="could not be read"):
        read_survey(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes('mode = "téléphone"'.encode("latin-1"))
    with pytest.raises(NPSError, match="is not UTF-8"):
        read_survey(tmp_path / "latin.toml")
