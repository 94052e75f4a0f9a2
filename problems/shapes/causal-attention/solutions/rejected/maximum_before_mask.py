"""Subtracts the maximum of each row before the later positions are masked.

Trap: the maximum may be one that does not count.
Mistake: leakage
Caught by: stability/far-scores
May also fail: stability/scale
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    T = Q.shape[2]
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    hidden = np.triu(np.ones((T, T), dtype=bool), 1)
    scores = scores - scores.max(axis=3, keepdims=True)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores)
    weights /= weights.sum(axis=3, keepdims=True)
    return weights @ V
