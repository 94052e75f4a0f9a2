"""Planted: the results are written over the caller's readings; they are right."""


def rolling_mean(ts, x, w):
    before = [float(value) for value in x]
    for i, now in enumerate(ts):
        window = [value for stamp, value in zip(ts, before) if now - w < stamp <= now]
        x[i] = sum(window) / len(window)
    return [float(value) for value in x]
