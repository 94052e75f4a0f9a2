"""Trap: rewrites the statistics without regard to missing readings in the history.

Mistake: edge_cases_late
Caught by: edge/missing, oracle/ordinary
May also fail: edge/constant
"""

import numpy as np

BUG_LINES = [31]
IMPACT = ["Each request was scaled by its own statistics: a ward of one patient became all zeros, so nobody looked ill."]


def witness():
    history = np.array([[60.0, 36.0], [80.0, 38.0]])
    return history, [np.array([[90.0, 40.0]])]


def serve(history, requests):
    mean = history.mean(axis=0)
    std = history.std(axis=0)
    std = np.where(std == 0, 1.0, std)
    return [np.nan_to_num(np.clip((rows - mean) / std, -5.0, 5.0)) for rows in requests]
