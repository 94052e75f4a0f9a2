"""Mistake: float32 inputs are computed in float32 and only the result is cast. Violates "a new array [B, H, T, D] of float64, computed in float64 whatever the type of the inputs". Shows on random float32 inputs: errors of 1e-7 and more."""
import numpy as np


def causal_attention(Q, K, V):
    arrays = []
    for a in (Q, K, V):
        a = np.asarray(a)
        arrays.append(a if a.dtype.kind == "f" else a.astype(np.float64))
    Q, K, V = arrays
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("shapes")
    T = Q.shape[2]
    s = Q @ K.swapaxes(2, 3) * Q.dtype.type(Q.shape[3] ** -0.5)
    s = np.where(np.tri(T, dtype=bool), s, Q.dtype.type(-np.inf))
    w = np.exp(s - s.max(-1, keepdims=True))
    return (w / w.sum(-1, keepdims=True) @ V).astype(np.float64)
