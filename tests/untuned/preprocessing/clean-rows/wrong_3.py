"""Mistake: with equal ts the later row replaces the earlier one (>=). Violates "with equal ts the one that stands earlier in rows". Shows on two rows K-1 with ts 5 and amounts 10 and 20: 20 is kept."""
import math

import numpy as np


def _num(v):
    if v is None or isinstance(v, bool):
        return math.nan
    try:
        return float(v.replace(",", "")) if isinstance(v, str) else float(v)
    except (ValueError, OverflowError):
        return math.nan


def clean_rows(rows):
    counts = dict.fromkeys(("malformed", "out_of_range", "duplicate"), 0)
    for r in rows:
        if any(f not in r for f in ("id", "ts", "age", "amount", "label")):
            raise ValueError("missing field")
    best = {}
    for r in rows:
        age, amount, label = _num(r["age"]), _num(r["amount"]), _num(r["label"])
        if not (math.isfinite(age) and math.isfinite(amount) and math.isfinite(label)):
            counts["malformed"] += 1
        elif age < 0 or age > 120 or label not in (0.0, 1.0):
            counts["out_of_range"] += 1
        elif r["id"] not in best:
            best[r["id"]] = (r["ts"], (age, amount, label))
        else:
            counts["duplicate"] += 1
            if r["ts"] >= best[r["id"]][0]:
                best[r["id"]] = (r["ts"], (age, amount, label))
    X = np.array([best[k][1] for k in sorted(best)], dtype=np.float64).reshape(-1, 3)
    return X, counts
