"""Planted: the mean of the log is subtracted from the caller's own readings; the results themselves are right."""


def rolling_mean(ts, x, w):
    readings = [float(value) for value in x]
    level = sum(readings) / len(readings)
    x[:] = [value - level for value in readings]
    means = []
    for now in ts:
        window = [value for stamp, value in zip(ts, readings) if now - w < stamp <= now]
        means.append(sum(window) / len(window))
    return means
