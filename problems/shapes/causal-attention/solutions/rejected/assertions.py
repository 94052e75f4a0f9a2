"""Refuses wrong shapes by assertions.

Trap: an assertion is another error than the one promised, and can be switched off.
Mistake: edge_cases_late
Caught by: loud/shapes
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    assert Q.ndim == 4
    assert Q.shape == K.shape == V.shape
    T = Q.shape[2]
    scores = Q @ K.swapaxes(2, 3) / np.sqrt(Q.shape[3])
    hidden = np.triu(np.ones((T, T), dtype=bool), 1)
    scores[:, :, hidden] = -np.inf
    weights = np.exp(scores - scores.max(axis=3, keepdims=True))
    weights /= weights.sum(axis=3, keepdims=True)
    return weights @ V
