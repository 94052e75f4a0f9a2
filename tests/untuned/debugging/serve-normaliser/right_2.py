"""Functions in place of the class, masked arithmetic; BUG_LINES has one line more than needed (fit_transform, line 23, lets the mistake happen)."""

import numpy as np

BUG_LINES = [31, 23]

IMPACT = ["Each request was scaled by its own mean and deviation instead of those of the training rows, so a single patient always scored as perfectly average."]


def witness():
    rng = np.random.default_rng(3)
    history = rng.normal(80.0, 10.0, (20, 3))
    return history, [history[:2] + 30.0, history[:1]]


def serve(history, requests):
    mean = np.nanmean(history, axis=0)
    varies = np.nanmax(history, axis=0) > np.nanmin(history, axis=0)
    scale = np.ones(history.shape[1])
    scale[varies] = np.nanstd(history, axis=0)[varies]
    served = []
    for rows in requests:
        z = np.zeros(rows.shape)
        seen = ~np.isnan(rows)
        raw = (rows - mean) / scale
        z[seen] = np.minimum(np.maximum(raw[seen], -5.0), 5.0)
        served.append(z)
    return served
