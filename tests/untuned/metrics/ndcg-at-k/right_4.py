"""Per query with a stable argsort of the reversed rows, as numpy has no descending sort. Open point: a query in which nothing is relevant has no nDCG and is left out of the mean; if all queries are like that, the result is 0.0."""
import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    rel, s, q = np.asarray(relevance), np.asarray(scores), np.asarray(query_ids)
    gain = np.array([0.0, 1.0, 3.0, 7.0, 15.0])[rel.astype(int)]
    out = []
    for query in np.unique(q):
        rows = np.flatnonzero(q == query)
        top = min(int(k), len(rows))
        discount = 1.0 / np.log2(np.arange(2, top + 2))
        ideal = np.sort(gain[rows])[::-1][:top] @ discount
        if ideal == 0:
            continue
        backwards = rows[::-1]
        shown = backwards[np.argsort(s[backwards], kind="stable")][::-1]
        out.append((gain[shown[:top]] @ discount) / ideal)
    return float(np.mean(out)) if out else 0.0
