"""Terse: the class stays, serve becomes a list comprehension. Fault: line 31."""

import numpy as np

BUG_LINES = [31]

IMPACT = ["Line 31 refits mean and scale on the rows of each request: a ward is compared with itself, so a request of one patient (or of alike patients) becomes all zeros and every alarm disappears."]


def witness():
    return np.arange(12.0).reshape(6, 2), [np.full((1, 2), np.nan), np.ones((3, 2)), np.zeros((0, 2))]


LIMIT = 5.0


class Normaliser:
    """Mean and scale of each feature; missing readings count in neither."""

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
    """One array of scaled rows per request, in the order of the requests."""
    return list(map(Normaliser().fit(history).transform, requests))
