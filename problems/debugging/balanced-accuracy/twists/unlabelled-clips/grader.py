"""Labels of -1 are left out."""

reference_labelled = reference
ordinary_labelled = ordinary_case


def reference(batches, n_classes):
    """The labelled clips of each card, then as before."""
    labelled = []
    for logits, y in batches:
        logits, y = np.asarray(logits, dtype=float), np.asarray(y)
        if logits.ndim != 2 or y.shape != logits.shape[:1]:
            raise ValueError("logits must be [r, n_classes] and y [r]")
        labelled.append((logits[y != -1], y[y != -1]))
    return reference_labelled(labelled, n_classes)


def ordinary_case(rng, i):
    """The seasons of before with unlabelled clips; the first clip of each card keeps its label."""
    batches, n_classes = ordinary_labelled(rng, i)
    for _, y in batches:
        y[1:][rng.random(len(y) - 1) < 0.3] = -1
    return batches, n_classes


def unlabelled_cases(rng):
    """All of a card, all of a species, and clips recognised as the first or the last species."""
    logits, y = _clips(rng, np.array([0, 1, 2, 3, 0, 1, 2, 3, 0, 2]), 4)
    none = np.full(10, -1)
    only = np.where(y == 3, -1, y)
    ends = np.full((6, 3), -2.0)
    ends[np.arange(6), [0, 2, 0, 2, 1, 2]] = 2.0
    return {
        "a card without labels": ([(logits, y), (logits[::-1].copy(), none)], 4),
        "a card without labels first": ([(logits, none), (logits, y)], 4),
        "no labels of the last species": ([(logits, only)], 4),
        "no labels of the first species": ([(logits, np.where(y == 0, -1, y))], 4),
        "one labelled clip": ([(logits, np.where(np.arange(10) == 4, y, -1))], 4),
        "recognised as the first or the last species": ([(ends, np.array([-1, -1, 0, 2, 2, 0]))], 3),
    }
