"""Golden values: the cases of `tests/reference/`, and how near to them is near enough."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).parent / "reference"


@lru_cache
def cases(name: str) -> list[dict[str, Any]]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def cases_of(name: str, *methods: str) -> list[dict[str, Any]]:
    return [case for case in cases(name) if case["method"] in methods]


def case_id(case: object) -> str | None:
    return case["id"] if isinstance(case, dict) else None


def frame(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / name)


def assert_near(got: object, expected: object, case: dict[str, Any]) -> None:
    tolerance = case["tolerance"]
    np.testing.assert_allclose(
        np.asarray(got, dtype=float),
        np.asarray(expected, dtype=float),
        atol=tolerance["abs"],
        rtol=tolerance["rel"],
    )


def counts_of(inputs: dict[str, Any]) -> tuple[int, int, int]:
    return inputs["detractors"], inputs["passives"], inputs["promoters"]


def scores_of(detractors: int, passives: int, promoters: int) -> list[int]:
    return [0] * detractors + [7] * passives + [10] * promoters
