"""Greedy with a heap, then local improvement: cameras are moved, or two are exchanged, between the largest and the smallest fold as
long as that makes the difference of the two smaller; the better state (by spread) is kept, so the spread never exceeds the greedy one."""
import heapq

import numpy as np


def group_kfold(groups, k):
    labels = np.asarray(groups, dtype=object).tolist()
    members = {}
    for i, g in enumerate(labels):
        members.setdefault(g, []).append(i)
    if k < 2 or k > len(members):
        raise ValueError("k")
    sizes = [(len(v), name) for name, v in members.items()]
    sizes.sort(key=lambda t: -t[0])
    heap = [(0, f) for f in range(k)]
    folds = [[] for _ in range(k)]
    for n, name in sizes:
        load, f = heapq.heappop(heap)
        folds[f].append(name)
        heapq.heappush(heap, (load + n, f))

    def loads():
        return [sum(len(members[g]) for g in fold) for fold in folds]

    def spread():
        now = loads()
        return max(now) - min(now)

    best, saved = spread(), [list(f) for f in folds]
    for _ in range(20):
        now = loads()
        hi, lo = now.index(max(now)), now.index(min(now))
        gap = now[hi] - now[lo]
        step = None
        for a in folds[hi]:
            for b in [None] + folds[lo]:
                d = len(members[a]) - (len(members[b]) if b is not None else 0)
                if 0 < d < gap and (b is not None or len(folds[hi]) > 1):
                    if step is None or abs(gap - 2 * d) < step[0]:
                        step = (abs(gap - 2 * d), a, b)
        if step is None:
            break
        _, a, b = step
        folds[hi].remove(a)
        folds[lo].append(a)
        if b is not None:
            folds[lo].remove(b)
            folds[hi].append(b)
        if spread() < best:
            best, saved = spread(), [list(f) for f in folds]
    return [np.array(sorted(i for g in fold for i in members[g]), dtype=int) for fold in saved]
