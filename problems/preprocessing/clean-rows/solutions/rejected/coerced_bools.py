"""Leaves everything to `to_numeric`, which reads bools as 0 and 1.

Trap: coercion is generous.
Mistake: edge_cases_late
Caught by: edge/odd-values, oracle/exports
May also fail: hygiene/rows, metamorphic/row-order, metamorphic/unusable-rows
"""

import numpy as np
import pandas as pd

NUMBERS = ["age", "amount", "label"]


def to_number(value):
    return value.replace(",", "") if isinstance(value, str) else value


def clean_rows(rows):
    fields = ["id", "ts", *NUMBERS]
    if any(not row.keys() >= set(fields) for row in rows):
        raise ValueError("every row needs the five fields")
    frame = pd.DataFrame([[row[field] for field in fields] for row in rows], columns=fields)
    for field in NUMBERS:
        values = frame[field].astype(object).map(to_number)
        frame[field] = pd.to_numeric(values, errors="coerce").astype(float)

    sound = frame[np.isfinite(frame[NUMBERS]).all(axis=1)]
    plausible = sound[sound["age"].between(0, 120) & sound["label"].isin([0, 1])]
    newest_first = plausible.sort_values("ts", ascending=False, kind="stable")
    kept = newest_first.drop_duplicates("id").sort_values("id")
    drop_counts = {
        "malformed": len(frame) - len(sound),
        "out_of_range": len(sound) - len(plausible),
        "duplicate": len(plausible) - len(kept),
    }
    return kept[NUMBERS].to_numpy(), drop_counts
