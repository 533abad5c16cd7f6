"""Columns that name the three categories, and how they agree with scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from npsanalysis.reading.matching import fold
from npsanalysis.reading.values import tidy
from npsanalysis.reading.vocabulary import LABELS

CODES = ({"-100": "detractor", "0": "passive", "100": "promoter"}, {"-1": "detractor", "0": "passive", "1": "promoter"})
"""Numbers that stand for the categories, so that their mean is the NPS."""


def labels_in(column: pd.Series) -> pd.Series | None:
    """Return the categories a column names (promoter, passive, detractor), or None where it names something else."""
    found = {text: LABELS.get(fold(tidy(text))) for text in pd.unique(column)[:50] if text.strip()}
    known = sum(label is not None for label in found.values())
    return column.map(found) if known and known >= 0.7 * len(found) else None


def agreement(values: np.ndarray, labels: pd.Series) -> tuple[int, int, int]:
    """Count the rows where scores and labels can be compared, agree, and would agree on the reversed scale."""
    both = ~np.isnan(values) & labels.notna().to_numpy(dtype=bool)
    named = labels.to_numpy(dtype=object)[both]
    return (
        int(both.sum()),
        int((_category(values[both]) == named).sum()),
        int((_category(10 - values[both]) == named).sum()),
    )


def _category(values: np.ndarray) -> np.ndarray:
    return np.where(values <= 6, "detractor", np.where(values < 9, "passive", "promoter")).astype(object)


def codes_in(column: pd.Series) -> pd.Series | None:
    """Return the categories a column gives as -100, 0, 100 or as -1, 0, 1, or None where it holds something else."""
    met = {text: tidy(text).removesuffix(".0") for text in pd.unique(column)[:50] if text.strip()}
    for codes in CODES:
        if {min(codes), max(codes)} <= set(met.values()) <= set(codes):
            return column.map({text: codes[code] for text, code in met.items()})
    return None
