"""Scales the vital signs of each request before the model sees them."""

import numpy as np

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
    normaliser = Normaliser().fit(history)
    served = []
    for rows in requests:
        served.append(normaliser.fit_transform(rows))
    return served
