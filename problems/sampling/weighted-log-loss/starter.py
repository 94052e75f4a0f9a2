import numpy as np


def weighted_log_loss(y, p, weights):
    """Weighted mean of the log loss.

    y: labels 0 or 1, [n].
    p: predicted probability of label 1, [n].
    weights: one weight per row, [n], or the text "balanced".
    Returns a float.
    """
    raise NotImplementedError
