"""pandas' groupby.rolling(closed="left") of the payments"""

import numpy as np
import pandas as pd


def entity_features(entity, ts, amount, horizon):
    entity, ts, amount = np.asarray(entity), np.asarray(ts), np.asarray(amount, dtype=float)
    if not len(entity) == len(ts) == len(amount) or horizon < 1:
        raise ValueError("the arguments do not fit")
    log = pd.DataFrame({"entity": entity, "time": pd.to_datetime(ts, unit="s"), "count": 1.0, "amount": amount})
    log = log.sort_values(["entity", "time"], kind="stable")
    windows = log.groupby("entity").rolling(f"{int(horizon)}s", on="time", closed="left")[["count", "amount"]].sum()
    out = np.empty((len(log), 2))
    out[log.index] = windows[["count", "amount"]].fillna(0.0).to_numpy()
    return out
