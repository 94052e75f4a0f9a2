"""Masks the position itself too, and repairs the empty first row.

Trap: position t sees 0 to t.
Mistake: edge_cases_late
Caught by: oracle/ordinary, edge/small-sizes
May also fail: oracle/equal-sizes, stability/scale, stability/far-scores, edge/types
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    T = Q.shape[2]
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    hidden = np.triu(np.ones((T, T), dtype=bool), 0)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores - np.maximum(scores.max(axis=3, keepdims=True), -1e300))
    weights /= np.maximum(weights.sum(axis=3, keepdims=True), 1e-300)
    return weights @ V
