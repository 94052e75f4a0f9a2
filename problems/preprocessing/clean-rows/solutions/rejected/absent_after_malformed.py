"""Notices an absent field only in rows that were well formed until there.

Trap: the checks stand in the wrong order.
Mistake: edge_cases_late
Caught by: loud/missing-field
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
    drop_counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    kept = {}
    for row in rows:
        numbers = []
        for field in FIELDS:
            if field not in row:
                raise ValueError(f"a row lacks the field {field}")
            if field not in ("id", "ts"):
                numbers.append(finite_number(row[field]))
                if numbers[-1] is None:
                    break
        if None in numbers:
            drop_counts["malformed"] += 1
            continue
        age, amount, label = numbers
        if not 0 <= age <= 120 or label not in (0, 1):
            drop_counts["out_of_range"] += 1
            continue
        if row["id"] in kept:
            drop_counts["duplicate"] += 1
            if row["ts"] <= kept[row["id"]][0]:
                continue
        kept[row["id"]] = (row["ts"], [age, amount, label])

    table = [kept[name][1] for name in sorted(kept)]
    return np.array(table, dtype=float).reshape(len(table), 3), drop_counts
