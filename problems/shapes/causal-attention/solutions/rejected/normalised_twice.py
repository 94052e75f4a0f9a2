"""Softmax over the whole session, then the later weights removed and the rest divided by its sum.

Trap: where a later score towers over the rest, the rest has underflowed to zero before it is normalised.
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
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    weights = weights / weights.sum(axis=3, keepdims=True) * np.tri(T)
    return weights / weights.sum(axis=3, keepdims=True) @ V
