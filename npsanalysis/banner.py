"""The table of the trade: questions down, groups across, bases, and letters for the differences that are real.

References
----------
.. [1] Agresti A., Caffo B. (2000). Simple and effective confidence intervals for proportions and differences of
       proportions. The American Statistician 54(4), 280-288. https://doi.org/10.1080/00031305.2000.10474560
"""

from __future__ import annotations

from itertools import combinations
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from npsanalysis.counts import as_keys, count_scores, weight_column
from npsanalysis.differences import adjusted_wald, student
from npsanalysis.errors import NPSError, UnknownColumnError
from npsanalysis.estimation import as_sample, estimate_counts
from npsanalysis.group_contrasts import adjust_p_values
from npsanalysis.spreadsheets import write_xlsx
from npsanalysis.suppression import FIGURES_FROM, held_back
from npsanalysis.wording import MISSING, mark, number, percent, points, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from npsanalysis.counts import Weight
    from npsanalysis.group_contrasts import Correction

LOW_BASE = 30
"""Answers under which a column is flagged."""

QUOTES_FROM = 20
"""Answers from which on the comments of a group may be quoted."""

SCORE_ROWS = {
    "nps": mark("NPS"),
    "promoters": mark("promoters"),
    "passives": mark("passives"),
    "detractors": mark("detractors"),
}
"""The rows that every banner begins with."""

_FORMATS = {"points": "+0.0;-0.0;0.0", "percent": '0"%"', "base": "#,##0"}


def banner(
    responses: pd.DataFrame,
    rows: str | Sequence[str],
    columns: str | Sequence[str],
    *,
    weight: Weight = None,
    level: float = 0.95,
    correction: Correction = "holm",
    low_base: int = LOW_BASE,
    least: int = FIGURES_FROM,
    quotes_from: int = QUOTES_FROM,
) -> pd.DataFrame:
    """Tabulate the score and questions by groups, with letters for the differences that are real.

    Parameters
    ----------
    responses
        Responses frame (pandas) with a column `score`.
    rows
        Columns of questions, a row each of their answers; `[]` for the score alone.
    columns
        Columns of groups, side by side after the whole.
    weight
        Name of the column of weights, as for `nps_by`.
    level
        1 − level is the size of the tests behind the letters.
    correction
        How they pay for their number, within a row and a column variable, as for `compare_groups`; the trade uses
        None.
    low_base
        Answers under which a column is flagged.
    least
        Answers under which figures are held back (and those of the next smallest group, where one could be had by
        subtraction).
    quotes_from
        Answers from which on the comments of a group may be quoted.

    Returns
    -------
    DataFrame
        `question, answer, variable, group, letter, value, kind, n, n_effective, higher_than, low_base, suppressed,
        quotable`, a row a cell. The question `score` has the answers `nps`, `promoters`, `passives` and `detractors`.
        `kind` is `points` or `percent`; `variable` is missing for the whole; `higher_than` lists the letters of the
        groups that the value is surely above. The letters of a variable are its own. `n` and `n_effective` are the
        bases of the question in the group.

    Raises
    ------
    UnknownColumnError
        If a column is not there.
    NPSError
        If there is no column of groups, or no usable score.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [10] * 60 + [2] * 60, "site": ["a"] * 60 + ["b"] * 60})
    >>> cells = banner(frame, [], "site")
    >>> cells.query("answer == 'nps'")[["group", "letter", "value", "n", "higher_than"]].fillna("-")
      group letter  value    n higher_than
    0     -           0.0  120
    4     a      A  100.0   60           B
    5     b      B -100.0   60
    """
    if not isinstance(responses, pd.DataFrame):
        raise NPSError("a banner is made of a pandas frame.")
    questions, variables = as_keys(rows), as_keys(columns)
    if not variables:
        raise NPSError("a banner needs at least one column of groups.")
    for column in ("score", *questions, *variables):
        if column not in responses.columns:
            raise UnknownColumnError.of(column, responses.columns)
    weighted = weight_column(responses, weight)
    blocks = []
    for variable in (None, *variables):
        keys = [] if variable is None else [variable]
        block = [_score_cells(responses, keys, weighted)]
        block += [_question_cells(responses, question, keys, weighted) for question in questions]
        cells = pd.concat(block, ignore_index=True)
        cells = cells.rename(columns={variable: "group"}) if variable is not None else cells.assign(group=None)
        blocks.append(_finish(cells.assign(variable=variable), level, correction, least, low_base, quotes_from))
    names = ["question", "answer", "variable", "group", "letter", "value", "kind", "n", "n_effective", "higher_than"]
    return pd.concat([block.astype({"group": object, "variable": object}) for block in blocks], ignore_index=True)[
        [*names, "low_base", "suppressed", "quotable"]
    ]


