"""scikit-learn's measure, query by query.

Trap: its gain is the judgement itself, it averages over equal scores, and it refuses a query of one row.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, oracle/tied-scores, oracle/uneven-queries, edge/positions, edge/small-logs
May also fail: edge/no-relevant-rows, stability/close-scores, policy/no_relevant, edge/narrow-types
"""

import numpy as np
import pandas as pd
from sklearn.metrics import ndcg_score


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "grade": relevance, "score": scores})
    values = [
        ndcg_score([rows["grade"].to_numpy()], [rows["score"].to_numpy()], k=k) if len(rows) > 1 else 1.0
        for _, rows in log.groupby("query")
    ]
    return float(np.mean(values))
