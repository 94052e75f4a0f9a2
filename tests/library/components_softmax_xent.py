"""scipy.special.log_softmax and softmax"""

import numpy as np
from scipy.special import log_softmax, softmax


def softmax_xent(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    n, c = logits.shape
    if n == 0 or y.shape != (n,) or not ((y >= 0) & (y < c)).all():
        raise ValueError("labels and logits do not fit")
    loss = -log_softmax(logits, axis=1)[np.arange(n), y].mean()
    return float(loss), (softmax(logits, axis=1) - np.eye(c)[y]) / n
