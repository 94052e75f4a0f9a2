"""The areas of the campaigns are averaged.

Trap: a campaign with one pair counts as much as one with a million.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, edge/campaigns
May also fail: oracle/tied-scores, oracle/large-table, growth/rows
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

    areas = []
    for others, clicks in of_campaign.values():
        others.sort()
        wins = sum(bisect_left(others, score) for score in clicks)
        wins_and_ties = sum(bisect_right(others, score) for score in clicks)
        if others and clicks:
            areas.append((wins + wins_and_ties) / (2 * len(others) * len(clicks)))
    return float(np.mean(areas)) if areas else float("nan")
