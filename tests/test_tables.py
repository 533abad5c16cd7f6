from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from npsanalysis import format_estimates, format_labels, nps_by, show_estimates

if TYPE_CHECKING:
    from IPython.display import HTML


@pytest.fixture
def responses() -> pd.DataFrame:
    # a: 20 promoters of 20; b: 10 passives, 10 detractors of 20
    return pd.DataFrame({"score": [10, 9, 8, 2] * 10, "site": ["a", "a", "b", "b"] * 10, "kind": ["x", "y"] * 20})


def test_estimates_in_french(responses: pd.DataFrame) -> None:
    table = format_estimates(nps_by(responses, "site"), lang="fr")
    assert list(table.columns) == ["NPS", "intervalle à 95\u202f%", "n", "promoteurs", "passifs", "détracteurs"]
    assert table.loc["b"].tolist() == ["-50,0", "-66,3 à -20,7", "20", "0\u202f%", "50\u202f%", "50\u202f%"]


def test_several_keys_make_a_multi_index(responses: pd.DataFrame) -> None:
    table = format_estimates(nps_by(responses, ["site", "kind"]))
    assert table.index.names == ["site", "kind"]
    assert table.loc[("a", "x"), "NPS"] == "+100.0"


def test_no_key(responses: pd.DataFrame) -> None:
    assert format_estimates(nps_by(responses, [])).loc[0, "n"] == "40"


def test_missing_key_and_suppressed_row_are_written() -> None:
    estimates = nps_by(pd.DataFrame({"score": [9.0] * 24, "site": ["a"] * 12 + [None] * 12}), "site")
    estimates.loc[0, ["nps", "low", "high", "promoters"]] = np.nan
    table = format_estimates(estimates)
    assert table.index.tolist() == ["a", "(no answer)"]
    assert table.loc["a", ["NPS", "95% interval", "n", "promoters"]].tolist() == ["–", "–", "12", "–"]


def test_labels() -> None:
    labels = pd.DataFrame({"label": ["pro"], "responses": [1200], "share": [61.24], "low": [58.5], "high": [63.96]})
    table = format_labels(labels, lang="fr")
    assert table.loc["Points positifs"].tolist() == ["1\u202f200", "61\u202f%", "58\u202f% à 64\u202f%"]


def test_estimates_are_displayed_with_their_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def keep(html: HTML) -> None:
        shown.append(str(html.data))

    frame = pd.DataFrame({"score": [10, 9, 8, 2] * 10, "<b>": ["<i>", "<i>", "b", None] * 10})
    monkeypatch.setattr("IPython.display.display", keep)
    show_estimates(nps_by(frame, "<b>"))
    show_estimates(nps_by(frame, []), lang="fr")
    assert shown[0].count("<svg") == 3
    assert "&lt;i&gt;" in shown[0]
    assert "<i>" not in shown[0]
    assert shown[1].count("<svg") == 1
