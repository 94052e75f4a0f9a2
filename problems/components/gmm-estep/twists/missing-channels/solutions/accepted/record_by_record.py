"""One record at a time, cut down to the channels it has."""

import numpy as np


def gmm_estep(X, means, variances, weights):
    X, means, variances = np.array(X, dtype=float), np.array(means, dtype=float), np.array(variances, dtype=float)
    if np.any(variances <= 0):
        raise ValueError("a variance is not above zero")
    with np.errstate(divide="ignore"):
        log_weights = np.log(weights)
    resp, loglik = np.zeros((len(X), len(means))), 0.0
    for i, record in enumerate(X):
        seen = ~np.isnan(record)
        spread = variances[:, seen]
        log_joint = (
            log_weights - np.sum((record[seen] - means[:, seen]) ** 2 / spread + np.log(2 * np.pi * spread), axis=1) / 2
        )
        log_total = np.logaddexp.reduce(log_joint)
        resp[i] = np.exp(log_joint - log_total)
        loglik += log_total
    return resp, float(loglik)
