"""Terse: one signed argument. For label 1 the loss is -log(q), for label 0 -log1p(-q); both are selected by boolean indexing into
one array; checks by shape tuples; np.average raises ZeroDivisionError on zero weights, so that is checked before."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y, float), np.asarray(p, float)
    if isinstance(weights, str):
        if weights != "balanced" or y.ndim != 1 or set(y.tolist()) != {0.0, 1.0}:
            raise ValueError("weights")
        weights = y.size / 2 / np.where(y == 1, (y == 1).sum(), (y == 0).sum())
    w = np.asarray(weights, float)
    if not (y.ndim == p.ndim == w.ndim == 1 and y.size == p.size == w.size) or w.sum() == 0:
        raise ValueError("shapes or weights")
    loss = -np.log1p(-np.clip(p, 1e-15, 1 - 1e-15))
    loss[y == 1] = -np.log(np.clip(p, 1e-15, 1 - 1e-15))[y == 1]
    return float(np.average(loss, weights=w))
