"""Another algorithm: a permutation of the negatives, of which the tail is dropped through a mask; the correction by odds,
1 / (1 + (1 - p) / (keep p)), with p = 0 going through infinity on purpose."""
import numpy as np


def downsample(y, keep, seed, p):
    kappa = float(keep)
    if not (kappa > 0 and kappa <= 1):
        raise ValueError("the share must lie in (0, 1]")
    mask = np.asarray(y) == 1
    mask = np.array(mask, dtype=bool).reshape(len(y))
    neg = np.flatnonzero(~mask)
    order = np.random.default_rng(seed).permutation(neg.size)
    mask[neg[order[: int(np.rint(kappa * neg.size))]]] = True
    q = np.asarray(p, dtype=np.float64)
    with np.errstate(divide="ignore", over="ignore"):
        out = 1.0 / (1.0 + (1.0 - q) / (kappa * q))
    return np.flatnonzero(mask), np.array(out, dtype=np.float64)
