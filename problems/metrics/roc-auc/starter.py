import numpy as np


def roc_auc(y_true, scores):
    """Probability that a random clicked impression is scored above a random unclicked one.

    y_true: [n] labels, 1 = clicked, 0 = not clicked.
    scores: [n] model outputs, higher = more likely to be clicked.
    Returns a float.
    """
    raise NotImplementedError
