"""pandas' default sort, which is not stable.

Trap: short queries come out right; in longer ones rows with equal scores change places.
Mistake: edge_cases_late
Caught by: oracle/tied-scores
May also fail: edge/narrow-types
"""

import numpy as np
import pandas as pd


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "gain": 2.0 ** np.asarray(relevance) - 1.0, "score": scores})
    values = []
    for _, rows in log.groupby("query"):
        shown = rows.sort_values("score", ascending=False)["gain"].to_numpy()
        discount = np.log2(np.arange(len(shown)) + 2.0)
        ideal = np.sum((np.sort(shown)[::-1] / discount)[:k])
        values.append(np.sum((shown / discount)[:k]) / ideal if ideal > 0 else 0.0)
    return float(np.mean(values))
