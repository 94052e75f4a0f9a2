_base_reference = reference


def reference(X_train, y_train, X_test):
    codes = _base_reference(X_train, y_train, X_test)
    seen = {}
    for row, label in zip(np.asarray(X_train).tolist(), np.asarray(y_train).tolist()):
        if not math.isnan(label):
            seen.setdefault(_row(row), set()).add(bool(label))
    return sorted([*codes, *(["label_conflict"] if any(len(found) > 1 for found in seen.values()) else [])])


def conflict_case(rng, i):
    """A repeated row, with the same label in every third table; gaps in every other one."""
    train, y, test = _rows(rng, i, [(i + j) % 5 for j in range(1 + i % 3)])
    one, two = rng.choice(len(y), size=2, replace=False)
    if i % 2:
        train[one, -1] = y[(one + 1) % len(y)] = np.nan
    train[two] = train[one]
    y[one], y[two] = (1.0, 1.0) if i % 3 == 2 else (0.0, 1.0)
    return train, y, test


def conflicts(rng):
    nan = np.nan
    rows = np.array([[1.0, 5.0], [2.0, nan], [1.0, 5.0], [2.0, nan], [3.0, 6.0], [1.0, 7.0]])
    test = np.array([[9.0, 9.0]])
    thrice = np.array([[4.0, 4.0], [4.0, 4.0], [4.0, 4.0], [5.0, 6.0], [6.0, 5.0], [7.0, 4.5]])
    return {
        "the same labels": (rows, np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]), test),
        "other labels": (rows, np.array([0.0, 1.0, 1.0, 1.0, 0.0, 1.0]), test),
        "other labels, with a gap": (rows, np.array([0.0, 0.0, 0.0, 1.0, 0.0, 1.0]), test),
        "one of the two is pending": (rows, np.array([0.0, 1.0, nan, 1.0, 0.0, 1.0]), test),
        "both are pending": (rows, np.array([nan, 1.0, nan, 1.0, 0.0, 1.0]), test),
        "pending, then failed": (rows, np.array([nan, 1.0, 1.0, 1.0, 0.0, 0.0]), test),
        "three times, the pending one first": (thrice, np.array([nan, 0.0, 1.0, 0.0, 1.0, 0.0]), test),
        "three times, the pending one between": (thrice, np.array([1.0, nan, 0.0, 0.0, 1.0, 0.0]), test),
        "three times, the pending one last": (thrice, np.array([1.0, 0.0, nan, 0.0, 1.0, 0.0]), test),
        "a gap is no value": (rows, np.array([0.0, 0.0, 0.0, nan, 1.0, 1.0]), np.array([[2.0, nan]])),
        "zeros of both signs": (np.array([[0.0, 1.0], [-0.0, 1.0], [3.0, 2.0]]), np.array([1.0, 0.0, 1.0]), test),
        "whole numbers": (np.array([[3, 1], [3, 1], [2, 2]]), np.array([1, 0, 1]), test.astype(np.int64)),
        "known to the test table only": (thrice[2:], np.array([0.0, 0.0, 1.0, 0.0]), thrice[:2].copy()),
    }
