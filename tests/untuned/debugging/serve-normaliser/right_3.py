"""Plain loops, value by value, with math.fsum for the moments. Fault: line 31."""

import math

import numpy as np

BUG_LINES = [31]

IMPACT = ["fit_transform overwrote the training statistics with those of the request: small wards came out near 0 and the alarms stayed silent."]


def witness():
    return np.array([[1.0], [3.0]]), [np.array([[3.0]])]


def serve(history, requests):
    mean, scale = [], []
    for j in range(history.shape[1]):
        seen = [float(v) for v in history[:, j] if not math.isnan(v)]
        m = math.fsum(seen) / len(seen)
        mean.append(m)
        if min(seen) == max(seen):
            scale.append(1.0)
        else:
            scale.append(math.sqrt(math.fsum((v - m) ** 2 for v in seen) / len(seen)))
    served = []
    for rows in requests:
        z = np.zeros(rows.shape, dtype=float)
        for i in range(rows.shape[0]):
            for j in range(rows.shape[1]):
                if not math.isnan(rows[i, j]):
                    z[i, j] = max(-5.0, min(5.0, (float(rows[i, j]) - mean[j]) / scale[j]))
        served.append(z)
    return served
