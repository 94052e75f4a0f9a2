"""Plain loops, rule by rule, one pass per rule. Open point: an integer too large for float64 (say 10**400) is treated as malformed, because the table could only hold it as infinity."""
import math

import numpy as np

FIELDS = ("id", "ts", "age", "amount", "label")


def _number(value):
    """Return a finite float, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            x = float(value.replace(",", ""))
        except ValueError:
            return None
    elif isinstance(value, (int, float)):
        try:
            x = float(value)
        except OverflowError:
            return None
    else:
        return None
    return x if math.isfinite(x) else None


def clean_rows(rows):
    for row in rows:
        for field in FIELDS:
            if field not in row:
                raise ValueError("a row lacks the field " + field)
    counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    parsed = []
    for row in rows:
        age, amount, label = _number(row["age"]), _number(row["amount"]), _number(row["label"])
        if age is None or amount is None or label is None:
            counts["malformed"] += 1
        else:
            parsed.append((row["id"], row["ts"], age, amount, label))
    valid = []
    for rec in parsed:
        if rec[2] < 0 or rec[2] > 120 or rec[4] not in (0.0, 1.0):
            counts["out_of_range"] += 1
        else:
            valid.append(rec)
    best = {}
    for rec in valid:
        old = best.get(rec[0])
        if old is None:
            best[rec[0]] = rec
        else:
            counts["duplicate"] += 1
            if rec[1] > old[1]:
                best[rec[0]] = rec
    X = np.zeros((len(best), 3), dtype=np.float64)
    for i, key in enumerate(sorted(best)):
        X[i] = best[key][2:]
    return X, counts
