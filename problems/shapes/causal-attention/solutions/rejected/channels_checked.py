"""Checks that the channels fit and nothing else.

Trap: the other axes may still broadcast, or be of another length.
Mistake: shapes_assumed
Caught by: loud/shapes
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or Q.shape[-1] != K.shape[-1] or K.shape[-2] != V.shape[-2]:
        raise ValueError("shapes do not fit")
    T = Q.shape[2]
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    hidden = np.triu(np.ones((T, T), dtype=bool), 1)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    weights /= weights.sum(axis=3, keepdims=True)
    return weights @ V
