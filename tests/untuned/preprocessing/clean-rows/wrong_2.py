"""Mistake: ts goes through float64 (to_numeric with floats), where nanoseconds of today differ only in steps of 256. Violates "the one with the greatest ts is kept". Shows on K-1 with ts 1700000000000000000 and then 1700000000000000001: the earlier row is kept."""
import numpy as np
import pandas as pd


def _num(v):
    if v is None or isinstance(v, bool):
        return np.nan
    try:
        x = float(v.replace(",", "")) if isinstance(v, str) else float(v)
    except (ValueError, OverflowError):
        return np.nan
    return x if np.isfinite(x) else np.nan


def clean_rows(rows):
    for r in rows:
        if not {"id", "ts", "age", "amount", "label"}.issubset(r):
            raise ValueError("missing field")
    values = np.array([[r["ts"], _num(r["age"]), _num(r["amount"]), _num(r["label"])] for r in rows],
                      dtype=np.float64).reshape(-1, 4)
    df = pd.DataFrame(values, columns=["ts", "age", "amount", "label"])
    df["id"] = pd.Series([r["id"] for r in rows], dtype=object)
    n0 = len(df)
    df = df.dropna(subset=["age", "amount", "label"])
    n1 = len(df)
    df = df[df["age"].between(0, 120) & df["label"].isin([0.0, 1.0])]
    n2 = len(df)
    df = df.sort_values("ts", ascending=False, kind="stable").drop_duplicates("id", keep="first")
    df = df.sort_values("id", kind="stable")
    X = df[["age", "amount", "label"]].to_numpy(dtype=np.float64).reshape(-1, 3)
    return X, {"malformed": n0 - n1, "out_of_range": n1 - n2, "duplicate": n2 - len(df)}
