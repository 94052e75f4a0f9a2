"""Whatever is 0 after the scaling is flagged.

Trap: a reading at the mean of the history is 0 too.
Mistake: edge_cases_late
Caught by: edge/sensors-off
May also fail: edge/constant
"""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Each request was scaled by its own statistics: a ward of one patient became all zeros, so nobody looked ill."]


def witness():
    history = np.array([[60.0, 36.0], [80.0, 38.0]])
    return history, [np.array([[90.0, 40.0]])]


LIMIT = 5.0


class Normaliser:
    def fit(self, rows):
        self.mean = np.nanmean(rows, axis=0)
        constant = np.nanmin(rows, axis=0) == np.nanmax(rows, axis=0)
        self.scale = np.where(constant, 1.0, np.nanstd(rows, axis=0))
        return self

    def transform(self, rows):
        z = (rows - self.mean) / self.scale
        z = np.where(np.isnan(z), 0.0, z)
        return np.hstack([np.clip(z, -LIMIT, LIMIT), z == 0])


def serve(history, requests):
    normaliser = Normaliser().fit(history)
    served = []
    for rows in requests:
        served.append(normaliser.transform(rows))
    return served
