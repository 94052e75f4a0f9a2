"""Terse: set comprehensions over object arrays. Open point: `[]` as X_test raises ValueError (not two-dimensional)."""

import numpy as np


def sanity_report(X_train, y_train, X_test):
    shapes = [np.shape(a) for a in (X_train, y_train, X_test)]
    (A, y, B) = (np.array(a.tolist() if hasattr(a, "tolist") else a, dtype=object) for a in (X_train, y_train, X_test))
    if len(shapes[0]) != 2 or len(shapes[2]) != 2 or shapes[0][1] != shapes[2][1] or shapes[1] != shapes[0][:1]:
        raise ValueError("shapes do not fit")
    A, B = A.reshape(shapes[0]), B.reshape(shapes[2])
    nan = lambda v: bool(v != v)
    row = lambda r: tuple("nan" if nan(v) else v for v in r)
    out = set()
    out |= {"missing" for a in (A, y, B) for v in a.flat if nan(v)}
    out |= {"train_test_duplicate"} if not {row(r) for r in A}.isdisjoint(row(r) for r in B) else set()
    out |= {"single_class"} if len({v for v in y if not nan(v)}) < 2 else set()
    for j, column in enumerate(A.T):
        out |= {f"constant:{j}"} if len({v for v in column if not nan(v)}) < 2 else set()
        parts = [[v for v, c in zip(column, y) if not nan(v) and c == k] for k in (0, 1)]
        if all(parts) and any(max(p) < min(q) for p, q in (parts, parts[::-1])):
            out.add(f"label_leak:{j}")
    return sorted(out)
