"""An object that learns and applies. Policies: no_training_rows=raise."""

import numpy as np


class Centre:
    def fit(self, rows):
        if rows.size == 0:
            raise ValueError("nothing to learn from")
        self.mean = np.average(rows, axis=0)
        return self

    def apply(self, rows):
        return np.subtract(rows, self.mean, dtype=float)


def centre(train, test):
    learnt = Centre().fit(np.asarray(train))
    return learnt.apply(train), learnt.apply(test)
