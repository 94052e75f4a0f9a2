"""Mistake: the products of int8 inputs are summed in int8 and wrap around; only the scores are cast. Violates "small whole numbers as int8 or int64" with "computed in float64 whatever the type of the inputs". Shows on Q = [12, 12], K = [10, 12], V = [1, 3] as int8, D = 1: the scores of position 1 are 120 and 144, but 144 becomes -112 and the result 1 instead of 3."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = np.asarray(Q), np.asarray(K), np.asarray(V)
    if Q.ndim != 4 or not Q.shape == K.shape == V.shape:
        raise ValueError("shapes")
    if Q.dtype == np.float32:
        Q, K = Q.astype(np.float64), K.astype(np.float64)
    T, D = Q.shape[2], Q.shape[3]
    scores = np.matmul(Q, K.transpose(0, 1, 3, 2)).astype(np.float64) / np.sqrt(D)
    scores[:, :, ~np.tri(T, dtype=bool)] = -np.inf
    w = np.exp(scores - scores.max(axis=3, keepdims=True))
    w /= w.sum(axis=3, keepdims=True)
    return np.matmul(w, V.astype(np.float64))
