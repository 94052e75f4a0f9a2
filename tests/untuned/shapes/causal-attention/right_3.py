"""Online softmax: keys are streamed one by one, and running maximum, denominator and numerator are rescaled (as in flash attention). Nothing is left open."""
import numpy as np


def causal_attention(Q, K, V):
    q, k, v = [np.array(a, dtype=np.float64) for a in (Q, K, V)]
    if {q.ndim, k.ndim, v.ndim} != {4} or len({q.shape, k.shape, v.shape}) != 1:
        raise ValueError("shapes do not fit")
    B, H, T, D = q.shape
    top = np.full((B, H, T, 1), -np.inf)
    den = np.zeros((B, H, T, 1))
    num = np.zeros((B, H, T, D))
    for j in range(T):
        seen = slice(j, None)                       # queries j, ..., T - 1 see key j
        s = np.sum(q[:, :, seen] * k[:, :, j:j + 1], axis=-1, keepdims=True) / D ** 0.5
        new = np.maximum(top[:, :, seen], s)
        shrink = np.exp(top[:, :, seen] - new)
        w = np.exp(s - new)
        den[:, :, seen] = den[:, :, seen] * shrink + w
        num[:, :, seen] = num[:, :, seen] * shrink + w * v[:, :, j:j + 1]
        top[:, :, seen] = new
    return num / den
