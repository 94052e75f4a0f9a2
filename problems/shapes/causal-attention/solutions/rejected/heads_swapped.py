"""Puts heads before sessions to loop over them and forgets to turn the result back where the sizes are equal.

Trap: reshape accepts what should have been transposed.
Mistake: shapes_assumed
Caught by: oracle/ordinary, perturb/neighbours
May also fail: oracle/equal-sizes, stability/scale, edge/small-sizes, edge/types
"""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, dtype=float) for each in (Q, K, V))
    if Q.ndim != 4 or K.shape != Q.shape or V.shape != Q.shape:
        raise ValueError("Q, K and V must have one shape [B, H, T, D]")
    T, D = Q.shape[2:]
    flat = [each.transpose(1, 0, 2, 3).reshape(-1, T, D) for each in (Q, K, V)]
    scores = flat[0] @ flat[1].swapaxes(1, 2) / np.sqrt(D)
    scores[:, np.triu(np.ones((T, T), dtype=bool), 1)] = -np.inf
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    return (weights @ flat[2]).reshape(Q.shape)
