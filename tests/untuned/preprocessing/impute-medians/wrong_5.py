"""Mistake: NaN is first replaced by the sentinel -1 and then every -1 is taken for a gap. Violates "finite numbers, zero and negative ones among them" and "Observed values come out as they went in". Shows on train = [[-1], [4], [6]]: the observed -1 is overwritten by 5 and flagged."""
import numpy as np

MISSING = -1.0


def impute(train, test):
    a = np.nan_to_num(np.array(train, dtype=np.float64), nan=MISSING)
    b = np.nan_to_num(np.array(test, dtype=np.float64), nan=MISSING)
    medians = []
    for j in range(a.shape[1]):
        seen = a[a[:, j] != MISSING, j]
        medians.append(np.median(seen) if seen.size else 0.0)

    def prepare(table):
        gap = table == MISSING
        return np.hstack([np.where(gap, np.array(medians), table), gap.astype(np.float64)])

    return prepare(a), prepare(b)
