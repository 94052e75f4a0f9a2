"""Shares the gains of ties and takes the best order of the shared gains as the ideal.

Trap: the ideal is now too low, and a model that ties everything is perfect.
Mistake: wrong_objective
Caught by: oracle/tied-scores, edge/tie-across-the-cut
May also fail: edge/small-logs, edge/narrow-types
"""

import numpy as np
import pandas as pd


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "gain": 2.0 ** np.asarray(relevance) - 1.0, "score": scores})
    log["gain"] = log.groupby(["query", "score"])["gain"].transform("mean")
    values = []
    for _, rows in log.groupby("query"):
        shown = rows.sort_values("score", ascending=False)["gain"].to_numpy()
        discount = np.log2(np.arange(len(shown)) + 2.0)
        ideal = np.sum((np.sort(shown)[::-1] / discount)[:k])
        values.append(np.sum((shown / discount)[:k]) / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
