"""Balanced as the mean of the two class means; otherwise a library average of both cross-entropy terms."""

import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.array(y, dtype=float)
    p = np.array(p, dtype=float)
    p = p.clip(1e-15, 1 - 1e-15)
    losses = -(y * np.log(p) + (1 - y) * np.log1p(-p))
    if isinstance(weights, str):
        failed, quiet = losses[y == 1], losses[y == 0]
        if not (len(failed) and len(quiet)):
            raise ValueError("balanced weights need both labels")
        return (failed.mean() + quiet.mean()) / 2
    return np.average(losses, weights=weights)
