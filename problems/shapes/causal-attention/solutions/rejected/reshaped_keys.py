"""Brings the keys into the shape of their transpose by reshape.

Trap: reshape keeps the order of memory, so channels and positions are mixed.
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
    scores = Q @ K.reshape(K.shape[0], K.shape[1], K.shape[3], T) / np.sqrt(Q.shape[3])
    hidden = np.triu(np.ones((T, T), dtype=bool), 1)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    weights /= weights.sum(axis=3, keepdims=True)
    return weights @ V
