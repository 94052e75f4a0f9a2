"""Mistake: hidden scores are replaced by -1000 instead of minus infinity, which is not small where the visible ones are near -1000 themselves. Violates "position t attends to the positions 0, ..., t" with "Scores lie anywhere in |s| <= 1000". Shows on Q = [-1, 1], K = [1000, 1000], V = [1, 3], D = 1: position 0 gives 2 instead of 1."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(a, dtype=np.float64) for a in (Q, K, V))
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("shapes")
    T, D = Q.shape[-2:]
    s = Q @ np.transpose(K, (0, 1, 3, 2)) / np.sqrt(D)
    hidden = np.triu(np.ones((T, T), dtype=bool), k=1)
    s[..., hidden] = -1e3
    s = np.exp(s - np.max(s, axis=-1, keepdims=True))
    return (s / np.sum(s, axis=-1, keepdims=True)) @ V
