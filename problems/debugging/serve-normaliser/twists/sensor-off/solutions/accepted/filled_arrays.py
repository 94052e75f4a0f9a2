"""Functions instead of a class; the result is allocated and filled half by half."""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Each request was scaled by its own statistics: a ward of one patient became all zeros, so nobody looked ill."]


def witness():
    history = np.array([[60.0, 36.0], [80.0, 38.0]])
    return history, [np.array([[90.0, 40.0]])]


def scale_of(history):
    mean = np.nanmean(history, axis=0)
    std = np.nanstd(history, axis=0)
    return mean, np.where(std == 0, 1.0, std)


def serve(history, requests):
    mean, std = scale_of(history)
    d = len(mean)
    served = []
    for rows in requests:
        out = np.empty((len(rows), 2 * d))
        out[:, :d] = np.nan_to_num(np.clip((rows - mean) / std, -5, 5))
        out[:, d:] = np.isnan(rows)
        served.append(out)
    return served
