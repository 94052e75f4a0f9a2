"""Plain loops over groups of equal scores, counted from the top with Python integers. Open point: a night without findings (also one without scans) has no recall; this version returns 0.0."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).tolist()
    s = np.asarray(scores).tolist()
    n = len(s)
    findings = sum(1 for label in y if label)
    if findings == 0:
        return 0.0
    order = sorted(range(n), key=lambda i: s[i], reverse=True)
    ap = 0.0
    hits = 0
    i = 0
    while i < n:
        t = s[order[i]]
        new = 0
        while i < n and s[order[i]] == t:
            if y[order[i]]:
                new += 1
            i += 1
        hits += new
        ap += (new / findings) * (hits / i)
    return ap
