"""A data frame: one stable sort, then masks."""

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
    newest = frame.sort_values("ts", ascending=False, kind="stable").drop_duplicates("id").sort_values("id")
    numbers = newest[NUMBERS].astype(object).map(to_number).apply(pd.to_numeric, errors="coerce").astype(float)
    sound = numbers[np.isfinite(numbers).all(axis=1)]
    kept = sound[sound["age"].between(0, 120) & sound["label"].isin([0, 1])]
    return kept.to_numpy(), {
        "malformed": len(newest) - len(sound),
        "out_of_range": len(sound) - len(kept),
        "duplicate": len(frame) - len(newest),
    }
