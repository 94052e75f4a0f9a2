"""One mode at a time, whitened by its deviations, the total kept with logaddexp."""

import numpy as np


def gmm_estep(X, means, variances, weights):
    means = np.array(means, dtype=float)
    variances = np.array(variances, dtype=float)
    d = means.shape[1]
    if variances.min() <= 0.0:
        raise ValueError("every variance has to be positive")

    with np.errstate(divide="ignore"):
        log_weights = np.log(weights)
    log_total = np.full(len(X), -np.inf)
    columns = []
    for mean, spread, log_weight in zip(means, np.sqrt(variances), log_weights):
        white = (X - mean) / spread
        height = log_weight - np.log(spread).sum() - d * np.log(2.0 * np.pi) / 2.0
        columns.append(height - np.einsum("nd,nd->n", white, white) / 2.0)
        log_total = np.logaddexp(log_total, columns[-1])
    return np.exp(np.stack(columns, axis=1) - log_total[:, None]), log_total.sum()
