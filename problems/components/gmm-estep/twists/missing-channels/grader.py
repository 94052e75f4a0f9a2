"""Gaps: a missing channel leaves no factor in the density of its record."""


def reference(X, means, variances, weights):
    """The definition over the observed channels of each record."""
    X, means, variances, weights = (np.asarray(each) for each in (X, means, variances, weights))
    if not (variances > 0).all():
        raise ValueError("variances must be above 0")
    resp, loglik = np.zeros((len(X), len(means))), mpf(0)
    with mp.workdps(50):
        for i, record in enumerate(X.astype(float)):
            seen = np.flatnonzero(~np.isnan(record))
            joint = [
                mpf(weight) * mp.fprod(_density(*channel) for channel in zip(record[seen], mean, variance, strict=True))
                for mean, variance, weight in zip(
                    means[:, seen].tolist(), variances[:, seen].tolist(), weights.tolist(), strict=True
                )
            ]
            total = mp.fsum(joint)
            resp[i] = [float(q / total) for q in joint]
            loglik += mp.log(total)
        return resp, float(loglik)


def _density(x, mean, variance):
    return mp.exp(-((mpf(float(x)) - mpf(mean)) ** 2) / (2 * mpf(variance))) / mp.sqrt(2 * mp.pi * mpf(variance))


def _gaps(rng, X, share=0.3):
    X[rng.random(X.shape) < share] = np.nan
    return X


def missing_case(rng, i):
    X, means, variances, weights = (ordinary_case, equal_sizes)[i % 2](rng, i)
    return _gaps(rng, X), means, variances, weights


def nothing_observed(rng):
    X, means, variances, weights = _case(rng, 4, 3, 2)
    X[1] = np.nan
    return {
        "one record of four": (X, means, variances, weights),
        "all records": (np.full((2, 2), np.nan), means, variances, weights),
        "one channel, missing": (np.array([[np.nan], [0.3]]), *_mixture(rng, 2, 1)),
        "a mode without weight": (X.copy(), means, variances, np.array([0.4, 0.0, 0.6])),
    }


def missing_far(rng):
    X, means, variances, weights = _case(rng, 4, 3, 3)
    X[0] = [np.nan, 430.0, -390.0]
    X[1] = [-420.0, np.nan, np.nan]
    return {"a frozen channel beside a gap": (X, means, variances, weights)}
