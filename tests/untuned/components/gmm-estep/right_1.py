"""Plain loops with math.fsum in the log domain. Open points: an X of no records given as [] is taken for [0, d]; nothing but the variances is validated."""
import math

import numpy as np


def gmm_estep(X, means, variances, weights):
    means = [[float(v) for v in row] for row in means]
    variances = [[float(v) for v in row] for row in variances]
    for row in variances:
        for v in row:
            if not v > 0:
                raise ValueError("variances must be above 0")
    weights = [float(v) for v in weights]
    k, d = len(means), len(means[0])
    n = len(X)
    resp = np.zeros((n, k), dtype=np.float64)
    logs = []
    for i in range(n):
        x = [float(v) for v in X[i]]
        lq = []
        for c in range(k):
            if weights[c] == 0:
                lq.append(-math.inf)
                continue
            terms = [math.log(weights[c])]
            for j in range(d):
                v = variances[c][j]
                terms.append(-0.5 * math.log(2 * math.pi * v))
                delta = x[j] - means[c][j]
                terms.append(-0.5 * delta * delta / v)
            lq.append(math.fsum(terms))
        top = max(lq)
        e = [math.exp(v - top) for v in lq]
        s = math.fsum(e)
        for c in range(k):
            resp[i, c] = e[c] / s
        logs.append(top + math.log(s))
    return resp, float(math.fsum(logs))
