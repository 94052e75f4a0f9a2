"""One applicant at a time in plain Python, math.fsum and log1p."""

import math

import numpy as np


def one_applicant(score, label):
    """Log-loss and its derivative with respect to the score."""
    against = -score if label else score
    log_loss = max(against, 0.0) + math.log1p(math.exp(-abs(score)))
    wrong = math.exp(against - log_loss)
    return log_loss, -wrong if label else wrong


def logreg_loss_grad(w, b, X, y, lam):
    w, X = np.asarray(w).tolist(), np.asarray(X).tolist()
    scores = [b + math.fsum(x * c for x, c in zip(row, w)) for row in X]
    losses, errors = zip(*(one_applicant(score, label) for score, label in zip(scores, y)))

    n = len(X)
    loss = math.fsum(losses) / n + 0.5 * lam * math.fsum(c * c for c in w)
    grad_w = [math.fsum(e * row[j] for e, row in zip(errors, X)) / n + lam * w[j] for j in range(len(w))]
    return loss, np.array(grad_w), math.fsum(errors) / n
