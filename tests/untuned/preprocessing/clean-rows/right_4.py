"""A classifying generator with Counter and max() over groups; max keeps the first of equal keys, which is the earlier row. Open point: an int too big for a float counts as malformed."""
from collections import Counter, defaultdict
import math

import numpy as np


def parse(v):
    if type(v) is bool or not isinstance(v, (int, float, str)):
        raise ValueError("no number")
    x = float("".join(v.split(","))) if isinstance(v, str) else float(v)
    if not math.isfinite(x):
        raise ValueError("not finite")
    return x


def clean_rows(rows):
    tally = Counter(malformed=0, out_of_range=0, duplicate=0)
    try:
        raw = [(r["id"], r["ts"], (r["age"], r["amount"], r["label"])) for r in rows]
    except KeyError as exc:
        raise ValueError(f"row without {exc}") from None
    groups = defaultdict(list)
    for key, ts, values in raw:
        try:
            age, amount, label = (parse(v) for v in values)
        except (ValueError, OverflowError):
            tally["malformed"] += 1
            continue
        if not (0 <= age <= 120 and (label == 0 or label == 1)):
            tally["out_of_range"] += 1
            continue
        groups[key].append((ts, [age, amount, label]))
    tally["duplicate"] = sum(len(g) - 1 for g in groups.values())
    table = [max(groups[key], key=lambda rec: rec[0])[1] for key in sorted(groups)]
    return np.array(table or np.empty((0, 3)), dtype=np.float64), dict(tally)
