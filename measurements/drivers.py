"""How long exact LMG takes, against pingouin; how far sampled orders lie off; how often noise has a clear driver.

Run `python measurements/drivers.py`; `--pingouin-most 16` spares the minutes that pingouin takes for 18 and 20 drivers.
Pingouin is installed for this measurement only: `pip install pingouin`.
"""

from __future__ import annotations

import argparse
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from npsanalysis import rank_drivers
from npsanalysis.drivers.importance import lmg, lmg_sampled, r_squared

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ANSWERS = 1000


def survey(p: int, seed: int = 0) -> Floats:
    """Draw a table of p drivers that hang together, and an outcome as its last column."""
    rng = np.random.default_rng(seed)
    drivers = rng.normal(size=(ANSWERS, p)) + rng.normal(size=(ANSWERS, 1))
    outcome = drivers @ rng.uniform(0, 1, p) + rng.normal(0, np.sqrt(p), ANSWERS)
    return np.column_stack([drivers, outcome])


def seconds(task: Callable[[], object]) -> float:
    """Time a task once."""
    start = perf_counter()
    task()
    return perf_counter() - start


def print_times(pingouin_most: int) -> None:
    """Print the time of exact LMG by number of drivers."""
    import pingouin

    print("Exact LMG, seconds\n drivers  npsanalysis  pingouin  largest difference")
    for p in (8, 10, 12, 14, 16, 18, 20, 22, 24, 25):
        table = survey(p)
        correlations = np.corrcoef(table.T)
        ours = seconds(lambda matrix=correlations: lmg(matrix))
        theirs, gap = float("nan"), abs(lmg(correlations).sum() - r_squared(correlations)) if p < 22 else float("nan")
        if p <= pingouin_most:
            start = perf_counter()
            fitted = pingouin.linear_regression(table[:, :-1], table[:, -1], relimp=True)
            theirs = perf_counter() - start
            gap = np.abs(fitted["relimp"].to_numpy()[1:] - lmg(correlations)).max()
        print(f"{p:8d} {ours:12.4f} {theirs:9.2f} {gap:19.1e}", flush=True)


def print_sampling() -> None:
    """Print the error of sampled orders, against the exact parts and against what is reported."""
    print("\nSampled orders (2000 pairs), in percent of R²\n drivers  seconds  largest error  reported standard error")
    for p in (12, 16, 20, 24):
        correlations = np.corrcoef(survey(p).T)
        parts, error = lmg_sampled(correlations)
        whole = 100 / float(r_squared(correlations))
        took = seconds(lambda matrix=correlations: lmg_sampled(matrix))
        print(f"{p:8d} {took:8.2f} {whole * np.abs(parts - lmg(correlations)).max():14.2f} {whole * error.max():24.2f}")
    took = seconds(lambda: lmg_sampled(np.corrcoef(survey(40).T)))
    print(f"{40:8d} {took:8.2f} {'-':>14}")


def print_rankings() -> None:
    """Print how long a ranking with its bootstrap takes."""
    print("\nrank_drivers with 1000 resamples of 1000 answers, seconds\n drivers    score  promoter")
    for p in (6, 10, 14, 20, 30):
        table = survey(p)
        names = [f"d{i}" for i in range(p)]
        outcome = table[:, -1]
        score = np.round(10 * (outcome - outcome.min()) / np.ptp(outcome))
        frame = pd.DataFrame(table[:, :-1], columns=names).assign(score=score)
        linear = seconds(lambda frame=frame, names=names: rank_drivers(frame, names))
        logistic = float("nan")
        if p <= 10:
            frame["score"] = np.where(outcome > np.median(outcome), 10, 5)
            logistic = seconds(lambda frame=frame, names=names: rank_drivers(frame, names, outcome="promoter"))
        print(f"{p:8d} {linear:8.2f} {logistic:9.2f}", flush=True)


def print_false_alarms(surveys: int = 300) -> None:
    """Print how often pure noise has a clear driver, where 5 % is what is promised at most."""
    print(f"\nShare of {surveys} surveys of pure noise with a clear driver (six ratings that hang together)")
    for n in (40, 100, 400):
        for outcome in ("score", "promoter"):
            alarms = 0
            for seed in range(surveys):
                rng = np.random.default_rng(seed)
                ratings = np.clip(np.round(3 + rng.normal(size=(n, 6)) + rng.normal(size=(n, 1))), 1, 5)
                frame = pd.DataFrame(ratings, columns=list("abcdef"))
                frame["score"] = np.clip(np.round(rng.normal(7.5, 2.2, n)), 0, 10)
                alarms += rank_drivers(frame, list("abcdef"), outcome=outcome, bootstrap=0)["clear"].any()
            print(f"n = {n:4d}, {outcome:8s} {100 * alarms / surveys:5.1f} %")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pingouin-most", type=int, default=20)
    print_times(parser.parse_args().pingouin_most)
    print_sampling()
    print_rankings()
    print_false_alarms()