def format_banner(cells: pd.DataFrame, *, lang: str = "en") -> pd.DataFrame:
    """Write a banner for reading: groups across, their letters in the headings and beside the figures.

    Parameters
    ----------
    cells
        As of `banner`.
    lang
        Language of the headings and numbers.

    Returns
    -------
    DataFrame
        Texts; questions and answers as index, groups as columns. A base under the limit carries an asterisk.
    """
    wide, kinds = _spread(cells, lang)
    letters = _spread(cells.assign(value=cells["higher_than"]), lang)[0]

    def write(value: object, kind: str, letter: object) -> str:
        if not isinstance(value, (int, float)) or np.isnan(value):
            return MISSING if not isinstance(value, str) else value
        text = {"points": points, "percent": percent, "base": number}[kind](float(value), lang)
        return f"{text} {letter}" if kind != "base" and isinstance(letter, str) and letter else text

    texts = [
        [write(value, kind, letter) for value, letter in zip(row, marks, strict=True)]
        for row, kind, marks in zip(wide.to_numpy().tolist(), kinds, letters.to_numpy().tolist(), strict=True)
    ]
    table = pd.DataFrame(texts, index=wide.index, columns=wide.columns)
    flagged = _heads(cells, lang)[cells["low_base"].to_numpy()].unique()
    return table.rename(columns={head: f"{head} *" for head in flagged})


def write_banner(cells: pd.DataFrame, path: str | Path, *, lang: str = "en") -> Path:
    """Write a banner to Excel: figures as numbers with their formats, the letters in a row below.

    Parameters
    ----------
    cells
        As of `banner`.
    path
        Where to.
    lang
        Language of the headings.

    Returns
    -------
    Path
        Where the file is.

    Raises
    ------
    NPSError
        If the file cannot be written.
    """
    figures, formats = lay_out_banner(cells, lang)
    sheet = say("banner", lang)
    return write_xlsx({sheet: figures}, path, formats={sheet: formats})


