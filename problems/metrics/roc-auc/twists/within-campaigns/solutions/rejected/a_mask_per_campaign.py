"""The table is searched anew for every campaign.

Trap: with thousands of campaigns this is quadratic.
Mistake: early_optimisation
Caught by: growth/rows
"""

from bisect import bisect_left, bisect_right

import numpy as np


def validated(y_true, scores, campaign):
    y_true, scores, campaign = np.asarray(y_true), np.asarray(scores, dtype=float), np.asarray(campaign)
    if y_true.ndim != 1 or not y_true.shape == scores.shape == campaign.shape:
        raise ValueError("y_true, scores and campaign must be vectors of one length")
    if not np.isin(y_true, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")
    if np.isnan(scores).any():
        raise ValueError("scores contain NaN")
    return y_true == 1, scores, campaign


def roc_auc(y_true, scores, campaign):
    clicked, scores, campaign = validated(y_true, scores, campaign)
    rows = list(zip(campaign.tolist(), scores.tolist(), clicked.tolist()))

    points, pairs = 0.0, 0
    for wanted in np.unique(campaign).tolist():
        others = sorted(score for name, score, click in rows if name == wanted and not click)
        clicks = [score for name, score, click in rows if name == wanted and click]
        wins = sum(bisect_left(others, score) for score in clicks)
        wins_and_ties = sum(bisect_right(others, score) for score in clicks)
        points += (wins + wins_and_ties) / 2
        pairs += len(others) * len(clicks)
    return float(points / pairs) if pairs else float("nan")
