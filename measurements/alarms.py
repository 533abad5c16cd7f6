"""False alarms and days to detect of each rule, beside "compare with last month", by simulated years.

Run `python measurements/alarms.py` for three tables: the rules; the hit rate of `find_shifts` for releases of several
sizes; how often `measure_event` finds an effect on a day on which nothing happened.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from npsanalysis.trends.control import RULES, control_chart
from npsanalysis.trends.events import measure_event
from npsanalysis.trends.series import nps_over_time
from npsanalysis.trends.shifts import find_shifts

USUAL = np.array([0.20, 0.30, 0.50])
"""Detractors, passives and promoters on a usual day: an NPS of +30."""

BASELINE, YEAR = 120, 365
"""Days from which the limits are set, and days watched after them."""

START = pd.Timestamp("2023-01-01")


def simulate(rng: np.random.Generator, days: int, answers: float, drop: float = 0.0, change: int = 0) -> pd.DataFrame:
    """Simulate responses whose expected NPS falls by `drop` points from the day numbered `change` on."""
    hurt = USUAL + drop / 200 * np.array([1, 0, -1])
    shares = np.where(np.arange(days)[:, None] < change, USUAL, hurt)
    counts = np.array([rng.multinomial(n, share) for n, share in zip(rng.poisson(answers, days), shares, strict=True)])
    dates = np.repeat(pd.date_range(START, periods=days), counts.sum(axis=1))
    scores = np.concatenate([np.repeat([3.0, 7.0, 10.0], day) for day in counts])
    return pd.DataFrame({"score": scores, "date": dates})


def alarm_days(responses: pd.DataFrame, rule: str) -> np.ndarray:
    """Return the days after the baseline on which a rule alarms, a spell of alarms counted by its first day."""
    if rule.startswith("month"):
        return month_alarms(responses, at_least=float(rule.rsplit(maxsplit=1)[-1]))
    quiet = (START, START + pd.Timedelta(days=BASELINE - 1))
    chart = control_chart(nps_over_time(responses, "D"), rule, baseline=quiet)
    alarm = chart["alarm"].to_numpy()
    first = alarm & ~np.concatenate([[False], alarm[:-1]])
    day = (chart["start"] - START).dt.days.to_numpy()
    return day[first & (day >= BASELINE)] - BASELINE


def month_alarms(responses: pd.DataFrame, at_least: float) -> np.ndarray:
    """Return the last days of the 30-day months that score at least so many points less than the month before."""
    month = (responses["date"] - START).dt.days // 30
    score = 100 * (responses["score"].ge(9).astype(int) - responses["score"].le(6).astype(int))
    change = score.groupby(month).mean().diff()
    ends = 30 * (change.index[change < -at_least] + 1) - 1
    return ends[ends >= BASELINE + 30].to_numpy() - BASELINE


def measure_rules(years: int) -> pd.DataFrame:
    """Return, for each rule and number of answers, false alarms a year and days until a 10-point drop is seen."""
    rng = np.random.default_rng(7)
    rows = []
    for answers in (20, 50, 200):
        quiet = [simulate(rng, BASELINE + YEAR, answers) for _ in range(years)]
        # The drop falls on a random day of the second month, so that no rule profits from the calendar.
        changes = rng.integers(30, 60, years)
        hurt = [simulate(rng, BASELINE + YEAR, answers, 10, BASELINE + change) for change in changes]
        for rule in (*RULES, "month, any fall 0", "month, a fall of 5"):
            false = np.mean([len(alarm_days(responses, rule)) for responses in quiet])
            waits = []
            for responses, change in zip(hurt, changes, strict=True):
                after = alarm_days(responses, rule) - change
                waits.append(after[after >= 0].min() + 1 if (after >= 0).any() else np.inf)
            rows.append(
                {
                    "answers a day": answers,
                    "rule": rule,
                    "false alarms a year": false,
                    "median days to detect": np.median(waits),
                    "seen within 30 days, %": 100 * np.mean(np.array(waits) <= 30),
                }
            )
    return pd.DataFrame(rows)


def measure_hits(years: int, answers: float = 5000 / 365) -> pd.DataFrame:
    """Return how often a release is found within 3 days, and what `find_shifts` says of it."""
    rng = np.random.default_rng(8)
    rows = []
    for drop in (0, 10, 20, 30, 40):
        hits, held, covered, extra = [], [], [], []
        for _ in range(years):
            change = int(rng.integers(60, YEAR - 60))
            found = find_shifts(nps_over_time(simulate(rng, YEAR, answers, drop, change), "D"))
            away = (found["date"] - START).dt.days.to_numpy() - change
            hits.append(bool((np.abs(away) <= 3).any()))
            extra.append(len(found) - (drop > 0 and len(found) > 0))
            if drop and len(found):
                near = found.iloc[int(np.abs(away).argmin())]
                day = START + pd.Timedelta(days=change)
                held.append(near["low"] <= -drop <= near["high"])
                covered.append(near["date_low"] <= day <= near["date_high"])
        rows.append(
            {
                "drop": drop,
                "found, %": 100 * (len(held) / years if drop else np.mean(np.array(extra) > 0)),
                "within 3 days, %": 100 * np.mean(hits) if drop else np.nan,
                "day in its interval, %": 100 * np.mean(covered) if drop else np.nan,
                "drop in its interval, %": 100 * np.mean(held) if drop else np.nan,
                "false shifts a year": np.mean(extra),
            }
        )
    return pd.DataFrame(rows)


def measure_placebos(years: int) -> pd.DataFrame:
    """Return how often the 95 % interval of `measure_event` misses, where nothing happened and where 40 points fell."""
    rng = np.random.default_rng(9)
    rows = []
    for answers in (5000 / 365, 50):
        for drop in (0, 40):
            when = START + pd.Timedelta(days=180)
            missed = []
            for _ in range(years):
                level = measure_event(simulate(rng, YEAR, answers, drop, 180), when, placebos=[]).iloc[0]
                missed.append(not level["low"] <= -drop <= level["high"])
            rows.append({"answers a day": answers, "drop": drop, "interval misses, %": 100 * np.mean(missed)})
    return pd.DataFrame(rows)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for table in (measure_rules(number), measure_hits(number), measure_placebos(number)):
        print(table.round(2).to_string(index=False), end="\n\n")
