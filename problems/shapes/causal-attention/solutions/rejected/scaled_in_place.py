"""Scales the queries in place before the product.

Trap: `asarray` makes no copy of a float array, so the caller's queries shrink.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    T = Q.shape[2]
    Q /= np.sqrt(Q.shape[3])
    scores = Q @ K.swapaxes(2, 3)
    hidden = np.triu(np.ones((T, T), dtype=bool), 1)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    weights /= weights.sum(axis=3, keepdims=True)
    return weights @ V
