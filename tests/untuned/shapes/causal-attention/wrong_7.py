"""Mistake: scores are clipped to +-500 against overflow, so two large scores become equal. Violates the softmax of the statement for "Scores lie anywhere in |s| <= 1000". Shows on Q = [1, 1], K = [600, 900], V = [1, 3], D = 1: position 1 gives 2 instead of 3."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(a, dtype=np.float64) for a in (Q, K, V))
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("shapes")
    B, H, T, D = Q.shape
    out = np.empty((B, H, T, D))
    for t in range(T):
        s = (K[:, :, : t + 1] @ Q[:, :, t, :, None])[..., 0] / np.sqrt(D)
        e = np.exp(np.clip(s, -500.0, 500.0))
        w = e / e.sum(axis=-1, keepdims=True)
        out[:, :, t] = (w[..., None] * V[:, :, : t + 1]).sum(axis=2)
    return out
