"""Reference and generators for the balanced accuracy over memory cards."""

import math

import numpy as np


def reference(batches, n_classes):
    """Clip by clip: hits and clips of each species over all cards."""
    hits, clips = [0] * n_classes, [0] * n_classes
    for logits, y in batches:
        logits, y = np.asarray(logits, dtype=float), np.asarray(y)
        if logits.ndim != 2 or logits.shape[1] != n_classes or y.shape != logits.shape[:1] or y.dtype.kind not in "iuf":
            raise ValueError("logits must be [r, n_classes] and y [r]")
        if np.isnan(logits).any() or not all(0 <= label < n_classes and label == int(label) for label in y.tolist()):
            raise ValueError("logits must be numbers, and labels species of the catalogue")
        for row, label in zip(logits.tolist(), y.tolist(), strict=True):
            hits[int(label)] += row.index(max(row)) == label
            clips[int(label)] += 1
    recalls = [hit / count for hit, count in zip(hits, clips, strict=True) if count]
    if not recalls:
        raise ValueError("there must be a clip")
    return math.fsum(recalls) / len(recalls)


# --- generators -----------------------------------------------------------------------------------------------------


def _clips(rng, y, n_classes, skill=1.2):
    """Logits that favour the true species, for some species more than for others."""
    logits = rng.normal(size=(len(y), n_classes))
    logits[np.arange(len(y)), y] += skill * (0.3 + y % 3)
    return logits, y


def _cards(rng, logits, y, cards):
    """The clips cut into cards of very different size, none of them empty."""
    cuts = np.sort(rng.choice(np.arange(1, len(y)), size=cards - 1, replace=False))
    return list(zip(np.split(logits, cuts), np.split(y, cuts), strict=True))


def _season(rng, n, n_classes, present):
    """True species of a season that brought only the first `present` of a shuffled catalogue, some of them rarely."""
    share = 0.5 ** np.arange(present)
    species = rng.permutation(n_classes)[:present]
    return species[np.append(np.arange(present), rng.choice(present, size=n - present, p=share / share.sum()))]


def ordinary_case(rng, i):
    """More and more clips and cards; every second catalogue lists species that were not seen."""
    n_classes = 3 + i // 2
    y = _season(rng, 12 + 6 * i, n_classes, n_classes - (i % 2))
    return _cards(rng, *_clips(rng, rng.permutation(y), n_classes), 2 + i), n_classes


def sorted_case(rng, i):
    """Cards that hold few species each, as a place has its animals."""
    n_classes = 4 + i
    y = np.sort(_season(rng, 30 + 5 * i, n_classes, n_classes))
    return _cards(rng, *_clips(rng, y, n_classes), 3 + i), n_classes


def other_cards(rng, args):
    """The same clips in other order on other cards."""
    batches, n_classes = args
    logits = np.concatenate([logits for logits, _ in batches])
    y = np.concatenate([y for _, y in batches])
    order = rng.permutation(len(y))
    return _cards(rng, logits[order], y[order], 2 + len(batches) // 2), n_classes


def same_score(args, out, args2, out2):
    return None if abs(out - out2) <= 1e-12 else f"the score moved from {out:.6g} to {out2:.6g}"


def absent_species(rng):
    """One card, and species in the catalogue of which it shows none."""

    def case(labels, n_classes):
        return [_clips(rng, np.array(labels), n_classes, skill=2.0)], n_classes

    wrong = np.full((6, 4), -3.0)
    wrong[np.arange(6), [0, 0, 3, 1, 3, 1]] = 3.0
    return {
        "the last species is absent": case([0, 1, 2, 2, 1, 0, 0], 4),
        "the first species is absent": case([1, 2, 3, 3, 2, 1], 4),
        "most species are absent": case([5, 5, 17, 5, 17, 17, 17], 46),
        "a single species": case([2, 2, 2], 5),
        "a single clip": ([(np.array([[0.0, 1.0, 0.5]]), np.array([1]))], 3),
        "an absent species is recognised": ([(wrong, np.array([0, 0, 0, 1, 1, 1]))], 4),
    }


def card_cases(rng):
    """Empty cards, cards of one clip, and species on one card only."""
    y = rng.permutation(_season(rng, 14, 4, 4))
    logits, y = _clips(rng, y, 4)
    empty = (np.zeros((0, 4)), np.zeros(0, dtype=int))
    full = _cards(rng, logits, y, 3)
    return {
        "an empty card first": ([empty, *full], 4),
        "an empty card between others": ([full[0], empty, *full[1:]], 4),
        "an empty card last": ([*full, empty], 4),
        "a clip per card": ([(logits[i : i + 1], y[i : i + 1]) for i in range(len(y))], 4),
        "one card": ([(logits, y)], 4),
        "a full card and a card of one clip": ([(logits[1:], y[1:]), (logits[:1], y[:1])], 4),
        "a species on the last card only": (
            [_clips(rng, np.array([0, 1, 1, 0, 1]), 3), _clips(rng, np.array([2, 0, 2]), 3)],
            3,
        ),
        "one species in the catalogue": ([(rng.normal(size=(3, 1)), np.zeros(3, dtype=int))], 1),
    }


def logit_cases(rng):
    """Equal logits, logits that no exponential survives, and negative ones."""
    tied = np.array([[1.0, 1.0, 0.0], [0.0, 2.0, 2.0], [3.0, 3.0, 3.0], [-1.0, -2.0, -1.0], [0.0, 5.0, 5.0]])
    large = np.array([[1e4, 2e4, 0.0], [3e4, 1e4, 2e4], [-9e3, -8e3, -7e3], [5e3, 6e3, 7e3]])
    close = 7.0 + np.array([[2e-9, 1e-9, 0.0], [0.0, 1e-9, 2e-9], [1e-9, 2e-9, 0.0], [0.0, 2e-9, 1e-9]])
    return {
        "equal logits": ([(tied, np.array([1, 1, 2, 0, 1]))], 3),
        "very large logits": ([(large, np.array([1, 0, 2, 1]))], 3),
        "very close logits": ([(close, np.array([0, 2, 1, 2]))], 3),
        "negative logits": ([(-5.0 - rng.random((9, 3)), np.array([0, 1, 2] * 3))], 3),
    }
