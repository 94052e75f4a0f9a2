"""By class: "balanced" is the plain average of the two class means of the loss (algebraically the same), weights per row go
through np.average on two disjoint index sets. Losses of the two labels are computed separately and never mixed up by arithmetic."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y), np.array(p, dtype=float)
    for a in (y, p):
        if a.ndim != 1:
            raise ValueError("one-dimensional arguments expected")
    if y.size != p.size:
        raise ValueError("lengths differ")
    p = p.clip(1e-15, 1 - 1e-15)
    hit, miss = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    l1, l0 = -np.log(p[hit]), -np.log1p(-p[miss])
    if isinstance(weights, str):
        if weights != "balanced" or hit.size == 0 or miss.size == 0:
            raise ValueError("weights: unknown text, or only one label to balance")
        return float(0.5 * l1.mean() + 0.5 * l0.mean())
    w = np.array(weights, dtype=float)
    if w.ndim != 1 or w.size != y.size:
        raise ValueError("one weight per row expected")
    if not w.sum() > 0:
        raise ValueError("weights sum to 0")
    return float((w[hit] @ l1 + w[miss] @ l0) / w.sum())
