"""One score beside published ones: the gap, what is known of its error, and whether it means anything."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis.benchmarks.sources import COLLECTED, QUESTION, load_benchmarks
from npsanalysis.errors import ComparabilityWarning, NPSError, UnknownNameError
from npsanalysis.intervals import wald
from npsanalysis.wording import check_language, say

if TYPE_CHECKING:
    from npsanalysis.score import NPSEstimate

LEAST_PEERS = 5
"""Among fewer firms than this a percentile is no more than their list."""


def compare_to_benchmarks(
    estimate: NPSEstimate,
    sector: str,
    *,
    country: str | None = None,
    year: int | None = None,
    collected: str = "own customers",
    lang: str = "en",
) -> pd.DataFrame:
    """Compare a score with the published ones of a sector.

    Parameters
    ----------
    estimate
        The score, as of `nps`.
    sector
        A sector of `load_benchmarks`.
    country, year
        Keep those of one country, of one year.
    collected
        How `estimate` was measured: `own customers`, `panel` or `single study`. Benchmarks measured otherwise are shown
        as not comparable, whatever the gap.
    lang
        Language of the caveats.

    Returns
    -------
    DataFrame
        `reference` (whose score it is), `sector, country, year, unit, population, collected, benchmark` (its NPS),
        `difference, low, high` (ours minus theirs), `error` (`both`: the interval holds the benchmark's own sampling
        error too; `ours`: that is not known, so the interval is too short), `percentile, percentile_low,
        percentile_high, peers` (share of the firms of that country, year and method that score less, where there are
        at least 5), `comparable, caveat, n, n_reference, level, source`. The intervals of both scores are combined by
        the MOVER rule [1]_.

    Warns
    -----
    ComparabilityWarning
        If a benchmark was measured otherwise.

    Raises
    ------
    UnknownNameError
        If there is no such sector, country, year, method or language; the nearest is offered.
    NPSError
        If all that is known of the sector is no NPS.

    References
    ----------
    .. [1] Zou G., Donner A. (2008). Construction of confidence limits about effect measures. Statistics in Medicine
           27(10), 1693-1702. https://doi.org/10.1002/sim.3095

    Examples
    --------
    >>> from npsanalysis import nps_from_counts
    >>> bank = nps_from_counts(60, 100, 140)
    >>> gap = compare_to_benchmarks(bank, "banking (B2B)", country="RU", collected="panel")
    >>> gap[["reference", "benchmark", "difference", "low", "high", "error"]].round(1)
                  reference  benchmark  difference   low  high error
    0  average of B2B banks       26.0         0.7 -10.8  11.7  both
    """
    check_language(lang)
    if collected not in COLLECTED:
        raise UnknownNameError.of("way of measuring", collected, COLLECTED)
    found = _selected(sector, country, year)
    known = found[["promoters", "detractors", "n_value"]].notna().all(axis=1).to_numpy()
    value, low, high = _intervals(found, estimate.level)
    gap = estimate.nps - value
    comparable = (found["method"] == collected).to_numpy()
    compared = pd.DataFrame(
        {
            "reference": found["entity"],
            **{column: found[column] for column in ("sector", "country", "year", "unit", "population")},
            "collected": found["method"],
            "benchmark": value,
            "difference": gap,
            "low": gap - np.hypot(estimate.nps - estimate.low, high - value),
            "high": gap + np.hypot(estimate.high - estimate.nps, value - low),
            "error": np.where(known, "both", "ours"),
            **_percentiles(found, estimate),
            "comparable": comparable,
            "caveat": [_caveat(lang, alike=bool(a), known=bool(k)) for a, k in zip(comparable, known, strict=True)],
            "n": estimate.n,
            "n_reference": found["n_value"].astype("Int64"),
            "level": estimate.level,
            "source": found["source"],
        }
    )
    if not comparable.all():
        warnings.warn(
            f"{int((~comparable).sum())} of {len(compared)} benchmarks were not measured on {collected!r}: such gaps "
            "may come from the way of measuring alone; see the columns comparable and caveat.",
            ComparabilityWarning,
            stacklevel=2,
        )
    return compared.reset_index(drop=True)


def _selected(sector: str, country: str | None, year: int | None) -> pd.DataFrame:
    """Return the NPS benchmarks of a sector, a country and a year."""
    benchmarks = load_benchmarks()
    of_sector = benchmarks[benchmarks["sector"].str.casefold() == str(sector).casefold()]
    if of_sector.empty:
        raise UnknownNameError.of("sector", sector, sorted(benchmarks["sector"].unique()))
    found = of_sector[of_sector["question"] == QUESTION]
    if found.empty:
        raise NPSError(
            f"all that is known of {sector!r} answers another question ({of_sector['question'].iloc[0]}), which is no "
            "NPS; it cannot be compared with one."
        )
    for column, wanted in (("country", country), ("year", year)):
        if wanted is not None:
            kept = found[(found[column].astype(str).str.casefold() == str(wanted).casefold()).fillna(value=False)]
            if kept.empty:
                there = sorted(found[column].dropna().astype(str).unique())
                raise UnknownNameError.of(f"{column} with benchmarks of {sector!r}", str(wanted), there)
            found = kept
    return found


def _intervals(found: pd.DataFrame, level: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the benchmarks and their bounds, in points; both bounds are the benchmark where its error is not known."""
    value = found["nps"].to_numpy(dtype=np.float64)
    promoters, detractors, n = (found[c].to_numpy(dtype=np.float64) for c in ("promoters", "detractors", "n_value"))
    # The published figure stays the centre: its shares are rounded, and its base is large wherever it is known.
    counts = (detractors * n / 100, (100 - promoters - detractors) * n / 100, promoters * n / 100)
    low, high = wald(*counts, level)
    half = np.nan_to_num(100 * (high - low) / 2)
    return value, value - half, value + half


def _percentiles(found: pd.DataFrame, estimate: NPSEstimate) -> dict[str, list[float]]:
    """Return, for each benchmark, the share of its peers that score less than the estimate and its bounds."""
    columns: dict[str, list[float]] = {"percentile": [], "percentile_low": [], "percentile_high": [], "peers": []}
    firms = found[found["unit"] == "firm"]
    for row in found.itertuples():
        same = (firms["country"] == row.country) & (firms["year"] == row.year) & (firms["method"] == row.method)
        peers = firms.loc[same.fillna(value=False), "nps"].to_numpy()
        enough = len(peers) >= LEAST_PEERS
        columns["peers"].append(len(peers))
        for column, score in zip(columns, (estimate.nps, estimate.low, estimate.high), strict=False):
            below = np.mean((peers < score) + (peers == score) / 2) if enough else np.nan
            columns[column].append(100 * float(below))
    return columns


def _caveat(lang: str, *, alike: bool, known: bool) -> str:
    """Say what stands between the gap and a conclusion."""
    said = []
    if not alike:
        said.append(
            say(
                "Measured in another way: surveys that firms run themselves average +32, with a top quartile of +72, "
                "where the best sector of a US panel is at +30. The gap may come from that alone.",
                lang,
            )
        )
    if not known:
        said.append(say("The benchmark's own sampling error is not known: the interval is too short.", lang))
    return " ".join(said)
