"""Some labels are -1: the reference of the package is asked about the scans that were read."""

_all_read = reference


def reference(y_true, scores, no_positives="zero"):
    labels, values = np.asarray(y_true).astype(int), np.asarray(scores)
    read = labels >= 0
    return _all_read(labels[read], values[read], no_positives)


def unread_case(rng, i):
    """A third of the scans unread, the lower ones more often; ties in every other list, and a finding that is read."""
    n = 8 + 10 * i
    labels = _labels(rng, n, 0.3)
    scores = rng.normal(size=n) + 0.8 * labels
    if i % 2:
        scores = np.round(scores, 1)
    unread = rng.random(n) < np.where(scores < np.median(scores), 0.5, 0.2)
    unread[np.flatnonzero(labels == 1)[0]] = False
    unread[np.argmax(np.where(labels == 0, scores, -np.inf))] = True
    return np.where(unread, -1, labels), scores


def drop_unread(rng, args):
    labels, scores = args
    return labels[labels >= 0], scores[labels >= 0]


def unread_only(rng):
    return {
        "nothing read": (np.full(5, -1), rng.normal(size=5)),
        "no finding among the read": (np.array([-1, 0, -1, 0, -1, 0]), rng.normal(size=6)),
        "one finding among the unread": (np.array([-1, -1, 1, -1]), np.array([3.0, 1.0, 0.5, 0.5])),
        "as many findings as unread scans": (np.array([1, -1, 0, -1, 1, 0]), np.array([1.0, 2.0, 1.5, 0.0, 3.0, 2.0])),
    }
