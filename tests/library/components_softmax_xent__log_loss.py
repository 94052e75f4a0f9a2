"""sklearn.metrics.log_loss of scipy.special.softmax"""

import numpy as np
from scipy.special import softmax
from sklearn.metrics import log_loss


def softmax_xent(logits, y):
    logits, y = np.asarray(logits, dtype=float), np.asarray(y)
    n, c = logits.shape
    if n == 0 or y.shape != (n,) or not ((y >= 0) & (y < c)).all():
        raise ValueError("labels and logits do not fit")
    p = softmax(logits, axis=1)
    loss = log_loss(y, y_proba=p, labels=np.arange(c)) if c > 1 else 0.0
    return float(loss), (p - np.eye(c)[y]) / n
