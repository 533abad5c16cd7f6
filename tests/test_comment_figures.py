from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from npsanalysis import alt_text, display_statements, pick_quotes, plot_confusion, plot_themes
from npsanalysis.errors import UnknownColumnError

if TYPE_CHECKING:
    from collections.abc import Iterator

mpl.use("agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def impacts() -> pd.DataFrame:
    rows = [
        ("price", "all", 30, 30.0, -12.5, -14.3, -10.8),
        ("price", "con", 25, 25.0, -14.0, -16.0, -12.0),
        ("a_$b^$", "all", 10, 10.0, np.nan, np.nan, np.nan),
        ("a_$b^$", "pro", 8, 8.0, 2.0, 1.0, 3.0),
    ]
    return pd.DataFrame(
        rows, columns=["theme", "label", "responses", "share", "impact", "impact_low", "impact_high"]
    ).assign(nps=0.0, nps_others=0.0)


def test_cons_to_the_left_pros_to_the_right_and_the_impact_beside(impacts: pd.DataFrame) -> None:
    ax = plot_themes(impacts, lang="fr")
    assert [bar.get_width() for bar in ax.patches] == [-25.0, 0.0, 0.0, 8.0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Prix", "a_$b^$"]
    assert [text.get_text() for text in ax.texts] == [
        "-12,5 (-14,3 à -10,8)",
        "– (–)",
        "impact sur le NPS, en points",
    ]
    assert "Prix : critiqué par 25\u202f%, apprécié par 0\u202f%, impact -12,5" in alt_text(ax)
    ax.figure.canvas.draw()


def test_themes_without_rows(impacts: pd.DataFrame) -> None:
    assert len(plot_themes(impacts.iloc[:0]).patches) == 0


def test_confusion_cells_hold_share_and_number() -> None:
    confusions = pd.DataFrame(
        [("pro", "pro", 3, 75.0), ("pro", "con", 1, 25.0), ("con", "pro", 0, np.nan), ("con", "con", 0, np.nan)],
        columns=["label", "predicted", "n", "share"],
    )
    ax = plot_confusion(confusions)
    assert [text.get_text() for text in ax.texts] == ["75% (3)", "25% (1)", "– (0)", "– (0)"]
    assert ax.get_ylabel() == "label by hand"
    assert "of 4 labelled by hand. Pros: 75%; Cons: –." in alt_text(ax)
    ax.figure.canvas.draw()


@pytest.fixture
def statements() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "response_id": ["<1>", "<1>", "2"],
            "question": "comment",
            "start": [0, 9, 0],
            "end": [8, 25, 3],
            "text": ["<b>ok</b", "<script>x()</scr", "muy"],
            "label": pd.Series(["pro", "con", None], dtype="str"),
            "probability": [0.9, np.nan, np.nan],
        }
    )


def test_respondents_text_is_escaped(statements: pd.DataFrame) -> None:
    source = display_statements(statements, lang="fr").data
    assert "<script" not in source
    assert "<b>" not in source
    assert "&lt;1&gt;" in source
    assert 'title="Points positifs, 90\u202f%"' in source
    assert "</mark> <mark" in source  # the space between the statements is back
    assert source.count("<p") == 3  # the legend and two comments
    assert "</small> muy</p>" in source  # no label, no highlight


def test_display_needs_its_columns(statements: pd.DataFrame) -> None:
    with pytest.raises(UnknownColumnError, match="there is no column 'label'"):
        display_statements(statements.drop(columns="label"))


def test_quotes_are_redacted_and_lead_back_to_the_comment() -> None:
    statements = pd.DataFrame(
        {
            "response_id": [4, 5, 6],
            "question": "comment",
            "statement": [2, 0, 1],
            "text": ["merci à Karim de Botanic", "merci à Botanic pour tout", "ask Mrs Patel about the refund"],
            "lang": ["fr", "fr", "en"],
            "label": ["pro", "pro", "con"],
            "probability": 0.9,
        }
    )
    quotes = pick_quotes(statements, keep=["Botanic"]).set_index("response_id")
    assert quotes.loc[6, "text"] == "ask Mrs [name] about the refund"
    assert quotes.loc[4, ["question", "statement"]].tolist() == ["comment", 2]
    assert quotes.loc[4, "text"].startswith("merci à [nom]")
    assert quotes.loc[5, "text"] == "merci à Botanic pour tout"


def test_quotes_differ_in_what_they_speak_of() -> None:
    texts = [
        "les prix sont trop élevés",
        "vos prix sont trop élevés",
        "des tarifs excessifs, vraiment",
        "attente en caisse",
    ]
    frame = pd.DataFrame({"response_id": range(4), "text": texts, "lang": "fr", "label": "con", "probability": 0.9})
    picked = pick_quotes(frame, per_label=2)["text"].tolist()
    assert "attente en caisse" in picked


def test_no_quotes_of_nothing() -> None:
    frame = pd.DataFrame({"response_id": [1], "text": ["ok"], "lang": "fr", "label": "pro", "probability": 0.9})
    assert pick_quotes(frame).empty
