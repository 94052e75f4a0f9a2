"""Missing readings get the mean of the history before scaling; a loop over features."""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Wards were compared with themselves instead of with the history, which hid every common shift."]


def witness():
    return (np.array([[1.0], [3.0]]), [np.array([[9.0], [np.nan]])])


class Feature:
    def __init__(self, column):
        seen = column[~np.isnan(column)]
        self.mean = seen.mean()
        self.scale = seen.std() if np.ptp(seen) > 0 else 1.0

    def apply(self, column):
        filled = np.where(np.isnan(column), self.mean, column)
        return ((filled - self.mean) / self.scale).clip(-5.0, 5.0)


def serve(history, requests):
    features = [Feature(column) for column in history.T]
    served = []
    for rows in requests:
        out = np.empty(rows.shape)
        for j, feature in enumerate(features):
            out[:, j] = feature.apply(rows[:, j])
        served.append(out)
    return served
