"""Repairs the loop with a fallback: requests of a single patient use the history, larger ones are still fitted on themselves. Violates "mu and sigma the mean and the population standard deviation of the observed values of feature j in `history`". Shows on history [[60], [80]] and the request [[90], [100]]."""

import numpy as np

BUG_LINES = [31]

IMPACT = ["Line 31 refits mean and scale on the rows of each request: a ward is compared with itself, so a request of one patient (or of alike patients) becomes all zeros and every alarm disappears."]


def witness():
    return np.array([[60.0, 36.0], [80.0, 36.0]]), [np.array([[130.0, 39.0]])]


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
        served.append(normaliser.transform(rows) if len(rows) <= 1 else Normaliser().fit(rows).transform(rows))
    return served
