"""A campaign with one class counts as a pair that is neither right nor wrong.

Trap: a campaign without pairs adds nothing, neither above the line nor below.
Mistake: edge_cases_late
Caught by: edge/campaigns, edge/single-class
May also fail: policy/single_class, oracle/distinct-scores, oracle/tied-scores
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
    of_campaign = {}
    for name, score, click in zip(campaign.tolist(), scores.tolist(), clicked.tolist()):
        of_campaign.setdefault(name, ([], []))[click].append(score)

    points, pairs = 0.0, 0
    for others, clicks in of_campaign.values():
        others.sort()
        wins = sum(bisect_left(others, score) for score in clicks)
        wins_and_ties = sum(bisect_right(others, score) for score in clicks)
        points += (wins + wins_and_ties) / 2
        pairs += len(others) * len(clicks)
        if not others or not clicks:
            points, pairs = points + 0.5, pairs + 1
    return float(points / pairs) if pairs else float("nan")
