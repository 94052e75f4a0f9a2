import numpy as np


def average_precision(y_true, scores):
    """Average precision of one night's worklist: precision at each distinct score, weighted by the rise in recall.

    y_true: [n] labels, 1 = finding, 0 = none.
    scores: [n] model outputs, higher = more suspicious.
    Returns a float.
    """
    raise NotImplementedError
