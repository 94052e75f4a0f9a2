"""sklearn.mixture.GaussianMixture: predict_proba and score_samples of given parameters"""

import numpy as np
from sklearn.mixture import GaussianMixture


def gmm_estep(X, means, variances, weights):
    X, means, variances = (np.asarray(value, dtype=float) for value in (X, means, variances))
    if np.any(variances <= 0):
        raise ValueError("a variance is not above 0")
    mixture = GaussianMixture(n_components=len(means), covariance_type="diag")
    mixture.means_, mixture.covariances_, mixture.weights_ = means, variances, np.asarray(weights, dtype=float)
    mixture.precisions_cholesky_ = 1.0 / np.sqrt(variances)
    mixture.n_features_in_ = means.shape[1]
    if len(X) == 0:
        return np.zeros((0, len(means))), 0.0
    return mixture.predict_proba(X), float(mixture.score_samples(X).sum())
