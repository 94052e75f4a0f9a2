"""One pass per fold with plain dictionaries."""
from collections import defaultdict

import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0:
        raise ValueError("m must not be negative")
    encoded = np.empty(len(y))
    for held_out in set(fold):
        sums, counts = defaultdict(float), defaultdict(int)
        total, rows = 0.0, 0
        for c, target, f in zip(cat, y, fold):
            if f != held_out:
                sums[c] += target
                counts[c] += 1
                total += target
                rows += 1
        prior = total / rows
        for i, (c, f) in enumerate(zip(cat, fold)):
            if f == held_out:
                encoded[i] = (sums[c] + m * prior) / (counts[c] + m) if counts[c] else prior
    return encoded
