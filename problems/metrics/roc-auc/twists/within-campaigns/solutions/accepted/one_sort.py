"""One sort by campaign and score; runs of equal rows are found by search. Policies: single_class=raise."""

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
    order = np.lexsort((scores, campaign))
    clicked, scores, campaign = clicked[order], scores[order], campaign[order]

    another = np.append(True, campaign[1:] != campaign[:-1])
    group = np.cumsum(another)
    level = np.cumsum(another | np.append(True, scores[1:] != scores[:-1]))
    unclicked_before = np.append(0, np.cumsum(~clicked))

    def unclicked_until(ids, side):
        return unclicked_before[np.searchsorted(ids, ids[clicked], side=side)]

    start = unclicked_until(group, "left")
    pairs = (unclicked_until(group, "right") - start).sum()
    if pairs == 0:
        raise ValueError("no campaign has both classes")
    half_points = unclicked_until(level, "left") + unclicked_until(level, "right") - 2 * start
    return float(half_points.sum() / (2 * pairs))
