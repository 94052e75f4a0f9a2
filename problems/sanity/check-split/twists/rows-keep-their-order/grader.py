"""Point 6: every side in the order of the table; implementations are made to keep it, or to break nothing else."""

_any_order, _check_split = another_form, _one_split


def _table(n):
    """Distinct rows and labels, none of them in order."""
    ids = (np.arange(n) * 5 + 3) % n if n % 5 else (np.arange(n) * 7 + 3) % n
    return np.stack([ids, (ids * 11) % n, -ids], axis=1), ids * 11 + 2


def _one_split(split, n, test_frac, seed):
    _check_split(split, n, test_frac, seed)
    X, y = _table(n)
    place = {label: i for i, label in enumerate(y.tolist())}
    for labels in split(X, y, test_frac, seed)[2:]:
        places = [place[label] for label in np.asarray(labels).tolist()]
        assert places == sorted(places), "point 6"


def _by_number(split, arrange):
    """`split` at work on the numbers of the rows; what it does to its table is done to the caller's."""

    def numbered(X, y, test_frac, seed):
        rows, labels = np.array(X), np.array(y)
        numbers = np.arange(len(rows))
        table, column = numbers.reshape(-1, 1).copy(), numbers.copy()
        X_train, X_test, y_train, y_test = (np.asarray(p, dtype=int) for p in split(table, column, test_frac, seed))
        if not np.array_equal(column, numbers):
            X[:], y[:] = rows[column], labels[column]
        train, test = arrange(X_train[:, 0], rows, False), arrange(X_test[:, 0], rows, True)
        return rows[X_train[train, 0]], rows[X_test[test, 0]], labels[y_train[train]], labels[y_test[test]]

    return numbered


def _of_the_table(numbers, rows, tested):
    return np.argsort(numbers, kind="stable")


def _of_the_draw(numbers, rows, tested):
    return np.arange(len(numbers))


def _of_values(numbers, rows, tested):
    return np.lexsort(rows[numbers].T[::-1])


def _backwards_if_tested(numbers, rows, tested):
    return np.argsort(numbers)[::-1] if tested else np.argsort(numbers)


ORDERS = (as_drawn,)


def another_form(rng, split):
    """The old disguise around an implementation whose sides are in the order of the table."""
    return _any_order(rng, _by_number(split, _of_the_table))


def in_order_of_draw(rng, split):
    return _any_order(rng, _by_number(split, _of_the_draw))


def in_order_of_values(rng, split):
    return _any_order(rng, _by_number(split, _of_values))


def test_side_shuffled(rng, split):
    return _any_order(rng, _by_number(split, _backwards_if_tested))
