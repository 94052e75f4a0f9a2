"""Plain Python over sessions and heads, with math.fsum."""

import math
from operator import mul

import numpy as np


def head(queries, keys, values, scale):
    rows = []
    for t, query in enumerate(queries):
        scores = [scale * math.fsum(map(mul, query, key)) for key in keys[: t + 1]]
        top = max(scores)
        weights = [math.exp(score - top) for score in scores]
        total = math.fsum(weights)
        rows.append([math.fsum(map(mul, weights, column)) / total for column in zip(*values)])
    return rows


def causal_attention(Q, K, V):
    Q, K, V = np.asarray(Q), np.asarray(K), np.asarray(V)
    if any(each.ndim != 4 or each.shape != Q.shape for each in (Q, K, V)):
        raise ValueError("shapes must be equal and have four axes")
    scale = 1.0 / math.sqrt(Q.shape[3])
    return np.array(
        [[head(q, k, v, scale) for q, k, v in zip(*session)] for session in zip(Q.tolist(), K.tolist(), V.tolist())]
    )
