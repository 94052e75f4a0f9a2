"""Correct: every row is looked at for every row, in plain Python; an empty log gives an empty list."""


def rolling_mean(ts, x, w):
    result = []
    for now in ts:
        window = [float(value) for stamp, value in zip(ts, x) if now - w < stamp <= now]
        result.append(sum(window) / len(window))
    return result
