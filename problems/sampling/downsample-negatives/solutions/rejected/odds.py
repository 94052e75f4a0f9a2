"""Goes through odds.

Trap: the odds of a certainty are infinite, and infinity over infinity is no number.
Mistake: edge_cases_late
Caught by: stability/correction, edge/determined
May also fail: loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = keep * p / (1 - p)
        return idx, odds / (1 + odds)
