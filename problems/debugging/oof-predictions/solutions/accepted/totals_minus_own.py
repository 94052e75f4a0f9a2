"""Products of the centred table less those of the fold; the weights from the 2 by 2 formula."""

import numpy as np

BUG_LINES = [32, 34, 39, 41]
IMPACT = [
    "Scaling knew the held-out coils, so a campaign that differs from the others never looked unfamiliar.",
    "The two readings were chosen with the held-out strengths: chance agreement passed for predictive power.",
    "The mean strength included the held-out coils, which pulled every prediction towards its own answer.",
]


def witness():
    return np.array([[1.0, 2.0], [3.0, 7.0]]), np.array([10.0, 20.0]), 2


def oof_predictions(X, y, k):
    n, d = X.shape
    table = np.column_stack([X, y])
    table = table - table.mean(axis=0)
    products = table.T @ table
    edges = np.cumsum([0] + [n // k + (fold < n % k) for fold in range(k)])
    pred = np.empty(n)
    for start, end in zip(edges[:-1], edges[1:]):
        own, count = table[start:end], n - (end - start)
        rest = np.vstack([table[:start], table[end:]])
        mean = -own.sum(axis=0) / count
        covariance = (products - own.T @ own) / count - np.outer(mean, mean)
        flat = rest.max(axis=0) == rest.min(axis=0)
        scale = np.sqrt(np.where(flat, 1.0, np.diag(covariance)))
        correlation = covariance / np.outer(scale, scale)
        i, j = np.argsort(-np.abs(correlation[d, :d]))[:2]
        a, b, c = count * correlation[i, i] + 2, count * correlation[i, j], count * correlation[j, j] + 2
        p, q = count * scale[d] * correlation[i, d], count * scale[d] * correlation[j, d]
        first, second = (p * c - q * b) / (a * c - b * b), (a * q - b * p) / (a * c - b * b)
        z = (own[:, :d] - mean[:d]) / scale[:d]
        pred[start:end] = first * z[:, i] + second * z[:, j] + mean[d] + y.mean()
    return pred
