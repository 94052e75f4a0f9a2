"""Position by position with einsum over the visible prefix and log-sum-exp weights. Nothing is left open."""
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(x, float) for x in (Q, K, V))
    if Q.ndim != 4 or Q.shape != K.shape or Q.shape != V.shape:
        raise ValueError("need three arrays [B, H, T, D]")
    out = np.empty(Q.shape)
    for t in range(Q.shape[2]):
        s = np.einsum("bhc,bhjc->bhj", Q[:, :, t], K[:, :, : t + 1]) / np.sqrt(Q.shape[3])
        lse = np.logaddexp.reduce(s, axis=-1, keepdims=True)
        out[:, :, t] = np.einsum("bhj,bhjc->bhc", np.exp(s - lse), V[:, :, : t + 1])
    return out
