from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pandas as pd
import pytest
from golden import frame, scores_of

from npsanalysis import banner, compare, format_banner, nps, write_banner
from npsanalysis.errors import NPSError, UnknownColumnError

if TYPE_CHECKING:
    from pathlib import Path

DATA = pd.DataFrame(
    {
        "score": [*scores_of(5, 15, 60), *scores_of(40, 20, 20), *scores_of(8, 6, 10), *scores_of(1, 2, 3)],
        "site": ["Lyon"] * 80 + ["Nice"] * 80 + ["Pau"] * 24 + ["Sète"] * 6,
        "plan": ["free", "paid"] * 95,
    }
)


def cell(cells: pd.DataFrame, answer: str, group: str | None) -> pd.Series:
    rows = cells[(cells["answer"] == answer) & (cells["group"].isna() if group is None else cells["group"] == group)]
    return rows.iloc[0]


def test_the_whole_and_the_groups() -> None:
    cells = banner(DATA, "plan", "site")
    assert cell(cells, "nps", None)["value"] == pytest.approx(nps(DATA["score"]).nps)
    lyon = cell(cells, "nps", "Lyon")
    assert lyon["value"] == pytest.approx(100 * 55 / 80)
    assert lyon["letter"] == "A"
    assert cell(cells, "paid", "Nice")["value"] == 50
    assert (cells["value"].dropna().between(-100, 100)).all()


def test_letters_mark_differences_that_are_sure() -> None:
    cells = banner(DATA, [], "site")
    assert cell(cells, "nps", "Lyon")["higher_than"] == "B"
    assert cell(cells, "detractors", "Nice")["higher_than"] == "A"
    assert cell(cells, "nps", "Nice")["higher_than"] == ""
    both = DATA[DATA["site"].isin(["Lyon", "Nice"])]
    sides = [both.loc[both["site"] == site, "score"] for site in ("Lyon", "Nice")]
    assert compare(*sides).p_value < 0.05


def test_small_groups_are_held_back_with_one_more() -> None:
    cells = banner(DATA, [], "site")
    for group in ("Sète", "Pau"):  # Sète alone could be had by subtraction
        row = cell(cells, "nps", group)
        assert np.isnan(row["value"])
        assert row["suppressed"]
        assert row["low_base"]
        assert row["higher_than"] == ""
    assert cell(cells, "nps", "Pau")["quotable"]
    assert not cell(cells, "nps", "Sète")["quotable"]
    assert not cells["higher_than"].str.contains("C|D").any()


def test_weights_give_an_effective_base() -> None:
    survey = frame("survey_synth.csv").rename(columns={"ltr": "score"})
    row = cell(banner(survey, [], "segment"), "nps", "SMB")
    smb = survey[survey["segment"] == "SMB"]
    assert row["value"] == pytest.approx(nps(smb["score"], weights=smb["weight"]).nps)
    assert row["n_effective"] == pytest.approx(smb["weight"].sum() ** 2 / (smb["weight"] ** 2).sum())


def test_a_missing_answer_leaves_the_base_and_a_missing_group_stays_one() -> None:
    data = DATA.assign(plan=DATA["plan"].where(DATA.index >= 20), site=DATA["site"].where(DATA["site"] != "Pau"))
    cells = banner(data, "plan", "site")
    assert cell(cells, "paid", "Lyon")["n"] == 60
    assert cells[cells["variable"].notna() & cells["group"].isna()]["n"].max() == 24
    assert any("(no answer)" in column for column in format_banner(cells).columns)


def test_tables_for_reading() -> None:
    cells = banner(DATA, "plan", "site")
    table = format_banner(cells)
    assert table.loc[("score", "NPS"), "site: Lyon (A)"] == "+68.8 B"
    assert table.loc[("score", "NPS"), "site: Sète (D) *"] == "–"
    assert "+68,8 B" in format_banner(cells, lang="fr").to_numpy().ravel()


def test_excel_holds_numbers_with_their_formats(tmp_path: Path) -> None:
    path = write_banner(banner(DATA, "plan", "site"), tmp_path / "banner.xlsx")
    rows = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2))
    by_answer = {row[1].value: row for row in rows if row[1].value}
    assert by_answer["NPS"][3].value == pytest.approx(68.75)
    assert by_answer["NPS"][3].number_format.startswith("+0.0")
    assert by_answer["NPS"][6].value is None
    letters = rows[[row[1].value for row in rows].index("NPS") + 1]
    assert letters[3].value == "B"


def test_what_is_refused() -> None:
    with pytest.raises(NPSError, match="at least one column"):
        banner(DATA, [], [])
    with pytest.raises(UnknownColumnError, match="did you mean 'site'"):
        banner(DATA, [], "sites")
    with pytest.raises(NPSError, match="pandas frame"):
        banner([1], [], "site")  # type: ignore[arg-type]


def test_ratings_are_whole_and_in_their_order() -> None:
    frame = pd.DataFrame({"score": [9, 3, 8] * 20, "rating": [10.0, 9.0, 2.5] * 20, "site": ["a", "b"] * 30})
    cells = banner(frame, "rating", "site")
    assert cells.query("question == 'rating'")["answer"].drop_duplicates().tolist() == ["2.5", "9", "10"]
