"""Reference, generators and relations of the grouped folds: the order of folds is free, and so are ties.

The relations get collections that the greedy rule makes level, where every right answer has the same shapes.
"""

import numpy as np

ANIMALS = ("badger", "lynx", "boar", "marten", "roe", "stoat", "elk", "hare")


def greedy(sizes, k):
    """Photos per fold after the greedy rule."""
    loads = [0] * k
    for size in sorted(sizes, reverse=True):
        loads[loads.index(min(loads))] += size
    return loads


def reference(groups, k):
    rows = {}
    for position, label in enumerate(groups):
        rows.setdefault(label, []).append(position)
    if not 2 <= k <= len(rows):
        raise ValueError("k must be at least 2, and at most the number of groups")
    folds = [[] for _ in range(k)]
    for members in sorted(rows.values(), key=len, reverse=True):
        min(folds, key=len).extend(members)
    return [np.array(sorted(fold), dtype=np.int64) for fold in folds]


# --- generators -----------------------------------------------------------------------------------------------------


def _labels(rng, count, strings):
    """Different labels in no order: integers, negative ones too, or strings that may begin alike."""
    if not strings:
        return rng.choice(np.arange(-50, 5 * count + 50), size=count, replace=False)
    names = np.array([f"{ANIMALS[j % len(ANIMALS)]}-{j // len(ANIMALS)}" for j in range(11 * count)])
    return rng.choice(names, size=count, replace=False)


def _photos(rng, sizes, strings):
    """The photos of cameras of the given sizes, in random order."""
    groups = np.repeat(_labels(rng, len(sizes), strings), sizes)
    return groups[rng.permutation(len(groups))]


def _level_sizes(rng, k, large):
    """Skewed sizes, topped up with single photos until the greedy rule makes all folds equally large."""
    sizes = [1 + int(s) for s in rng.gamma(1.2, 8.0, size=large)]
    loads = greedy(sizes, k)
    return sizes + [1] * sum(max(loads) - load for load in loads)


def level_case(rng, i):
    """From seven cameras and two folds on; every other collection has labels that are strings."""
    k = 2 + i % 4
    return _photos(rng, _level_sizes(rng, k, 2 * k + 3 + i), i % 2 == 0), k


def shuffled_list(rng, args):
    """The same photos in another order, as a list."""
    groups, k = args
    return groups[rng.permutation(len(groups))].tolist(), k


def many_ties(rng, i):
    """Forty cameras of three photos and twenty of one: whatever settles ties decides the folds."""
    return _photos(rng, [3] * 40 + [1] * 20, True), 4 + i


def collections(rng):
    """The first is level, in the others folds differ in size; some can be cut in one way only."""
    cases = [level_case(rng, 0)]
    for i in range(10):
        k = 2 + i % 5
        sizes = [1 + int(s) for s in rng.gamma(0.8, 6.0 + 2 * i, size=k + 2 + 2 * i)]
        if (sum(sizes)) % k == 0:
            sizes[0] += 1
        cases.append((_photos(rng, sizes, i % 2 == 0), k))
    cases.append((_photos(rng, [60, 3, 2, 2, 1, 1, 1], True), 3))
    cases.append((_photos(rng, [60, 3, 2, 2, 1, 1, 1], False), 7))
    cases.append((_photos(rng, [9, 4, 1], True), 3))
    cases.append((_photos(rng, [1, 1], False), 2))
    cases.append((_photos(rng, [1] * 7, True), 3))
    cases.append((np.repeat(_labels(rng, 4, True), [2, 7, 4, 4]), 2))
    cases.append((["north", "north ", "North", "north", "nort", ""], 5))
    return cases


def too_few_groups(rng):
    three = _photos(rng, [5, 4, 2], True)
    return {
        "one more than there are cameras": (three, 4),
        "as many as photos": (three, 11),
        "more than photos": (three, 40),
        "one camera": (np.full(6, 12), 2),
        "no photo": (np.zeros(0, dtype=np.int64), 2),
    }


def too_few_folds(rng):
    groups = _photos(rng, [5, 4, 2, 2], False)
    return {"one": (groups, 1), "none": (groups, 0), "below zero": (groups, -3)}


# --- relations ------------------------------------------------------------------------------------------------------


def _torn(groups, folds):
    """Cameras that occur in more than one fold."""
    seen = {}
    for number, fold in enumerate(folds):
        for position in fold:
            seen.setdefault(groups[int(position)], set()).add(number)
    return [label for label, numbers in seen.items() if len(numbers) > 1]


def _complete(groups, folds):
    return sorted(int(position) for fold in folds for position in fold) == list(range(len(groups)))


def _ascending(folds):
    return all(list(fold) == sorted(fold) for fold in folds)


def _spread(folds):
    return max(len(fold) for fold in folds) - min(len(fold) for fold in folds)


def _each(rule):
    """Apply a rule about one result to both."""

    def both(args, out, args2, out2):
        return rule(args, out) or rule(args2, out2)

    return both


def _whole(args, out):
    torn = _torn(list(args[0]), out)
    return f"{len(torn)} of {len(set(args[0]))} cameras are in more than one fold" if torn else None


def _partition(args, out):
    if not _complete(args[0], out):
        return "some positions are missing, repeated or do not exist"
    return None if _ascending(out) else "positions are not in ascending order"


def _level(args, out):
    return f"the spread is {_spread(out)} instead of 0" if _spread(out) else None


whole_groups = _each(_whole)
partition = _each(_partition)
level = _each(_level)


def impossible_folds(cases, outputs):
    """What no right answer may be, over all collections: 0 where it is found, 1 otherwise."""
    found = {}
    for number, ((groups, k), folds) in enumerate(zip(cases, outputs, strict=True)):
        found[f"collection {number}"] = float(_right(list(groups), k, folds))
    return found


def _right(groups, k, folds):
    if type(folds) is not list or len(folds) != k:
        return False
    if not all(isinstance(fold, np.ndarray) and fold.ndim == 1 and fold.dtype.kind in "iu" for fold in folds):
        return False
    sizes = [groups.count(label) for label in set(groups)]
    allowed = greedy(sizes, k)
    return (
        _complete(groups, folds)
        and _ascending(folds)
        and not _torn(groups, folds)
        and all(len(fold) > 0 for fold in folds)
        and _spread(folds) <= max(allowed) - min(allowed)
    )