def lay_out_banner(cells: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a banner as a sheet and the Excel formats of its cells, the letters in a row below the figures."""
    wide, kinds = _spread(cells, lang)
    letters = _spread(cells.assign(value=cells["higher_than"]), lang)[0]
    figures, formats = [], []
    for place, (index, kind) in enumerate(zip(wide.index, kinds, strict=True)):
        figures.append([*index, *wide.iloc[place]])
        formats.append(["", "", *[_FORMATS[kind]] * wide.shape[1]])
        if kind != "base" and letters.iloc[place].astype(bool).any():
            figures.append(["", "", *letters.iloc[place]])
            formats.append([""] * (2 + wide.shape[1]))
    heads = [say("question", lang), say("answer", lang), *wide.columns]
    return pd.DataFrame(figures, columns=heads, dtype=object), pd.DataFrame(formats, columns=heads)


def _score_cells(responses: pd.DataFrame, keys: list[str], weight: str | None) -> pd.DataFrame:
    """Return the cells of the score, with what their tests need."""
    estimates = estimate_counts(count_scores(responses, keys, weight=weight), weighted=weight is not None, keys=keys)
    cells = estimates.melt(
        id_vars=[*keys, "n", "n_effective", "se", "df"],
        value_vars=list(SCORE_ROWS),
        var_name="answer",
    )
    shares = estimates[["detractors", "passives", "promoters"]]
    repeated = pd.concat([shares] * len(SCORE_ROWS), ignore_index=True).add_prefix("share_")
    kind = np.where(cells["answer"] == "nps", "points", "percent")
    return pd.concat([cells.assign(question="score", kind=kind), repeated], axis=1)


def _question_cells(responses: pd.DataFrame, question: str, keys: list[str], weight: str | None) -> pd.DataFrame:
    """Return the cells of a question: the share of each of its answers among those who gave one."""
    answered = responses[responses[question].notna()]
    weights = answered[weight] if weight else pd.Series(1.0, index=answered.index)
    given_as = answered[question]
    if is_numeric_dtype(given_as) and not is_bool_dtype(given_as):
        # Numbers keep their order, 10 after 9, and whole ones have no decimals.
        named = given_as.map("{:g}".format).astype(str)
        ordered = named[given_as.sort_values(kind="stable").index].drop_duplicates()
    else:
        named = given_as.astype(str)
        ordered = named.drop_duplicates().sort_values()
    data = answered[keys].assign(answer=named, weight=weights, squared=weights**2, n=1)
    sums = ["n", "weight", "squared"]
    if keys:
        bases = data.groupby(keys, dropna=False, observed=True)[sums].sum().reset_index()
    else:
        bases = data[sums].sum().to_frame().T.astype({"n": np.int64})
    answers = pd.DataFrame({"answer": ordered.tolist()})
    given = data.groupby([*keys, "answer"], dropna=False, observed=True)["weight"].sum().rename("given").reset_index()
    cells = bases.merge(answers, how="cross").merge(given, how="left", on=[*keys, "answer"]).fillna({"given": 0.0})
    n_effective = cells["weight"] ** 2 / cells["squared"]
    cells = cells.assign(question=question, value=100 * cells["given"] / cells["weight"], n_effective=n_effective)
    return cells.assign(kind="percent").drop(columns=["weight", "squared", "given"])


def _finish(
    cells: pd.DataFrame, level: float, correction: Correction, least: int, low_base: int, quotes_from: int
) -> pd.DataFrame:
    """Give the groups of a variable letters, test every pair of each row, and hold back small groups."""
    whole = cells["variable"].isna().all()
    order = cells["group"].drop_duplicates().reset_index(drop=True)
    letters = [""] if whole else [_letter(place) for place in range(len(order))]
    place = pd.Index(order).get_indexer(cells["group"]) if not whole else np.zeros(len(cells), dtype=np.int64)
    cells = cells.assign(letter=np.array(letters, dtype=object)[place], higher_than="")
    # A question's own base decides for its rows, so that a group that hardly answered it is held back there.
    held = np.zeros(len(cells), dtype=bool)
    for _, row in cells.groupby(["question", "answer"], sort=False):
        held[row.index] = (row["n"] < least) if whole else held_back(row["n"].to_numpy(), least)
    cells = cells.assign(suppressed=held, low_base=cells["n"] < low_base, quotable=cells["n"] >= quotes_from)
    for _, row in cells[~held].groupby(["question", "answer"], sort=False):
        pairs = list(combinations(row.index, 2))
        if not pairs:
            continue
        p_values = np.array([_p_value(cells.loc[one], cells.loc[other]) for one, other in pairs])
        for (one, other), p in zip(pairs, adjust_p_values(p_values, correction), strict=True):
            if p < 1 - level:
                high, low = (one, other) if cells.loc[one, "value"] > cells.loc[other, "value"] else (other, one)
                cells.loc[high, "higher_than"] += cells.loc[low, "letter"]
    return cells.assign(value=cells["value"].mask(held))


def _p_value(a: pd.Series[Any], b: pd.Series[Any]) -> float:
    """Return the p-value of two cells of a row being alike."""
    if a["kind"] == "points":
        sides = [
            as_sample(
                *(side[f"share_{name}"] for name in ("detractors", "passives", "promoters")),
                **{name: side[name] for name in ("n_effective", "se", "df")},
            )
            for side in (a, b)
        ]
        return float(adjusted_wald(sides[0], sides[1], 0.95)[2])
    # Agresti and Caffo: one success and one failure more on each side.
    shares = [(side["value"] / 100 * side["n_effective"] + 1) / (side["n_effective"] + 2) for side in (a, b)]
    variance = sum(p * (1 - p) / (side["n_effective"] + 2) for p, side in zip(shares, (a, b), strict=True))
    return float(student(np.asarray(shares[0] - shares[1]), np.sqrt(variance), np.asarray(np.inf), 0.95)[2])


def _letter(place: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    first, second = divmod(place, 26)
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[second]


def _heads(cells: pd.DataFrame, lang: str) -> pd.Series[Any]:
    """Return the heading of each cell's column."""
    named = [
        say("Total", lang)
        if variable is None or pd.isna(variable)
        else say(
            "{variable}: {group} ({letter})",
            lang,
            variable=variable,
            group=say("(no answer)", lang) if pd.isna(group) else str(group),
            letter=letter,
        )
        for variable, group, letter in zip(cells["variable"], cells["group"], cells["letter"], strict=True)
    ]
    return pd.Series(named, index=cells.index)


def _spread(cells: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, list[str]]:
    """Spread cells: answers down, groups across, the bases of each question above it; say the kind of each row."""
    cells = cells.assign(head=_heads(cells, lang))
    heads = list(cells["head"].drop_duplicates())
    tables, kinds = [], []
    for question, part in cells.groupby("question", sort=False):
        title = say("score", lang) if question == "score" else str(question)
        values = part.pivot_table(
            index="answer", columns="head", values="value", aggfunc="first", sort=False, dropna=False
        )
        values = values.reindex(index=part["answer"].drop_duplicates(), columns=heads)
        bases = part.drop_duplicates("head").set_index("head")[["n", "n_effective"]].T.reindex(columns=heads)
        names = [say("base", lang), say("effective base", lang)]
        answers = [say(SCORE_ROWS[each], lang) if question == "score" else each for each in values.index]
        index = pd.MultiIndex.from_product([[title], [*names, *answers]])
        tables.append(pd.concat([bases.astype(object), values.astype(object)]).set_axis(index))
        by_answer = part.drop_duplicates("answer").set_index("answer")["kind"]
        kinds += ["base", "base", *(by_answer[each] for each in values.index)]
    return pd.concat(tables), kinds
