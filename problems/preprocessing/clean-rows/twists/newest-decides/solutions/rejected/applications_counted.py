"""Counts applications that were exported again instead of rows.

Trap: rows are dropped, not applications.
Mistake: no_validation
Caught by: edge/withdrawn, edge/duplicates
May also fail: oracle/exports, edge/precedence
"""

import math

import numpy as np

FIELDS = ("id", "ts", "age", "amount", "label")


def finite_number(value):
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value.replace(",", "") if isinstance(value, str) else value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def clean_rows(rows):
    newest = {}
    repeated = set()
    for row in rows:
        for field in FIELDS:
            if field not in row:
                raise ValueError(f"a row lacks the field {field}")
        if row["id"] in newest:
            repeated.add(row["id"])
        if row["id"] not in newest or row["ts"] > newest[row["id"]]["ts"]:
            newest[row["id"]] = row

    drop_counts = {"malformed": 0, "out_of_range": 0, "duplicate": len(repeated)}
    table = []
    for name in sorted(newest):
        age, amount, label = (finite_number(newest[name][field]) for field in ("age", "amount", "label"))
        if None in (age, amount, label):
            drop_counts["malformed"] += 1
        elif not 0 <= age <= 120 or label not in (0, 1):
            drop_counts["out_of_range"] += 1
        else:
            table.append([age, amount, label])
    return np.array(table, dtype=float).reshape(len(table), 3), drop_counts
