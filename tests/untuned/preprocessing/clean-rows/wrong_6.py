"""Mistake: the label is made an int before it is checked, which truncates. Violates "out_of_range: ... label is neither 0 nor 1". Shows on one row with label 0.7: it is kept as 0."""
import math

import numpy as np


def _num(v):
    if v is None or isinstance(v, bool):
        return None
    try:
        x = float(v.replace(",", "")) if isinstance(v, str) else float(v)
    except (ValueError, OverflowError):
        return None
    return x if math.isfinite(x) else None


def clean_rows(rows):
    for r in rows:
        if not {"id", "ts", "age", "amount", "label"} <= r.keys():
            raise ValueError("missing field")
    counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    best = {}
    for r in rows:
        age, amount, label = (_num(r[f]) for f in ("age", "amount", "label"))
        if age is None or amount is None or label is None:
            counts["malformed"] += 1
            continue
        label = int(label)
        if not 0 <= age <= 120 or label not in (0, 1):
            counts["out_of_range"] += 1
            continue
        if r["id"] in best:
            counts["duplicate"] += 1
            if r["ts"] <= best[r["id"]][0]:
                continue
        best[r["id"]] = (r["ts"], [age, amount, float(label)])
    X = np.array([best[k][1] for k in sorted(best)], dtype=np.float64).reshape(-1, 3)
    return X, counts
