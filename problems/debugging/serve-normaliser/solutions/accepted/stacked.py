"""All requests in one matrix, scaled at once and cut apart again."""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Scores depended on who else was in the ward; single patients always got the average score."]


def witness():
    history = np.arange(10.0).reshape(5, 2)
    return (history, [history[:1] + 1.0, history[2:]])


def serve(history, requests):
    if not requests:
        return []
    known = ~np.isnan(history)
    count = known.sum(axis=0)
    mean = np.where(known, history, 0.0).sum(axis=0) / count
    deviations = np.where(known, history - mean, 0.0)
    std = np.sqrt((deviations**2).sum(axis=0) / count)
    varies = np.nanmax(history, axis=0) > np.nanmin(history, axis=0)

    stacked = np.concatenate(requests)
    z = (stacked - mean) / np.where(varies, std, 1.0)
    z[np.isnan(stacked)] = 0.0
    z = z.clip(-5.0, 5.0)
    return np.split(z, np.cumsum([len(rows) for rows in requests])[:-1])
