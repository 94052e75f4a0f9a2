"""Masks by distance and forgets which side is the future.

Trap: a window is symmetric unless one says otherwise.
Mistake: leakage
Caught by: perturb/future, oracle/ordinary
May also fail: oracle/equal-sizes, stability/scale, stability/far-scores, edge/small-sizes, edge/types,
  edge/windows
"""

import numpy as np


def causal_attention(Q, K, V, window):
    Q, K, V = (np.asarray(each, dtype=np.float64) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape or window < 1:
        raise ValueError("one shape [B, H, T, D] and a window of at least 1 are needed")
    steps = np.arange(Q.shape[2])
    age = steps[:, None] - steps
    scores = Q @ np.swapaxes(K, 2, 3) / np.sqrt(Q.shape[3])
    scores = np.where(np.abs(age) < window, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    return weights / weights.sum(axis=3, keepdims=True) @ V
