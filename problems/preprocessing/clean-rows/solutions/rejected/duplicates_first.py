"""Looks for duplicates before anything else.

Trap: `drop_duplicates` is the first thing one does with an export.
Mistake: no_validation
Caught by: edge/precedence, metamorphic/unusable-rows, oracle/exports
May also fail: hygiene/rows, metamorphic/row-order
"""

import numpy as np
import pandas as pd

NUMBERS = ["age", "amount", "label"]


def to_number(value):
    if isinstance(value, bool):
        return np.nan
    return value.replace(",", "") if isinstance(value, str) else value


def clean_rows(rows):
    fields = ["id", "ts", *NUMBERS]
    if any(not row.keys() >= set(fields) for row in rows):
        raise ValueError("every row needs the five fields")
    frame = pd.DataFrame([[row[field] for field in fields] for row in rows], columns=fields)
    for field in NUMBERS:
        values = frame[field].astype(object).map(to_number)
        frame[field] = pd.to_numeric(values, errors="coerce").astype(float)

    newest_first = frame.sort_values("ts", ascending=False, kind="stable")
    single = newest_first.drop_duplicates("id")
    sound = single[np.isfinite(single[NUMBERS]).all(axis=1)]
    kept = sound[sound["age"].between(0, 120) & sound["label"].isin([0, 1])].sort_values("id")
    drop_counts = {
        "malformed": len(single) - len(sound),
        "out_of_range": len(sound) - len(kept),
        "duplicate": len(frame) - len(single),
    }
    return kept[NUMBERS].to_numpy(), drop_counts
