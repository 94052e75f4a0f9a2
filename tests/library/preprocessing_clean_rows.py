"""pandas.to_numeric, Series.between and DataFrame.drop_duplicates"""

import numpy as np
import pandas as pd

NUMBERS = ["age", "amount", "label"]


def number(value):
    if isinstance(value, bool):
        return None
    return value.replace(",", "") if isinstance(value, str) else value


def clean_rows(rows):
    fields = ["id", "ts", *NUMBERS]
    if any(field not in row for row in rows for field in fields):
        raise ValueError("a field is missing")
    frame = pd.DataFrame({field: pd.Series([row[field] for row in rows], dtype=object) for field in fields})
    for name in NUMBERS:
        frame[name] = pd.to_numeric(frame[name].map(number), errors="coerce").astype(float)
    finite = frame[np.isfinite(frame[NUMBERS]).all(axis=1)]
    possible = finite[finite["age"].between(0, 120) & finite["label"].isin([0, 1])]
    newest = possible.sort_values("ts", ascending=False, kind="stable").drop_duplicates("id").sort_values("id")
    counts = {
        "malformed": len(frame) - len(finite),
        "out_of_range": len(finite) - len(possible),
        "duplicate": len(possible) - len(newest),
    }
    return newest[NUMBERS].to_numpy(dtype=float), counts
