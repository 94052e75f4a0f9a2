"""The first row of an application wins, whatever its time.

Trap: a set of ids already seen.
Mistake: no_validation
Caught by: metamorphic/row-order, edge/duplicates, oracle/exports
May also fail: edge/precedence
"""

import math

import numpy as np

FIELDS = ("id", "ts", "age", "amount", "label")


def finite_number(value):
    """The number a field holds, or None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value.replace(",", "") if isinstance(value, str) else value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def clean_rows(rows):
    for row in rows:
        for field in FIELDS:
            if field not in row:
                raise ValueError(f"a row lacks the field {field}")

    drop_counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    kept = {}
    for row in rows:
        age, amount, label = (finite_number(row[field]) for field in ("age", "amount", "label"))
        if age is None or amount is None or label is None:
            drop_counts["malformed"] += 1
            continue
        if not 0 <= age <= 120 or label not in (0, 1):
            drop_counts["out_of_range"] += 1
            continue
        if row["id"] in kept:
            drop_counts["duplicate"] += 1
            continue
        kept[row["id"]] = (row["ts"], [age, amount, label])

    table = [kept[name][1] for name in sorted(kept)]
    return np.array(table, dtype=float).reshape(len(table), 3), drop_counts
