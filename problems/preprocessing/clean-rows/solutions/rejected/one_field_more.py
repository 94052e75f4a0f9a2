"""Takes a row that holds the five fields and nothing else for incomplete.

Trap: `>` between sets asks for a true superset; the export's other fields hide it.
Mistake: edge_cases_late
Caught by: oracle/exports
May also fail: edge/odd-values, edge/numbers-as-text, edge/ranges, edge/precedence, edge/duplicates, edge/empty-tables, metamorphic/row-order, metamorphic/unusable-rows, hygiene/rows
"""

import math

import numpy as np

FIELDS = {"id", "ts", "age", "amount", "label"}


def number(value):
    if isinstance(value, bool) or value is None:
        return math.nan
    try:
        return float(value.replace(",", "") if isinstance(value, str) else value)
    except ValueError:
        return math.nan


def clean_rows(rows):
    if not all(row.keys() > FIELDS for row in rows):
        raise ValueError("a row is incomplete")
    counts = {"malformed": 0, "out_of_range": 0, "duplicate": 0}
    best = {}
    for row in rows:
        values = [number(row[name]) for name in ("age", "amount", "label")]
        if not all(map(math.isfinite, values)):
            counts["malformed"] += 1
        elif not 0 <= values[0] <= 120 or values[2] not in (0, 1):
            counts["out_of_range"] += 1
        else:
            counts["duplicate"] += row["id"] in best
            if row["id"] not in best or row["ts"] > best[row["id"]][0]:
                best[row["id"]] = (row["ts"], values)
    return np.array([best[name][1] for name in sorted(best)], dtype=float).reshape(-1, 3), counts
