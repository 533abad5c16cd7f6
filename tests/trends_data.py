"""Small daily surveys, by hand and from the reference, for the tests of what goes through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from golden import HERE, cases, frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


def make_days(days: Sequence[tuple[int, int, int]], *, start: str = "2026-03-02") -> pd.DataFrame:
    """Make responses from a (detractors, passives, promoters) triple a day; 2026-03-02 is a Monday."""
    dates = pd.date_range(start, periods=len(days))
    return pd.DataFrame(
        {
            "score": [score for day in days for score, n in zip((3.0, 7.0, 10.0), day, strict=True) for _ in range(n)],
            "date": dates.repeat([sum(day) for day in days]),
        }
    )


def draw_days(shares: ArrayLike, answers: float, *, seed: int = 0, start: str = "2025-01-01") -> pd.DataFrame:
    """Draw responses: `shares` is an array of shape (days, 3) of true shares, `answers` the mean number a day."""
    rng = np.random.default_rng(seed)
    drawn = [rng.multinomial(rng.poisson(answers), share) for share in np.asarray(shares)]
    return make_days([(int(day[0]), int(day[1]), int(day[2])) for day in drawn], start=start)


def reference_days() -> pd.DataFrame:
    """Return the responses of the reference series: 140 days, a release after day 84."""
    daily = frame("daily_nps.csv")
    counts = daily[["detractors", "passives", "promoters"]].itertuples(index=False, name=None)
    return make_days(list(counts), start=daily["date"].iloc[0])


def industry() -> pd.DataFrame:
    """Return the sample of an industrial firm: 5,000 responses, a release on 2025-09-16 that costs 40 points."""
    sample = pd.read_csv(HERE.parents[1] / "data" / "samples" / "industry_fr.csv", sep=";", encoding="utf-8-sig")
    score = next(column for column in sample.columns if "0 à 10" in column)
    return sample.rename(columns={score: "score", "Date": "date"}).assign(date=lambda s: pd.to_datetime(s["date"]))


def golden(name: str) -> dict[str, Any]:
    """Return what a reference case expects."""
    return next(case["expected"] for case in cases("07_trend") if case["id"] == name)
