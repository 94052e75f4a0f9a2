"""Attends to the whole session.

Trap: every position sees the track it should predict.
Mistake: leakage
Caught by: perturb/future, oracle/ordinary
May also fail: oracle/equal-sizes, stability/scale, stability/far-scores, edge/small-sizes, edge/types
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    return weights / weights.sum(axis=3, keepdims=True) @ V
