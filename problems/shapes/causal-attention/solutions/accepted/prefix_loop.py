"""One position at a time; what it must not see is never touched."""

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = np.array(Q, dtype=float), np.array(K, dtype=float), np.array(V, dtype=float)
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("Q, K and V must have the same four axes")
    out = np.empty_like(V)
    for t in range(Q.shape[2]):
        seen = slice(0, t + 1)
        scores = np.einsum("bhd,bhjd->bhj", Q[:, :, t], K[:, :, seen]) * Q.shape[3] ** -0.5
        log_total = np.logaddexp.reduce(scores, axis=2)
        weights = np.exp(scores - log_total[:, :, None])
        out[:, :, t] = np.einsum("bhj,bhjd->bhd", weights, V[:, :, seen])
    return out
