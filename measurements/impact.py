"""How often the 95 % interval of an impact holds the true impact: drawn surveys with a known truth.

Run `python measurements/impact.py`.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from npsanalysis import SmallGroupWarning, impact_by_theme

PROFILES = {
    "middling": (0.2, 0.3, 0.5),
    "unhappy": (0.7, 0.2, 0.1),
    "furious": (0.98, 0.01, 0.01),
    "happy": (0.02, 0.08, 0.9),
}
"""Shares of detractors, passives and promoters of those who mention a theme, or of the others."""

PAIRS = (("middling", "middling"), ("unhappy", "middling"), ("furious", "middling"), ("unhappy", "happy"))
"""Those who mention the theme, and the others."""

DRAWS = 1000


def coverage(n: int, share: float, mentioning: str, others: str, rng: np.random.Generator) -> tuple[float, float]:
    """Return the share of intervals that hold the truth, and their mean width in points."""
    of_mentioning, of_others = np.array(PROFILES[mentioning]), np.array(PROFILES[others])
    truth = 100 * share * ((of_mentioning[2] - of_mentioning[0]) - (of_others[2] - of_others[0]))
    held, widths = [], []
    scores = np.array([0.0, 7.0, 10.0])
    for _ in range(DRAWS):
        named = np.flatnonzero(rng.random(n) < share)
        if not 0 < len(named) < n:
            continue
        drawn = rng.choice(scores, n, p=of_others)
        drawn[named] = rng.choice(scores, len(named), p=of_mentioning)
        responses = pd.DataFrame({"response_id": np.arange(n), "score": drawn, "comment": "x"})
        mentions = pd.DataFrame(
            {"response_id": named, "theme": "t", "label": pd.Series(index=named, dtype="str").array}
        )
        low, high = impact_by_theme(responses, mentions)[["impact_low", "impact_high"]].iloc[0]
        held.append(low <= truth <= high)
        widths.append(high - low)
    return float(np.mean(held)), float(np.mean(widths))


def main() -> None:
    """Print coverage and width for each size of base, share of mentions and pair of profiles."""
    rng = np.random.default_rng(5)
    warnings.simplefilter("ignore", SmallGroupWarning)
    print(f"{'n':>5} {'share':>6}" + "".join(f"{f'{first} / {second}':>24}" for first, second in PAIRS))
    for n in (50, 200, 1000):
        for share in (0.05, 0.2, 0.6):
            cells = [coverage(n, share, *pair, rng) for pair in PAIRS]
            print(f"{n:5} {share:6}" + "".join(f"{f'{held:.3f} ({width:.1f})':>24}" for held, width in cells))


if __name__ == "__main__":
    main()
