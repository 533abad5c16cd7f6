from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import nbformat
import numpy as np
import pandas as pd
import pytest

from npsanalysis import build_study, read_export, show_section, simulate_responses, write_study
from npsanalysis.errors import StudyError, UnknownColumnError, UnknownNameError
from npsanalysis.study.sections import SECTIONS
from npsanalysis.study.suppression import suppress_small

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = re.compile(r"\b(the|and|of|with|score of|answers|respondents|interval|months?|by)\b")


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    """Make a survey with comments that try to break out of the page."""
    responses = simulate_responses(400, groups={"Site": {"Lyon": 20, "Nice": -20}}, lang="fr", seed=1)
    responses["comment"] += " <script>alert(1)</script> &amp;"
    return responses.rename(columns={"score": "Nous recommanderiez-vous ?", "comment": "Pourquoi cette note ?"})


@pytest.fixture(scope="module")
def french_page(survey: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("study")
    survey.to_csv(folder / "enquête.csv", index=False, sep=";")
    seen: list[tuple[int, int]] = []
    written = write_study(folder / "enquête.csv", folder / "out", lang="fr", progress=lambda *at: seen.append(at))
    assert [path.name for path in written] == ["study.html", "study.ipynb"]
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["study.html", "study.ipynb"]
    assert seen[-1][0] == seen[-1][1]
    notebook = nbformat.read(written[1], as_version=4)
    assert "build_study(read_export('../enquête.csv')" in notebook.cells[0].source
    assert all(cell.execution_count for cell in notebook.cells)
    return written[0].read_text(encoding="utf-8")


def without_respondents(page: str) -> str:
    """Return the words of a page that are ours: no quotes, no pictures, no style."""
    page = re.sub(r"<blockquote>.*?</blockquote>|<style>.*?</style>", "", page, flags=re.DOTALL)
    return re.sub(r'src="[^"]*"', "", page)


def test_the_page_opens_with_the_answer(french_page: str) -> None:
    assert '<html lang="fr">' in french_page
    body = french_page[french_page.index("<body>") :]
    assert body.index("NPS +") < body.index("Ce qui a été lu") < body.index("Comment se répartissent")
    assert "intervalle à 95\u202f%" in body
    assert "n = 400" in body


def test_every_word_on_the_french_page_is_french(french_page: str) -> None:
    found = ENGLISH.findall(re.sub(r"<[^>]*>", " ", without_respondents(french_page)))
    assert found == []


def test_comments_are_escaped(french_page: str) -> None:
    assert "<script" not in french_page
    assert "&lt;script&gt;" in french_page


def test_pictures_are_inside_and_have_alt_text(french_page: str) -> None:
    pictures = re.findall(r"<img[^>]*>", french_page, flags=re.DOTALL)
    assert len(pictures) >= 4
    for picture in pictures:
        assert base64.b64decode(re.search(r"base64,([^\"]+)", picture)[1]).startswith(b"\x89PNG")  # type: ignore[index]
        assert re.search(r'alt="[^"]*\d[^"]*"', picture)
    assert not re.search(r'(?:src|href)="(?:http|//)', french_page)


def test_code_is_hidden(french_page: str) -> None:
    assert "read_export" not in french_page


def test_what_a_study_holds(survey: pd.DataFrame) -> None:
    study = build_study(read_export(survey))
    assert study.estimate.n == 400
    assert study.groups.keys() == {"Site"}
    assert set(study.quotes["label"]) >= {"pro", "con", "suggestion"}
    # The trend pools the same answers.
    assert study.trend["n"].sum() == 400


def test_named_groups_are_shown(survey: pd.DataFrame) -> None:
    study = build_study(read_export(survey, by="Site"), by="Site")
    assert list(study.groups) == ["Site"]
    with pytest.raises(UnknownColumnError, match="did you mean 'Site'"):
        build_study(read_export(survey), by="Sit")


def test_a_survey_without_comments_and_dates() -> None:
    study = build_study(read_export(pd.DataFrame({"How likely are you to recommend us?": [9, 3, 8] * 20})))
    assert study.statements.empty
    for name in SECTIONS:
        show_section(study, name)


def test_unknown_section(survey: pd.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match="there is no section 'answers'; did you mean 'answer'"):
        show_section(build_study(read_export(survey)), "answers")


def test_a_failed_study_leaves_older_files_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "study.html").write_text("older")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StudyError):
        write_study(tmp_path / "bad.csv", out)
    assert [path.name for path in out.iterdir()] == ["study.html"]
    assert (out / "study.html").read_text() == "older"


@pytest.mark.parametrize(
    ("n", "blanked"),
    [
        ([50, 30, 40], []),
        ([50, 4, 40], [1, 2]),  # 4 alone could be had from the total: the next smallest goes too
        ([50, 4, 3], [1, 2]),
        ([4], [0]),
        ([50, 4], [0, 1]),
    ],
)
def test_suppression(n: list[int], blanked: list[int]) -> None:
    estimates = pd.DataFrame({"site": range(len(n)), "nps": 10.0, "low": 0.0, "high": 20.0, "n": n})
    shown = suppress_small(estimates, 10)
    assert np.flatnonzero(shown["nps"].isna()).tolist() == blanked
    assert shown["n"].tolist() == n
