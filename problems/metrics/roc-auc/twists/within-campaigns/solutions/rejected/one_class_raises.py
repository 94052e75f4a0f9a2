"""A campaign with one class raises as a whole table did.

Trap: most campaigns have no click in an hour, and the others still count.
Mistake: edge_cases_late
Caught by: edge/campaigns, oracle/distinct-scores
May also fail: oracle/tied-scores, hygiene/inputs, growth/rows, metamorphic/label-swap, metamorphic/row-order,
  metamorphic/other-scale, metamorphic/own-scales, determinism/repeatable
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
        if not others or not clicks:
            raise ValueError("one class only")
        others.sort()
        wins = sum(bisect_left(others, score) for score in clicks)
        wins_and_ties = sum(bisect_right(others, score) for score in clicks)
        points += (wins + wins_and_ties) / 2
        pairs += len(others) * len(clicks)
    return float(points / pairs)
