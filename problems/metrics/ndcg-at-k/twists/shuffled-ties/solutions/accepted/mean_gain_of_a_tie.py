"""Mean gains by query and score, put in the places of the gains. Policies: no_relevant=skipped."""

import numpy as np
import pandas as pd


def discounted_sums(log, by, gain, k):
    log = log.sort_values(by, ascending=False)
    position = log.groupby("query").cumcount()
    gains = log[gain].where(position < k, 0.0) / np.log2(position + 2.0)
    return gains.groupby(log["query"]).sum()


def ndcg_at_k(relevance, scores, query_ids, k):
    log = pd.DataFrame({"query": query_ids, "gain": 2.0 ** np.asarray(relevance) - 1.0, "score": scores})
    log["shared"] = log.groupby(["query", "score"])["gain"].transform("mean")
    ideal = discounted_sums(log, "gain", "gain", k)
    expected = discounted_sums(log, "score", "shared", k)
    return float((expected / ideal)[ideal > 0].mean())
