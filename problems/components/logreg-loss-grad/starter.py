import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    """Penalised mean log-loss of a scorecard, with its gradient.

    w    [d] coefficients
    b    the intercept, not penalised
    X    [n, d] features, one row per applicant
    y    [n] 1 for a default, else 0
    lam  weight of the penalty, >= 0

    Returns (loss, grad_w, grad_b): a float, a float array [d], a float.
    """
    raise NotImplementedError
