"""Mistake: an ascending stable argsort is read backwards, which turns ties round. Violates "Of equal scores, also of infinite ones, the hypothesis with the lower index comes first". Shows on scores [[1.0, 1.0]], items [[[1], [2]]], k = 1: 2 instead of 1."""
import numpy as np


def gather_topk(scores, items, k):
    scores = np.asarray(scores)
    items = np.asarray(items)
    if scores.ndim != 2 or items.ndim != 3 or items.shape[:2] != scores.shape:
        raise ValueError("shapes")
    if not 1 <= k <= scores.shape[1]:
        raise ValueError("k must lie in [1, N]")
    order = np.argsort(scores, axis=1, kind="stable")[:, ::-1][:, :k]
    rows = np.arange(len(scores))[:, None]
    return items[rows, order].astype(np.float64)
