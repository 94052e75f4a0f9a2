"""Mistake: the softmax does not subtract the maximum and overflows from a score of 710 on. Violates "Scores lie anywhere in |s| <= 1000 ... Every entry of the result is right to 1e-8". Shows on Q = [[[[30.0]]]], K = [[[[30.0]]]], V = [[[[1.0]]]]: NaN."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(a, dtype=np.float64) for a in (Q, K, V))
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("shapes")
    T, D = Q.shape[2:]
    s = np.einsum("bhtc,bhjc->bhtj", Q, K) / np.sqrt(D)
    e = np.exp(s) * np.tril(np.ones((T, T)))
    return (e / e.sum(axis=-1, keepdims=True)) @ V
