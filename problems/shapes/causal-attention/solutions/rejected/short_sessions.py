"""Builds the mask once, for sessions of up to 64 positions.

Trap: beyond the size at hand nothing is masked.
Mistake: shapes_assumed
Caught by: edge/small-sizes
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    T = Q.shape[2]
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    limit = min(T, 64)
    scores[:, :, :limit, :limit] += np.triu(np.full((64, 64), -np.inf), 1)[:limit, :limit]
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    return weights / weights.sum(axis=3, keepdims=True) @ V
