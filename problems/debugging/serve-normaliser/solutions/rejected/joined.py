"""Trap: joins all requests into one matrix: the answer has another form, and nothing cannot be joined.

Mistake: shapes_assumed
Caught by: edge/empty, oracle/ordinary
May also fail: edge/missing, edge/limits, edge/constant
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
        return np.clip(z, -LIMIT, LIMIT)

    def fit_transform(self, rows):
        return self.fit(rows).transform(rows)


def serve(history, requests):
    return Normaliser().fit(history).transform(np.vstack(requests))
