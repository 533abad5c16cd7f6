from __future__ import annotations

from pathlib import Path

import pytest

from npsanalysis.cli import main

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
HOTELS = str(SAMPLES / "hotels_fr.csv")


def test_score_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", HOTELS]) == 0
    # 883 usable scores of 900: 14 empty, "NSP", "Sans réponse" and 11.
    assert capsys.readouterr().out == "NPS +35.9 (95% interval +30.4 to +41.2, n = 883, adjusted Wald)\n"


def test_score_by_group_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", HOTELS, "--by", "Hôtel", "--lang", "fr"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "NPS +35,9 (intervalle à 95\u202f% : +30,4 à +41,2\u202f; n = 883\u202f; Wald ajusté)".replace(
        " :", "\u00a0:"
    )
    assert any(line.split()[:2] == ["Nice", "Promenade"] for line in lines)


def test_weights_are_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(SAMPLES / "software_en.csv")]) == 0
    assert "Taylor linearisation" in capsys.readouterr().out


def test_inspect_says_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", HOTELS, "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert "cp1252" in out
    assert "Adresse e-mail" in out


@pytest.fixture
def bad_files(tmp_path: Path) -> Path:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "no_score.csv").write_text("name,town\n" + "Ann,York\nBob,Leeds\n" * 20)
    (tmp_path / "no_usable.csv").write_text("How likely are you to recommend us?,town\n" + "n/a,York\n" * 20)
    (tmp_path / "fine.csv").write_text("How likely are you to recommend us?,town\n" + "9,York\n3,Leeds\n" * 20)
    (tmp_path / "taken").write_text("a file where a folder is wanted")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing.csv"], "missing.csv"),
        (["empty.csv"], "empty"),
        (["no_score.csv"], "score="),
        (["no_usable.csv", "--score", "How likely are you to recommend us?"], "score"),
        (["fine.csv", "--by", "tawn"], "did you mean 'town'"),
        (["fine.csv", "--score", "tawn"], "did you mean 'town'"),
        (["fine.csv", "--date", "town"], "town"),
    ],
)
@pytest.mark.parametrize("command", ["score", "study"])
def test_bad_input_is_one_sentence_and_status_2(
    bad_files: Path, capsys: pytest.CaptureFixture[str], command: str, arguments: list[str], told: str
) -> None:
    out = bad_files / "out"
    extra = ["--out", str(out)] if command == "study" else []
    assert main([command, str(bad_files / arguments[0]), *arguments[1:], *extra]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    message = captured.err.strip().splitlines()[-1]
    assert message.startswith("npsanalysis: ")
    assert told in message
    assert "Traceback" not in captured.err
    assert not out.exists()


def test_a_folder_that_cannot_be_written(bad_files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", str(bad_files / "fine.csv"), "--out", str(bad_files / "taken" / "deeper")]) == 2
    assert "choose another one" in capsys.readouterr().err


def test_init_writes_a_description_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--lang", "fr"]) == 0
    assert capsys.readouterr().out == "study.toml\n"
    assert "# mode = " in (tmp_path / "study.toml").read_text(encoding="utf-8")
    assert main(["init"]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--asked", "0"], "whole number from 1 up"),
        (["--type", "relation"], "did you mean 'relational'"),
        (["--sections", "answer, group"], "did you mean 'groups'"),
        (["--one-pagers", "tawn"], "did you mean 'town'"),
        (["--survey", "none.toml"], "could not be read"),
        (["--template", "none.pptx"], "could not be read"),
        (["--previous", "none.csv"], "none.csv"),
    ],
)
def test_bad_options_of_a_study_are_one_sentence(
    bad_files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    out = bad_files / "out"
    assert main(["study", str(bad_files / "fine.csv"), "--out", str(out), *arguments]) == 2
    captured = capsys.readouterr()
    assert told in captured.err.strip().splitlines()[-1]
    assert "Traceback" not in captured.err
    assert not out.exists()
