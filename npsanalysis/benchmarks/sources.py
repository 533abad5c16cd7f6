"""The published scores and the interpretation bands that come with the package, each with its source."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd

QUESTION = "recommendation"
"""What a benchmark must have been asked: a score of satisfaction is no NPS."""

COLLECTED = ("panel", "own customers", "single study")
"""How a benchmark was measured: people of a panel, customers asked by their own supplier, one study by itself."""


def load_benchmarks() -> pd.DataFrame:
    """Load the published scores that come with the package.

    Returns
    -------
    DataFrame
        `entity, nps, promoters, detractors, n_value, n_survey, question, sector, country, year, population, method,
        source, unit`, a row a figure. `n_value` is the base of the figure itself, `n_survey` that of the whole
        survey, which is no base for one firm of it; `method` is `panel`, `own customers` or `single study`; `unit` is
        `firm`, `average`, `group` (of people) or `quantile`. A `question` other than `recommendation` stands there as
        a caution and is never compared with.

    Examples
    --------
    >>> benchmarks = load_benchmarks()
    >>> benchmarks.loc[benchmarks["n_value"].notna(), ["entity", "nps", "n_value", "year"]].head(1)
                      entity   nps  n_value  year
    11  average of B2B banks  26.0    500.0  2015
    """
    return _read("benchmarks.tsv").astype({"year": "Int64", "nps": np.float64})


def load_bands() -> pd.DataFrame:
    """Load the interpretation bands in use, each with its author.

    They are kept half-open: a band holds `low` and not `high`, except 100 and a band that is one number. Where an
    author's bands share a border, the upper one holds it; where they leave a gap, no band holds what lies there.

    Returns
    -------
    DataFrame
        `author, low, high, reading, gap`, by author in order of `low`; `gap` is the distance in points to the author's
        next band (0: it begins where this one ends; missing: this is the last one).

    Examples
    --------
    >>> load_bands().loc[lambda bands: bands["author"].str.contains("Gowen"), ["low", "high", "gap"]]
       low  high  gap
    0 -100     0  1.0
    1    1    30  1.0
    2   31    50  0.0
    3   50    70  1.0
    4   71   100  NaN
    """
    bands = _read("bands.tsv")
    order = bands["author"].drop_duplicates().tolist()
    bands = bands.sort_values(
        ["author", "low"], key=lambda column: column.map(order.index) if column.name == "author" else column
    )
    bands = bands.reset_index(drop=True)
    return bands.assign(gap=bands.groupby("author")["low"].shift(-1) - bands["high"])


def _read(name: str) -> pd.DataFrame:
    with files("npsanalysis.benchmarks").joinpath(name).open(encoding="utf-8") as source:
        return pd.read_csv(source, sep="\t")
