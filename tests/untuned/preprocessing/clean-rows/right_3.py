"""pandas, with object columns for id and exact int ordering of ts. Open point: an int that overflows float64 is malformed."""
import numpy as np
import pandas as pd

NAMES = ["age", "amount", "label"]


def _read(value):
    if isinstance(value, (bool, type(None))):
        return np.nan
    try:
        x = float(value.replace(",", "") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return np.nan
    return x if np.isfinite(x) else np.nan


def clean_rows(rows):
    for row in rows:
        missing = [f for f in ["id", "ts"] + NAMES if f not in row]
        if missing:
            raise ValueError("missing: " + ", ".join(missing))
    frame = pd.DataFrame({n: np.array([_read(r[n]) for r in rows], dtype=np.float64) for n in NAMES})
    frame["id"] = pd.Series([r["id"] for r in rows], dtype=object)
    frame["ts"] = pd.Series([r["ts"] for r in rows], dtype=object)
    total = len(frame)
    frame = frame[frame[NAMES].notna().all(axis=1)]
    malformed = total - len(frame)
    inside = frame["age"].between(0, 120) & frame["label"].isin([0.0, 1.0])
    out_of_range = int((~inside).sum())
    frame = frame[inside]
    valid = len(frame)
    order = sorted(range(valid), key=lambda i: frame["ts"].iloc[i], reverse=True)
    frame = frame.iloc[order].drop_duplicates("id", keep="first")
    order = sorted(range(len(frame)), key=lambda i: frame["id"].iloc[i])
    X = frame[NAMES].to_numpy(dtype=np.float64)[order].reshape(-1, 3)
    counts = {"malformed": malformed, "out_of_range": out_of_range, "duplicate": valid - len(frame)}
    return X, counts
