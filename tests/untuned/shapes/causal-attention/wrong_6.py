"""Mistake: only positions and channels are compared; a K and V with a single head are broadcast over all heads. Violates "Raise ValueError ... if the three shapes are not the same". Shows on Q of shape (1, 2, 3, 4) with K and V of shape (1, 1, 3, 4)."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(a, dtype=np.float64) for a in (Q, K, V))
    if not (Q.ndim == K.ndim == V.ndim == 4):
        raise ValueError("four dimensions expected")
    T, D = Q.shape[2:]
    if K.shape[2:] != (T, D) or V.shape[2:] != (T, D):
        raise ValueError("positions or channels differ")
    s = Q @ K.swapaxes(-1, -2) / np.sqrt(D)
    s = np.where(np.tri(T, dtype=bool), s, -np.inf)
    s = s - s.max(axis=-1, keepdims=True)
    w = np.exp(s)
    return (w @ V) / w.sum(axis=-1, keepdims=True)
