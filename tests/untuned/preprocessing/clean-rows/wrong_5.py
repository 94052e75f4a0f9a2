"""Mistake: only NaN counts as malformed, infinities pass. Violates "malformed: age, amount or label is not a finite number" and "NaN and infinities (also as text) are not". Shows on one row with amount "inf": it is kept."""
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
    fields = ("id", "ts", "age", "amount", "label")
    if not all(f in r for r in rows for f in fields):
        raise ValueError("missing field")
    counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    valid = []
    for pos, r in enumerate(rows):
        rec = [_num(r[f]) for f in fields[2:]]
        if any(math.isnan(x) for x in rec):
            counts["malformed"] += 1
        elif rec[0] < 0 or rec[0] > 120 or rec[2] not in (0.0, 1.0):
            counts["out_of_range"] += 1
        else:
            valid.append((r["id"], -r["ts"], pos, rec))
    valid.sort(key=lambda t: t[:3])
    kept, last = [], None
    for key, _, _, rec in valid:
        if kept and key == last:
            counts["duplicate"] += 1
            continue
        kept.append(rec)
        last = key
    return np.array(kept, dtype=np.float64).reshape(-1, 3), counts
