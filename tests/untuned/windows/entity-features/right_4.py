"""Old-fashioned replay of the live counter: all rows in order of time, one deque and one compensated (two-part) sum per card; the rows of one second are answered first and booked afterwards."""

from collections import deque
from itertools import groupby

import numpy as np


def two_sum(a, b):
    s = a + b
    z = s - a
    return s, (a - (s - z)) + (b - z)


class Counter:
    def __init__(self):
        self.queue = deque()
        self.hi = 0.0
        self.lo = 0.0

    def add(self, value):
        self.hi, rest = two_sum(self.hi, value)
        self.hi, self.lo = two_sum(self.hi, self.lo + rest)

    def book(self, t, value):
        self.queue.append((t, value))
        self.add(value)

    def ask(self, oldest):
        while self.queue and self.queue[0][0] < oldest:
            self.add(-self.queue.popleft()[1])
        if not self.queue:
            self.hi = self.lo = 0.0
        return len(self.queue), self.hi + self.lo


def entity_features(entity, ts, amount, horizon):
    n = len(ts)
    if len(entity) != n or len(amount) != n or horizon < 1:
        raise ValueError("bad arguments")
    e = [int(v) for v in entity]
    t = [int(v) for v in ts]
    a = [float(v) for v in amount]
    out = np.zeros((n, 2), dtype=np.float64)
    counters = {}
    for now, rows in groupby(sorted(range(n), key=t.__getitem__), key=t.__getitem__):
        rows = list(rows)
        for i in rows:
            if e[i] in counters:
                out[i] = counters[e[i]].ask(now - int(horizon))
        for i in rows:
            counters.setdefault(e[i], Counter()).book(now, a[i])
    return out
