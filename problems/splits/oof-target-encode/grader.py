"""Out-of-fold target encoding: the definition row by row, and the changes that must not reach a row."""

import math

import numpy as np

CHANNELS = ["web", "shop", "Shop", "phone", "", "partner", "kiosk", "fair", "web ", "telesales"]


def reference(cat, y, fold, m):
    """The definition, one row at a time, with exact sums."""
    cat, y, fold = [str(c) for c in cat], [float(v) for v in y], [int(f) for f in fold]
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")
    encoded = []
    for own_cat, own_fold in zip(cat, fold):
        others = [j for j in range(len(y)) if fold[j] != own_fold]
        prior = math.fsum(y[j] for j in others) / len(others)
        same = [y[j] for j in others if cat[j] == own_cat]
        encoded.append((math.fsum(same) + m * prior) / (len(same) + m) if same else prior)
    return np.array(encoded)


def _categories(rng, n):
    """A few frequent channels and a tail of rare ones."""
    weights = 1.0 / np.arange(1, len(CHANNELS) + 1)
    return rng.choice(np.array(CHANNELS), size=n, p=weights / weights.sum())


def _folds(rng, n, k):
    """k folds in shuffled order, each with at least two rows, under labels without any order."""
    labels = rng.choice(np.arange(-20, 60), size=k, replace=False)
    position = np.concatenate([np.repeat(np.arange(k), 2), rng.integers(0, k, size=n - 2 * k)])
    return labels[rng.permutation(position)]


def random_case(rng, i):
    """Folds 0..k-1 in contiguous, equal-sized blocks; the rest of the checks leave this ordinary case."""
    k, size = 2 + i % 4, 6 + 2 * i
    cat = _categories(rng, k * size)
    rate = {c: rng.uniform(0, 1) for c in CHANNELS}
    y = np.array([float(rng.random() < rate[c]) for c in cat])
    return cat, y, np.repeat(np.arange(k), size), float(rng.choice([0.5, 1.0, 3.0, 20.0]))


def folds_case(rng, i):
    """Shuffled rows, fold names of all kinds, folds of very different sizes whose means differ."""
    k = 2 + i % 5
    n = 24 + 6 * i
    fold = _folds(rng, n, k)
    fold[rng.random(n) < 0.4] = fold[0]
    effect = {f: rng.normal() * 5 for f in np.unique(fold).tolist()}
    y = rng.normal(size=n) * 3 + np.array([effect[f] for f in fold.tolist()])
    return _categories(rng, n), y, fold, float(rng.uniform(0.1, 10))


def probe_case(rng, i):
    """Shuffled folds with an outlier outside the fold of the last row, so that a changed rank or maximum shows.

    That fold comes neither first nor last by name, nor first by place: state carried from fold to fold reaches it.
    """
    n, k = 60, 4
    fold = _folds(rng, n, k)
    names = np.unique(fold)
    for place, name in ((0, names[0]), (-1, names[1 + i % 2])):
        other = rng.choice(np.flatnonzero(fold[1:-1] == name)) + 1 if (fold[1:-1] == name).any() else place
        fold[[place, other]] = fold[[other, place]]
    y = rng.normal(size=n)
    y[np.flatnonzero(fold != fold[-1])[0]] = 30.0
    return _categories(rng, n), y, fold, [0.0, 1.5, 10.0][i % 3]


