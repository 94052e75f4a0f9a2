"""Sorts the judgements downwards by negating them as they are stored. The decision taken: no_relevant=skipped.

Trap: unsigned judgements wrap around, and the best order begins with what is useless.
Mistake: shapes_assumed
Caught by: edge/narrow-types
"""

import numpy as np
import pandas as pd


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "grade": relevance, "score": np.asarray(scores, dtype=float)})
    values = []
    for _, rows in log.groupby("query"):
        discount = np.log2(np.arange(min(k, len(rows))) + 2.0)
        shown = rows.sort_values("score", ascending=False, kind="stable")["grade"].to_numpy()[:k]
        best = -np.sort(-rows["grade"].to_numpy())[:k]
        ideal = np.sum((2.0**best - 1.0) / discount)
        if ideal:
            values.append(np.sum((2.0**shown - 1.0) / discount) / ideal)
    return float(np.mean(values))
