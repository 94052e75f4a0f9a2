"""Mistake: isinstance(True, int) is true, so booleans pass as numbers. Violates "None, True, False, any other text, NaN and infinities (also as text) are not". Shows on one row with label True: it is kept as 1 instead of counted as malformed."""
import math

import numpy as np


def _num(v):
    if isinstance(v, (int, float)):
        try:
            x = float(v)
        except OverflowError:
            return None
    elif isinstance(v, str):
        try:
            x = float(v.replace(",", ""))
        except ValueError:
            return None
    else:
        return None
    return x if math.isfinite(x) else None


def clean_rows(rows):
    for r in rows:
        for f in ("id", "ts", "age", "amount", "label"):
            if f not in r:
                raise ValueError("missing " + f)
    bad = far = dup = 0
    best = {}
    for r in rows:
        rec = [_num(r["age"]), _num(r["amount"]), _num(r["label"])]
        if None in rec:
            bad += 1
        elif not 0 <= rec[0] <= 120 or rec[2] not in (0, 1):
            far += 1
        else:
            if r["id"] in best:
                dup += 1
                if best[r["id"]][0] >= r["ts"]:
                    continue
            best[r["id"]] = (r["ts"], rec)
    X = np.array([best[k][1] for k in sorted(best)], dtype=float).reshape(-1, 3)
    return X, {"malformed": bad, "out_of_range": far, "duplicate": dup}
