"""Normalises over the queries.

Trap: each column sums to one instead of each row.
Mistake: shapes_assumed
Caught by: oracle/ordinary, oracle/equal-sizes
May also fail: perturb/future, stability/scale, stability/far-scores, edge/small-sizes, edge/types
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    T = Q.shape[2]
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    hidden = np.triu(np.ones((T, T), dtype=bool), 1)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    return weights @ V
