"""An array of zeros into which the living hypotheses of each utterance are written."""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores, dtype=float), np.asarray(items, dtype=float)
    if items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k is outside [1, N]")
    out = np.zeros((len(scores), k, items.shape[2]))
    for b, row in enumerate(scores):
        living = np.flatnonzero(row != -np.inf)
        best = living[np.argsort(-row[living], kind="stable")][:k]
        out[b, : len(best)] = items[b, best]
    return out
