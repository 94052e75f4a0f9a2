"""Plain loops: folds by counting, moments and correlations column by column with math.fsum, the 2x2 ridge system solved by hand. Faults named: 32, 34, 39, 41."""

import math

import numpy as np

BUG_LINES = [32, 34, 39, 41]

IMPACT = [
    "Line 32 takes mean and scale from all coils: the fold to be predicted shapes its own scaling.",
    "Line 34 centres the strength by the mean of all coils: the target of the held-out campaign leaks into the weights.",
    "Line 39 chooses the two columns on all coils: with 400 readings and 60 coils chance winners look excellent; this is most of the illusion.",
    "Line 41 adds the mean strength of all coils to the prediction: the level of the held-out campaign leaks in.",
]


def witness():
    X = np.array([[1.0, 5.0, 2.0], [3.0, 5.0, 1.0], [2.0, 4.0, 7.0], [8.0, 1.0, 3.0]])
    return X, np.array([2.0, 6.0, 1.0, 9.0]), 2


def _mean(values):
    return math.fsum(values) / len(values)


def _fit(rows, target):
    level = _mean(target)
    dy = [v - level for v in target]
    y_varies = max(target) > min(target)
    scaling, strength = [], []
    for column in zip(*rows):
        m = _mean(column)
        dx = [v - m for v in column]
        ss = math.fsum(v * v for v in dx)
        varies = max(column) > min(column)
        scaling.append((m, math.sqrt(ss / len(column)) if varies else 1.0))
        if varies and y_varies:
            cov = math.fsum(a * b for a, b in zip(dx, dy))
            strength.append(abs(cov) / (math.sqrt(ss) * math.sqrt(math.fsum(v * v for v in dy))))
        else:
            strength.append(0.0)
    p, q = sorted(range(len(strength)), key=lambda j: -strength[j])[:2]
    zp = [(r[p] - scaling[p][0]) / scaling[p][1] for r in rows]
    zq = [(r[q] - scaling[q][0]) / scaling[q][1] for r in rows]
    a = math.fsum(v * v for v in zp) + 2.0
    c = math.fsum(v * v for v in zq) + 2.0
    b = math.fsum(u * v for u, v in zip(zp, zq))
    s = math.fsum(u * v for u, v in zip(zp, dy))
    t = math.fsum(u * v for u, v in zip(zq, dy))
    det = a * c - b * b
    wp, wq = (s * c - t * b) / det, (a * t - b * s) / det

    def predict(row):
        return wp * (row[p] - scaling[p][0]) / scaling[p][1] + wq * (row[q] - scaling[q][0]) / scaling[q][1] + level

    return predict


def oof_predictions(X, y, k):
    rows, target = X.tolist(), y.tolist()
    n = len(rows)
    pred = []
    for fold in range(k):
        size = n // k + (1 if fold < n % k else 0)
        first = len(pred)
        predict = _fit(rows[:first] + rows[first + size :], target[:first] + target[first + size :])
        pred.extend(predict(row) for row in rows[first : first + size])
    return np.array(pred)
