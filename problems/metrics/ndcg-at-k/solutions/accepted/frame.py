"""pandas: stable sort, position by `cumcount`, sums by query. Policies: no_relevant=zero."""

import numpy as np
import pandas as pd


def discounted_sums(log, k):
    position = log.groupby("query").cumcount()
    gains = (2.0 ** log["grade"] - 1.0) / np.log2(position + 2.0)
    return gains.where(position < k, 0.0).groupby(log["query"]).sum()


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "grade": relevance, "score": scores})
    dcg = discounted_sums(log.sort_values("score", ascending=False, kind="stable"), k)
    ideal = discounted_sums(log.sort_values("grade", ascending=False), k)
    return float((dcg / ideal).fillna(0.0).mean())
