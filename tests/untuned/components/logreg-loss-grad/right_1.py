"""Plain loops with math: per applicant the loss is softplus of the wrong-way score, and the error p - y is formed without subtracting from 1, so that
it keeps its relative accuracy even where p rounds to 1."""
import math

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w = [float(v) for v in w]
    b, lam = float(b), float(lam)
    n, d = len(X), len(w)
    losses, gb = [], []
    gw = [[] for _ in range(d)]
    for i in range(n):
        row = [float(v) for v in X[i]]
        z = math.fsum([b] + [row[j] * w[j] for j in range(d)])
        t = -z if y[i] == 1 else z                     # loss = ln(1 + e^t)
        e = math.exp(-abs(t))
        losses.append(max(t, 0.0) + math.log1p(e))
        s = 1.0 / (1.0 + e) if t >= 0 else e / (1.0 + e)
        r = -s if y[i] == 1 else s
        gb.append(r)
        for j in range(d):
            gw[j].append(r * row[j])
    loss = math.fsum(losses) / n + lam / 2.0 * math.fsum(v * v for v in w)
    grad_w = np.array([math.fsum(gw[j]) / n + lam * w[j] for j in range(d)], dtype=np.float64)
    return loss, grad_w, math.fsum(gb) / n
