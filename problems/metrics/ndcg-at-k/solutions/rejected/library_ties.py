"""scikit-learn's measure on exponential gains.

Trap: the gain is right, but rows with equal scores share the mean gain of their positions.
Mistake: edge_cases_late
Caught by: oracle/tied-scores, edge/small-logs
May also fail: edge/narrow-types
"""

import numpy as np
import pandas as pd
from sklearn.metrics import ndcg_score


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "gain": 2.0 ** np.asarray(relevance) - 1.0, "score": scores})
    values = [
        ndcg_score([rows["gain"].to_numpy()], [rows["score"].to_numpy()], k=k)
        if len(rows) > 1
        else float(rows["gain"].iloc[0] > 0)
        for _, rows in log.groupby("query")
    ]
    return float(np.mean(values))
