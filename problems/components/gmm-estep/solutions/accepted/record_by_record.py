"""Plain Python: one record at a time over the modes that have weight."""

import math

import numpy as np


def log_density(record, mean, variance):
    terms = ((x - m) ** 2 / v + math.log(2.0 * math.pi * v) for x, m, v in zip(record, mean, variance))
    return -math.fsum(terms) / 2.0


def gmm_estep(X, means, variances, weights):
    X, means, variances = np.asarray(X).tolist(), np.asarray(means).tolist(), np.asarray(variances).tolist()
    if any(v <= 0 for row in variances for v in row):
        raise ValueError("variances must be positive")
    resp = np.zeros((len(X), len(means)))
    present = [c for c, weight in enumerate(weights) if weight > 0]
    totals = []
    for i, record in enumerate(X):
        logs = {c: math.log(weights[c]) + log_density(record, means[c], variances[c]) for c in present}
        top = max(logs.values())
        totals.append(top + math.log(math.fsum(math.exp(v - top) for v in logs.values())))
        for c, value in logs.items():
            resp[i, c] = math.exp(value - totals[-1])
    return resp, math.fsum(totals)
