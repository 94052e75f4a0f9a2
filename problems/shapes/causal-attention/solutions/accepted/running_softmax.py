"""Key by key with a running maximum, as blockwise kernels do it."""

import math

import numpy as np


def attend(query, keys, values):
    """Mean of the values, as far as there are keys, weighted for one query."""
    scores = keys @ query / math.sqrt(len(query))
    top, sums = scores[0], np.append(values[0], 1.0)
    for score, value in zip(scores[1:], values[1:]):
        new_top = max([top, score])
        sums = sums * math.exp(top - new_top) + np.append(value, 1.0) * math.exp(score - new_top)
        top = new_top
    return sums[:-1] / sums[-1]


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(each, float) for each in (Q, K, V))
    if Q.ndim != 4 or {Q.shape} != {K.shape, V.shape}:
        raise ValueError("expected three arrays of one shape [B, H, T, D]")
    out = np.empty(Q.shape)
    for b, h, t in np.ndindex(Q.shape[:3]):
        out[b, h, t] = attend(Q[b, h, t], K[b, h, : t + 1], V[b, h])
    return out
