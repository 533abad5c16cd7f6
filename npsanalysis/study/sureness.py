"""The part on how often the program labels comments wrongly, in words a client understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from npsanalysis.comments.accuracy import load_accuracy
from npsanalysis.language import KNOWN
from npsanalysis.study.parts import Part
from npsanalysis.wording import LABEL_NAMES, MISSING, mark, number, say

if TYPE_CHECKING:
    from npsanalysis.study.content import Study

QUALITY = "standard"
"""The quality a study labels with."""

PRESENT = 0.05
"""A language is told of from this share of the statements on."""

LANGUAGE_NAMES = {"en": mark("English"), "fr": mark("French")}
"""Languages of comments; said by `say`."""

MEASURE_NAMES = {name: LABEL_NAMES[name] for name in ("pro", "con", "suggestion")} | {
    "cuts": mark("Cuts between statements"),
    "characters": mark("Characters under the right label"),
}
"""What is measured; said by `say`."""

SHOWN = ("pro", "con", "suggestion", "cuts")
"""What the page shows; the workbook has all."""


def sureness(study: Study) -> list[Part]:
    """Show how often the program is right on comments that people labelled; nothing where there are no labels."""
    lang = study.lang
    share = study.statements["lang"].value_counts(normalize=True)
    present = [each for each in KNOWN if share.get(each, 0.0) >= PRESENT]
    every = load_accuracy()
    measured = every[(every["quality"] == QUALITY) & every["lang"].isin(present)].drop(columns="quality")
    if measured.empty:
        return []
    praise = measured[measured["measure"] == "pro"]
    return [
        Part(
            name=say("Label errors", lang),
            title=say("How often the labels are right", lang),
            sentences=[
                *(_in_words(row, lang) for _, row in praise.iterrows()),
                say(
                    "Measured on {n} invented comments in each language, which the program did not learn from: those "
                    "of your survey may be easier or harder.",
                    lang,
                    n=int(measured["comments"].iloc[0]),
                ),
                say(
                    "To know it of your survey, have a sample of its comments labelled by hand (audit_sample); the "
                    "shares of pros, cons and suggestions can then be corrected (correct_shares).",
                    lang,
                ),
            ],
            frame=measured,
            table=_table(measured[measured["measure"].isin(SHOWN)], lang),
        )
    ]


def name_measures(measured: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Name measures in a language."""
    return measured.assign(measure=[say(MEASURE_NAMES.get(name, name), lang) for name in measured["measure"]])


def _in_words(praise: pd.Series[float], lang: str) -> str:
    """Say what the row on praise means."""
    return say(
        "{language}: of 100 comments labelled as praise on our test comments, {precision} do praise "
        "({precision_range}); of 100 that praise, {recall} are found ({recall_range}).",
        lang,
        language=say(LANGUAGE_NAMES[str(praise["lang"])], lang),
        precision=number(praise["precision"], lang),
        precision_range=_range(praise, "precision", lang),
        recall=number(praise["recall"], lang),
        recall_range=_range(praise, "recall", lang),
    )


def _table(measured: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write the figures for reading, each with its interval."""
    several = len(set(measured["lang"])) > 1
    rows = []
    for _, row in name_measures(measured, lang).iterrows():
        language = say(LANGUAGE_NAMES[row["lang"]], lang)
        name = f"{row['measure']} ({language})" if several else row["measure"]
        rows.append((name, _cell(row, "precision", lang), _cell(row, "recall", lang)))
    heads = [
        say("statement", lang),
        say("of 100 labelled so, right (95% interval)", lang),
        say("of 100 to be found, found (95% interval)", lang),
    ]
    return pd.DataFrame(rows, columns=heads).set_index(heads[0])


def _cell(row: pd.Series[float], name: str, lang: str) -> str:
    """Write a figure with its interval."""
    if pd.isna(row[name]):
        return MISSING
    return f"{number(row[name], lang)} ({_range(row, name, lang)})"


def _range(row: pd.Series[float], name: str, lang: str) -> str:
    """Write the interval of a figure."""
    return say("{low} to {high}", lang, low=number(row[f"{name}_low"], lang), high=number(row[f"{name}_high"], lang))
