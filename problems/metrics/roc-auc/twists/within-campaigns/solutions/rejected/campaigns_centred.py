"""The mean of its campaign is taken off each score, and all rows are ranked at once.

Trap: bringing campaigns to one level does not remove the pairs of two campaigns.
Mistake: wrong_objective
Caught by: metamorphic/own-scales, oracle/distinct-scores
May also fail: oracle/tied-scores, oracle/large-table, edge/campaigns, edge/single-class,
  metamorphic/other-scale, growth/rows, stability/close-scores, policy/single_class
"""

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
    _, group = np.unique(campaign, return_inverse=True)
    scores = scores - (np.bincount(group, weights=scores) / np.bincount(group))[group]
    others, clicks = np.sort(scores[~clicked]), scores[clicked]
    if not len(others) or not len(clicks):
        raise ValueError("one class only")
    wins = np.searchsorted(others, clicks, side="left") + np.searchsorted(others, clicks, side="right")
    return float(wins.sum() / (2 * len(others) * len(clicks)))
