"""A small survey with themes, made by hand, for the tests of actions."""

from __future__ import annotations

import pandas as pd

NASTY = {
    "formula": '=HYPERLINK("http://example.com","click")',
    "script": "<script>alert(1)</script> & <b>bold</b>",
    "rtl": "الخدمة سيئة جدا \u202eevil\u202c",
    "emoji": "👎🏽👩‍👩‍👧 bof…",
    "rtf": r"{\rtf1\ansi\b trop cher\b0}",
    "long": "trop d’attente, " * 2000,  # 32,000 characters
    "template": "{{ 7 * 7 }} {% for x in y %}",
    "control": "bell\x07 and _x0041_ and \x0b",
    "lines": "first\r\nsecond\tthird",
}
"""Comments that break careless programs."""


def make_survey() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make responses, their labelled statements and the mentions of themes.

    R1 (score 2) blames waiting and suggests a till; R2 (4) blames waiting; R3 (6) blames the price; R4 (10) praises the
    welcome; R5 (9) praises the welcome and blames waiting; R6 (8) blames the price; R7 (3) says nothing of a theme.
    """
    rows = [
        ("R1", 2, "con", "waiting", "twenty minutes at the till"),
        ("R1", 2, "suggestion", "waiting", "open a second till please"),
        ("R2", 4, "con", "waiting", "always a queue, write to anne@example.com"),
        ("R3", 6, "con", "price", "much too expensive for what it is"),
        ("R4", 10, "pro", "welcome", "such a warm welcome every time"),
        ("R5", 9, "pro", "welcome", "friendly people at the door"),
        ("R5", 9, "con", "waiting", "but a long wait on Saturdays"),
        ("R6", 8, "con", "price", "prices went up again this year"),
        ("R7", 3, "con", None, "no, really not, never again"),
    ]
    statements = pd.DataFrame(rows, columns=["response_id", "score", "label", "theme", "text"])
    statements["statement"] = statements.groupby("response_id").cumcount()
    statements = statements.assign(question="comment", lang="en", probability=0.9)
    mentions = statements.loc[
        statements["theme"].notna(), ["response_id", "question", "statement", "theme", "label"]
    ].reset_index(drop=True)
    said = statements.groupby("response_id")["text"].agg(", ".join)
    responses = pd.DataFrame(
        {
            "response_id": [f"R{i}" for i in range(1, 8)],
            "score": [2.0, 4.0, 6.0, 10.0, 9.0, 8.0, 3.0],
            "date": pd.date_range("2026-03-02", periods=7),
            "consent": ["yes", "oui", "no", "Yes", None, "1", True],
        }
    )
    return responses.assign(comment=responses["response_id"].map(said)), statements.drop(columns="theme"), mentions


def make_impacts() -> pd.DataFrame:
    """Make the impacts of the survey's themes (invented figures); the price's interval contains 0."""
    rows = [
        ("price", "con", 2, 40.0, -9.0, -20.0, 2.0),
        ("waiting", "con", 3, 60.0, -6.0, -10.0, -2.0),
        ("welcome", "pro", 2, 40.0, 12.0, 5.0, 19.0),
        ("waiting", "suggestion", 1, 20.0, -1.0, -4.0, 2.0),
        ("waiting", "all", 3, 60.0, -6.5, -11.0, -2.0),
    ]
    return pd.DataFrame(rows, columns=["theme", "label", "responses", "share", "impact", "impact_low", "impact_high"])
