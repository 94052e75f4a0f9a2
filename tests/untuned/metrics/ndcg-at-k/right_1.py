"""Plain loops over a dictionary of queries; Python's sort is stable, also with reverse=True. Open point: a query whose judgements are all 0 has IDCG = 0; its nDCG is taken as 0.0 and it counts in the mean."""
import math

import numpy as np


def ndcg_at_k(relevance, scores, query_ids, k):
    rel = np.asarray(relevance).tolist()
    sco = np.asarray(scores).tolist()
    qid = np.asarray(query_ids).tolist()
    queries = {}
    for i in range(len(qid)):
        queries.setdefault(qid[i], []).append(i)

    def dcg(judgements):
        total = 0.0
        for i in range(1, min(k, len(judgements)) + 1):
            total += (2 ** int(judgements[i - 1]) - 1) / math.log2(i + 1)
        return total

    values = []
    for rows in queries.values():
        shown = sorted(rows, key=lambda i: sco[i], reverse=True)
        best = dcg(sorted((rel[i] for i in rows), reverse=True))
        values.append(dcg([rel[i] for i in shown]) / best if best > 0 else 0.0)
    return float(sum(values) / len(values))
