"""Python sorts the hypotheses of each utterance; states are copied one by one."""

import numpy as np


def gather_topk(scores, items, k):
    scores, items = np.asarray(scores), np.asarray(items, dtype=float)
    if items.shape[:2] != scores.shape:
        raise ValueError("shapes do not fit")
    utterances, hypotheses, size = items.shape
    if k < 1 or k > hypotheses:
        raise ValueError("k is outside [1, N]")
    out = np.empty((utterances, k, size))
    for b in range(utterances):
        values = scores[b].tolist()
        best = sorted(range(hypotheses), key=lambda j: values[j], reverse=True)[:k]
        for rank, j in enumerate(best):
            out[b, rank] = items[b, j]
    return out
