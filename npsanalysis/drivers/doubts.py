"""What makes a ranking of drivers doubtful."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from npsanalysis.drivers.importance import variance_inflation
from npsanalysis.drivers.ratings import scale_of
from npsanalysis.drivers.routing import ROUTED_LEAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from npsanalysis.drivers.answers import Answers
    from npsanalysis.drivers.fits import Fit
    from npsanalysis.drivers.notes import Note

    Floats = NDArray[np.float64]

TWINS = 0.9
"""Correlation from which two drivers say nearly the same."""

COLLINEAR = 10.0
"""Variance inflation from which a driver follows from the others."""

HALO = 0.8
"""Correlation with the score from which a question measures the same attitude."""

NEARLY_CONSTANT = 0.95
"""Share of one and the same rating from which a driver had little chance to show."""

ROWS_PER_DRIVER = 10

_HALO_NAME = re.compile(
    r"recomm?[ae]nd|likel(y|ihood)|intention|repurchase|rebuy|r[ée]ach[ae]t|renew|renouvel|loyal|fid[eé]l|"
    r"overall.satisfaction|satisfaction.(globale|g[eé]n[eé]rale|overall)",
    re.IGNORECASE,
)


def fit_notes(fit: Fit, ranked: pd.DataFrame, answers: Answers, outcome: str) -> list[Note]:
    """Say what the model reaches, and what it leaves open."""
    code = "fit" if outcome == "score" else f"fit_{outcome}"
    notes: list[Note] = [{"note": code, "share": 100 * fit.r_squared, "n": len(answers.scores)}]
    unclear = ranked.loc[~ranked["clear"], "driver"].tolist()
    if ranked["rank"].isna().all():
        notes.append({"note": "nothing"})
    elif unclear:
        notes.append({"note": "unclear", "drivers": ", ".join(unclear)})
    if fit.error > 0:
        notes.append({"note": "sampled", "share": 100 * fit.error})
    return notes


def answer_notes(answers: Answers, complete: Answers, groups: Sequence[Sequence[str]] = ()) -> list[Note]:
    """Say what of the answers makes a ranking doubtful; drivers of one group may say the same."""
    notes: list[Note] = []
    n, total = len(complete.scores), len(answers.scores)
    if n < total:
        left = answers.among(~answers.complete)
        notes.append({"note": "incomplete", "n": total - n, "total": total, "nps_left": left.nps, "nps": complete.nps})
        missing = answers.ratings.isna().mean()
        if missing.max() >= ROUTED_LEAST:
            notes.append({"note": "seldom", "driver": missing.idxmax(), "share": 100 * float(missing.max())})
    names = list(complete.ratings.columns)
    if n < ROWS_PER_DRIVER * len(names):
        notes.append({"note": "few_rows", "n": n, "drivers": len(names)})
    correlations = complete.correlations
    for place, name in enumerate(names):
        values = complete.ratings[name].to_numpy()
        usual = float(np.unique(values, return_counts=True)[1].max() / n)
        if usual >= NEARLY_CONSTANT:
            notes.append({"note": "nearly_constant", "driver": name, "share": 100 * usual})
        with_score = float(correlations[-1, place])
        named = _HALO_NAME.search(str(name)) and scale_of(values) == (0.0, 10.0)
        if abs(with_score) >= HALO or named:
            notes.append({"note": "halo", "driver": name, "r": with_score})
    return notes + _likeness_notes(correlations, names, groups)


def _likeness_notes(correlations: Floats, names: list[str], groups: Sequence[Sequence[str]]) -> list[Note]:
    """Say which drivers say nearly the same as another, or as all others together."""
    notes: list[Note] = []
    grouped = {name: place for place, group in enumerate(groups) if len(group) > 1 for name in group}
    inflation = variance_inflation(correlations)
    for place, name in enumerate(names):
        alike = [names[other] for other in range(len(names)) if abs(correlations[place, other]) >= TWINS]
        for other in alike[: alike.index(name)]:
            if grouped.get(name, name) != grouped.get(other, other):
                r = float(correlations[place, names.index(other)])
                notes.append({"note": "twins", "driver": other, "other": name, "r": r})
        if inflation[place] >= COLLINEAR and len(alike) == 1 and name not in grouped:
            notes.append({"note": "collinear", "driver": name, "vif": float(inflation[place])})
    return notes


def once(notes: list[Note]) -> list[Note]:
    """Leave out notes that were already taken."""
    return [note for place, note in enumerate(notes) if note not in notes[:place]]
