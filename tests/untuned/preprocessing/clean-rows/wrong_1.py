"""Mistake: duplicates are removed before the range check, so a newer but impossible row pushes out a good one. Violates "duplicate: of the rows left with the same id, the one with the greatest ts is kept". Shows on two rows K-1, ts 1 with age 30 and ts 2 with age 300: nothing is kept instead of one row."""
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
        if any(f not in r for f in ("id", "ts", "age", "amount", "label")):
            raise ValueError("missing field")
    counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    latest = {}
    for r in rows:
        values = [_num(r[f]) for f in ("age", "amount", "label")]
        if None in values:
            counts["malformed"] += 1
            continue
        if r["id"] in latest:
            counts["duplicate"] += 1
            if r["ts"] <= latest[r["id"]][0]:
                continue
        latest[r["id"]] = (r["ts"], values)
    kept = []
    for key in sorted(latest):
        values = latest[key][1]
        if 0 <= values[0] <= 120 and values[2] in (0.0, 1.0):
            kept.append(values)
        else:
            counts["out_of_range"] += 1
    return np.array(kept, dtype=np.float64).reshape(-1, 3), counts