def change_own_fold(rng, args, kind):
    """Other labels in the fold of the last row; truncation drops the first half of that fold's rows."""
    cat, y, fold, m = args
    own = fold == fold[-1]
    y = np.array(y)
    if kind == "replace":
        y[own] = rng.normal(size=own.sum()) * 4
    elif kind == "shift":
        y[own] += 25.0
    elif kind == "scale":
        y[own] *= 300.0
    else:
        stays = ~own
        stays[np.flatnonzero(own)[own.sum() // 2 :]] = True
        return cat[stays], y[stays], fold[stays], m
    return cat, y, fold, m


def keep_own_fold(args, args2, out, out2):
    """The encodings of the last row's fold: in order, and as many as are left after truncation."""
    before, after = np.asarray(args[2]), np.asarray(args2[2])
    kept, kept2 = np.asarray(out)[before == before[-1]], np.asarray(out2)[after == after[-1]]
    return kept[-len(kept2) :], kept2


def shuffle_rows(rng, args):
    cat, y, fold, m = args
    order = rng.permutation(len(y))
    return cat[order], y[order], fold[order], m


def same_rows_same_values(args, out, args2, out2):
    """Rows that agree in category and fold carry one encoding, whatever their place."""
    first, second = np.asarray(out, dtype=float), np.asarray(out2, dtype=float)
    if first.shape != np.shape(args[1]) or second.shape != first.shape:
        return "the result does not have one number per row"
    value = dict(zip(zip(args[0].tolist(), args[2].tolist()), first.tolist()))
    again = [value[key] for key in zip(args2[0].tolist(), args2[2].tolist())]
    if not np.allclose(again, second, rtol=1e-9, atol=1e-12):
        return "the encoding of a row changed with the order of the rows"
    return None


def unseen(rng):
    """Categories that occur in one fold only, with and without smoothing."""
    cat = np.array(["web", "web", "shop", "kiosk", "kiosk", "shop", "web", "shop", "fair"])
    fold = np.array([0, 0, 0, 0, 0, 1, 1, 2, 2])
    y = rng.normal(size=9) + 7
    alone = np.array(["a", "b", "c", "d"])
    return {
        "unseen, smoothed": (cat, y, fold, 4.0),
        "unseen, not smoothed": (cat, y, fold, 0.0),
        "every category unseen": (alone, rng.normal(size=4) - 3, np.array([0, 0, 1, 1]), 0.0),
        "every category unseen, smoothed": (alone, rng.normal(size=4) - 3, np.array([1, 0, 1, 0]), 2.0),
    }


def extremes(rng):
    """The ends of what is allowed: no smoothing, very strong smoothing, one row per fold, one category."""
    n = 12
    cat, y = _categories(rng, n), rng.normal(size=n) * 2 + 5
    two = np.arange(n) % 2
    return {
        "no smoothing": (cat, y, two, 0.0),
        "an integer strength": (cat, y, two, 3),
        "very strong smoothing": (cat, y, two, 1e9),
        "one row per fold": (cat, y, np.arange(n), 1.0),
        "one category": (np.full(n, "web"), y, np.arange(n) % 3, 2.0),
        "one label": (cat, np.ones(n), two, 5.0),
        "amounts as unsigned bytes": (np.full(n, "web"), rng.integers(150, 256, size=n).astype(np.uint8), two, 2.0),
        "amounts as signed bytes": (np.full(n, "web"), rng.integers(80, 128, size=n).astype(np.int8), two, 0.0),
        "two rows": (np.array(["web", "web"]), np.array([0.0, 1.0]), np.array([0, 1]), 0.0),
    }


def negative_strength(rng):
    cat, y, fold = np.array(["web", "shop", "web", "fair"]), rng.normal(size=4), np.array([0, 1, 0, 1])
    return {
        "negative strength": (cat, y, fold, -1.0),
        "slightly negative strength": (cat, y, fold, -1e-3),
    }


def misfits(rng):
    cat, y, fold = np.array(["web", "shop", "web", "fair"]), rng.normal(size=4), np.array([0, 1, 0, 1])
    return {
        "one fold": (cat, y, np.zeros(4, dtype=np.int64), 1.0),
        "one fold, not zero": (cat, y, np.full(4, 3), 1.0),
        "no rows": (cat[:0], y[:0], fold[:0], 1.0),
        "fewer categories than rows": (cat[:3], y, fold, 1.0),
        "more categories than rows": (np.append(cat, "web"), y, fold, 1.0),
        "fewer labels than rows": (cat, y[:3], fold, 1.0),
        "more labels than rows": (cat, np.append(y, 1.0), fold, 1.0),
        "fewer folds than rows": (cat, y, fold[:3], 1.0),
        "more folds than rows": (cat, y, np.append(fold, 1), 1.0),
        "one category for all rows": (cat[:1], y, fold, 1.0),
        "one label for all rows": (cat, y[:1], fold, 1.0),
        "one fold for all rows": (cat, y, fold[:1], 1.0),
    }
