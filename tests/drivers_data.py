"""Surveys from the reference and with a known truth, for the tests of drivers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

REFERENCE = Path(__file__).parent / "reference"

RATINGS = ["quality", "service", "price", "speed", "ease", "brand"]
"""The drivers of the reference survey."""


def cases(method: str) -> list[Any]:
    """Return the reference cases of a method."""
    found = []
    for name in ("05_key_drivers.json", "09_drivers.json", "10_kda_bootstrap.json"):
        found += json.loads((REFERENCE / name).read_text(encoding="utf-8"))["cases"]
    return [case for case in found if case["method"] == method]


def golden(name: str) -> dict[str, Any]:
    """Return what a reference case expects."""
    found = json.loads((REFERENCE / "05_key_drivers.json").read_text(encoding="utf-8"))["cases"]
    found += json.loads((REFERENCE / "10_kda_bootstrap.json").read_text(encoding="utf-8"))["cases"]
    return dict(next(case["expected"] for case in found if case["id"] == name))


def table_of(case: dict[str, Any]) -> pd.DataFrame:
    """Return the data of a case as responses: its target stretched onto 0-10, which changes no share of R²."""
    frame = pd.read_csv(REFERENCE / case["inputs"]["csv"])
    target = frame.pop(case["inputs"]["target"])
    score = target if target.between(0, 10).all() else 10 * (target - target.min()) / (target.max() - target.min())
    return frame.assign(score=score)


def survey(*, weighted: bool = False) -> pd.DataFrame:
    """Return the reference survey: 912 answers, six ratings from 0 to 10."""
    frame = pd.read_csv(REFERENCE / "survey_synth.csv").rename(columns={"ltr": "score"})
    return frame if weighted else frame.drop(columns="weight")


def noise(seed: int, *, n: int = 300, drivers: int = 6) -> pd.DataFrame:
    """Return a survey in which ratings hang together, as a halo makes them, and nothing moves with the score."""
    rng = np.random.default_rng(seed)
    halo = rng.normal(size=(n, 1))
    ratings = np.clip(np.round(3 + rng.normal(size=(n, drivers)) + halo), 1, 5)
    frame = pd.DataFrame(ratings, columns=[f"d{i}" for i in range(drivers)])
    return frame.assign(score=np.clip(np.round(rng.normal(7.5, 2.2, n)), 0, 10))


def correlated(p: int, seed: int) -> Any:  # noqa: ANN401 -- an array
    """Return the correlations of p drivers, which hang together, and an outcome."""
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(8 * p + 20, p + 1)) + rng.normal(size=(8 * p + 20, 1))
    return np.corrcoef(table.T)
