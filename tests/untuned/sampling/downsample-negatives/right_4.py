"""Old-fashioned selection sampling: one pass over the rows, each negative is taken with probability needed / remaining, by a
private RandomState; ascending order comes for free. The tie rule is spelt out instead of using round."""
import math

import numpy as np


def downsample(y, keep, seed, p):
    kappa = float(keep)
    if math.isnan(kappa) or kappa <= 0.0 or kappa > 1.0:
        raise ValueError("keep out of range: %r" % (keep,))
    labels = [int(v) for v in y]
    remaining = sum(1 for v in labels if v != 1)
    product = kappa * remaining
    needed = int(math.floor(product))
    rest = product - needed
    if rest > 0.5 or (rest == 0.5 and needed % 2 == 1):
        needed += 1
    rng = np.random.RandomState(seed)
    idx = []
    for i, v in enumerate(labels):
        if v == 1:
            idx.append(i)
            continue
        if rng.randint(remaining) < needed:
            idx.append(i)
            needed -= 1
        remaining -= 1
    q = np.array([float(v) for v in p], dtype=np.float64)
    return np.array(idx, dtype=int), (kappa * q) / ((1.0 - q) + kappa * q)
