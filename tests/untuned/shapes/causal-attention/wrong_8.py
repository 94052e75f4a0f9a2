"""Mistake: the queries are scaled in place, in the caller's array when Q is float64. Violates "The arguments stay as they are. They may be nested lists, read-only or views". Shows on Q = np.ones((1, 1, 1, 4)): afterwards it holds 0.5."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(a, dtype=np.float64) for a in (Q, K, V))
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("shapes")
    T, D = Q.shape[-2:]
    Q /= np.sqrt(D)
    s = np.einsum("...tc,...jc->...tj", Q, K)
    s = np.where(np.arange(T)[None, :] <= np.arange(T)[:, None], s, -np.inf)
    w = np.exp(s - s.max(axis=-1, keepdims=True))
    w = w / w.sum(axis=-1, keepdims=True)
    return np.einsum("...tj,...jc->...tc", w, V)
