"""Plain loop over rows with math.log, math.log1p and math.fsum; dimensions are checked through numpy only. Open points: for a
clipped p of 1 - 1e-15, ln(1 - p) is that of the double nearest to 1 - 1e-15 (within the wider tolerance)."""
import math

import numpy as np


def weighted_log_loss(y, p, weights):
    ya, pa = np.asarray(y), np.asarray(p)
    if ya.ndim != 1 or pa.ndim != 1 or len(ya) != len(pa):
        raise ValueError("y and p must be one-dimensional and of equal length")
    labels = [int(v) for v in ya]
    n = len(labels)
    if isinstance(weights, str):
        if weights != "balanced":
            raise ValueError("unknown weights %r" % weights)
        ones = sum(labels)
        zeros = n - ones
        if ones == 0 or zeros == 0:
            raise ValueError("only one label occurs")
        w = [n / (2 * ones) if v == 1 else n / (2 * zeros) for v in labels]
    else:
        wa = np.asarray(weights)
        if wa.ndim != 1 or len(wa) != n:
            raise ValueError("weights must be one-dimensional and as long as y")
        w = [float(v) for v in wa]
    total = math.fsum(w)
    if total == 0:
        raise ValueError("the weights sum to 0")
    parts = []
    for label, prob, weight in zip(labels, pa, w):
        q = min(max(float(prob), 1e-15), 1 - 1e-15)
        loss = -math.log(q) if label == 1 else -math.log1p(-q)
        parts.append(weight * loss)
    return math.fsum(parts) / total
