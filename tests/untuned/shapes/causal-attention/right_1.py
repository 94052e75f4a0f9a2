"""Plain loops with math.exp; for every position the greatest visible score is subtracted first. Nothing is left open."""
import math

import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(a).astype(np.float64) for a in (Q, K, V))
    for a in (Q, K, V):
        if a.ndim != 4:
            raise ValueError("arguments must be four-dimensional")
    if Q.shape != K.shape or Q.shape != V.shape:
        raise ValueError("the shapes must be the same")
    B, H, T, D = Q.shape
    out = np.zeros((B, H, T, D), dtype=np.float64)
    root = math.sqrt(D)
    for b in range(B):
        for h in range(H):
            q, k, v = Q[b, h].tolist(), K[b, h].tolist(), V[b, h].tolist()
            for t in range(T):
                s = [sum(x * y for x, y in zip(q[t], k[j])) / root for j in range(t + 1)]
                top = max(s)
                w = [math.exp(x - top) for x in s]
                total = math.fsum(w)
                for c in range(D):
                    out[b, h, t, c] = math.fsum(w[j] * v[j][c] for j in range(t + 1)) / total
    return out
