"""The window does not count the position itself.

Trap: the far border moves by one.
Mistake: edge_cases_late
Caught by: edge/windows, oracle/ordinary, perturb/forgotten
May also fail: oracle/equal-sizes, stability/scale, stability/far-scores, edge/small-sizes, edge/types
"""

import numpy as np


def causal_attention(Q, K, V, window):
    Q, K, V = (np.asarray(each, dtype=np.float64) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape or window < 1:
        raise ValueError("one shape [B, H, T, D] and a window of at least 1 are needed")
    steps = np.arange(Q.shape[2])
    age = steps[:, None] - steps
    scores = Q @ np.swapaxes(K, 2, 3) / np.sqrt(Q.shape[3])
    scores = np.where((age >= 0) & (age <= window), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    return weights / weights.sum(axis=3, keepdims=True) @ V
