"""Mistake: row.get turns an absent field into None, which is then merely malformed. Violates "If any row lacks one of the five fields, raise ValueError". Shows on one row without the key amount: no error, malformed is 1."""
import math

import numpy as np


def _num(v):
    if isinstance(v, bool) or not isinstance(v, (int, float, str)):
        return None
    try:
        x = float(str(v).replace(",", "")) if isinstance(v, str) else float(v)
    except (ValueError, OverflowError):
        return None
    return x if math.isfinite(x) else None


def clean_rows(rows):
    counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    best = {}
    for row in rows:
        if "id" not in row or "ts" not in row:
            raise ValueError("a row needs id and ts")
        age = _num(row.get("age"))
        amount = _num(row.get("amount"))
        label = _num(row.get("label"))
        if age is None or amount is None or label is None:
            counts["malformed"] += 1
        elif not 0 <= age <= 120 or label not in (0.0, 1.0):
            counts["out_of_range"] += 1
        elif row["id"] not in best:
            best[row["id"]] = (row["ts"], age, amount, label)
        else:
            counts["duplicate"] += 1
            if row["ts"] > best[row["id"]][0]:
                best[row["id"]] = (row["ts"], age, amount, label)
    X = np.array([best[k][1:] for k in sorted(best)], dtype=np.float64).reshape(-1, 3)
    return X, counts
