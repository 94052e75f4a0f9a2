"""Mistake: the parsed numbers are written back into the caller's dicts (list(rows) is a shallow copy). Violates "rows belongs to the caller: leave the list and its dicts as they are". Shows on a row with amount "1,234.5": afterwards the dict holds 1234.5."""
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
    rows = list(rows)
    for r in rows:
        if any(f not in r for f in ("id", "ts", "age", "amount", "label")):
            raise ValueError("missing field")
    total = len(rows)
    for r in rows:
        for f in ("age", "amount", "label"):
            r[f] = _num(r[f])
    rows = [r for r in rows if None not in (r["age"], r["amount"], r["label"])]
    malformed = total - len(rows)
    inside = [r for r in rows if 0 <= r["age"] <= 120 and r["label"] in (0, 1)]
    out_of_range = len(rows) - len(inside)
    inside_sorted = sorted(inside, key=lambda r: -r["ts"])
    best = {}
    for r in inside_sorted:
        best.setdefault(r["id"], r)
    X = np.array([[best[k]["age"], best[k]["amount"], best[k]["label"]] for k in sorted(best)], dtype=np.float64)
    return X.reshape(-1, 3), {"malformed": malformed, "out_of_range": out_of_range, "duplicate": len(inside) - len(best)}
