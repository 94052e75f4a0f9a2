import numpy as np


def gmm_estep(X, means, variances, weights):
    """Responsibilities of the modes for each record, and the log-likelihood of all records.

    X          [n, d] records
    means      [k, d] one row per mode
    variances  [k, d] one row per mode, above 0
    weights    [k] shares of the modes

    Returns (resp, loglik): a float64 array [n, k] and a float.
    """
    raise NotImplementedError
