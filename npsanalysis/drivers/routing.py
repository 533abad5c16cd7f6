"""Questions that not everybody was asked: whom an analysis of each driver concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from npsanalysis.drivers.answers import Answers, Rows
    from npsanalysis.drivers.notes import Note

ROUTED_LEAST = 0.05
"""From this share of "not concerned" on, a driver is ranked among those it concerns; below, those few are left out."""


def models_of(answers: Answers, groups: Mapping[str, Sequence[str]]) -> list[tuple[Rows, list[str], list[str]]]:
    """Return each model to fit: the rows it concerns, its players, and those of them it ranks."""
    concerned = {
        name: np.asarray(~answers.routed[list(members)].to_numpy().any(axis=1)) for name, members in groups.items()
    }
    everyone = np.ones(len(answers.scores), dtype=np.bool_)
    models: dict[bytes, tuple[Rows, list[str], list[str]]] = {}
    for name in groups:
        rows = concerned[name] if np.mean(~concerned[name]) >= ROUTED_LEAST else everyone
        members = [each for each in groups if np.mean(~concerned[each][rows]) < ROUTED_LEAST]
        models.setdefault(rows.tobytes(), (rows, members, []))[2].append(name)
    return list(models.values())


def routing_notes(reported: list[str], rows: Rows, n: int) -> list[Note]:
    """Say which drivers are ranked among those they concern only."""
    share = 100 * float(1 - rows.mean())
    return [{"note": "routed", "driver": name, "share": share, "n": n} for name in reported if share]
