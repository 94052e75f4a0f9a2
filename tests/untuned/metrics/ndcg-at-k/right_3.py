"""pandas groupby with stable descending sorts. Open point: a query without a relevant row gets nDCG 0 and stays in the mean."""
import numpy as np
import pandas as pd


def ndcg_at_k(relevance, scores, query_ids, k):
    frame = pd.DataFrame({
        "q": np.array(query_ids),
        "gain": np.power(2.0, np.array(relevance, dtype=np.float64)) - 1.0,
        "s": np.array(scores),
    })

    def dcg(by):
        f = frame.sort_values(by, ascending=False, kind="stable")
        place = f.groupby("q").cumcount()
        terms = (f["gain"] / np.log2(place + 2)).where(place < k, 0.0)
        return terms.groupby(f["q"]).sum()

    ratio = dcg("s") / dcg("gain")
    return float(ratio.fillna(0.0).mean())
