"""Plain Python: one pass in order of time with a queue and a running total per card."""

from collections import defaultdict, deque

import numpy as np


class Window:
    """Payments of one card that are inside the horizon."""

    def __init__(self):
        self.payments = deque()
        self.total = 0.0

    def add(self, time, amount):
        self.payments.append((time, amount))
        self.total += amount

    def forget_before(self, time):
        while self.payments and self.payments[0][0] < time:
            self.total -= self.payments.popleft()[1]


def entity_features(entity, ts, amount, horizon):
    entity, ts, amount = [np.asarray(column).tolist() for column in (entity, ts, amount)]
    if len({len(entity), len(ts), len(amount)}) != 1:
        raise ValueError("columns differ in length")
    if horizon <= 0:
        raise ValueError("horizon must be positive")

    features = np.empty((len(ts), 2))
    windows = defaultdict(Window)
    waiting, second = [], None  # payments of the current second, not booked yet
    for row in sorted(range(len(ts)), key=ts.__getitem__):
        if ts[row] != second:
            for earlier in waiting:
                windows[entity[earlier]].add(ts[earlier], amount[earlier])
            waiting, second = [], ts[row]
        window = windows[entity[row]]
        window.forget_before(ts[row] - horizon)
        features[row] = len(window.payments), window.total
        waiting.append(row)
    return features
