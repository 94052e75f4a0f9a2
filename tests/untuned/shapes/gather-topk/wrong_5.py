"""Mistake: scores are compared in float32. Violates "Scores are compared exactly as they are given; any difference, however small, decides". Shows on scores [[1.0, 1.0 + 1e-12]], items [[[1], [2]]], k = 1: 1 instead of 2."""
import numpy as np


def gather_topk(scores, items, k):
    s = np.asarray(scores).astype(np.float32)
    x = np.asarray(items).astype(np.float64)
    if s.ndim != 2 or x.ndim != 3 or x.shape[:2] != s.shape:
        raise ValueError("shapes")
    if k not in range(1, s.shape[1] + 1):
        raise ValueError("k")
    order = np.argsort(-s, axis=1, kind="stable")[:, :k]
    return x[np.arange(s.shape[0])[:, None], order]
