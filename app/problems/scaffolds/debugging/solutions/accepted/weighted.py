"""A mean of the batches' means, weighted by their sizes."""

import numpy as np

BUG_LINES = [10, 11]
IMPACT = ["Errors of small districts counted more than those of large ones, so the report followed the smallest batch."]


def witness():
    return ([np.array([2.0]), np.array([0.0, 0.0, 0.0])],)


def mean_error(batches):
    means = [sum(abs(error) for error in errors) / len(errors) for errors in batches]
    return float(np.average(means, weights=[len(errors) for errors in batches]))
