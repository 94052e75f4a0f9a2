def reference(rows):
    items = _parsed(rows)
    newest = _newest(items)
    numbers = [item for item in newest if _well_formed(item)]
    kept = [item for item in numbers if _in_range(item)]
    return _result(kept, len(newest) - len(numbers), len(numbers) - len(kept), len(items) - len(newest))


def withdrawn(rng):
    ok, void, too_old = {}, {"amount": "void"}, {"age": 180}
    return {
        "voided": _versions(rng, (0, ok), (1, ok), (5, void)),
        "voided, newest first": _versions(rng, (5, void), (0, ok), (1, ok)),
        "voided, then restored": _versions(rng, (0, ok), (3, void), (7, ok)),
        "out of range at last": _versions(rng, (0, ok), (7, too_old)),
        "unusable all along": _versions(rng, (0, void), (1, too_old), (2, void)),
        "at the same moment, void first": _versions(rng, (4, void), (4, ok)),
        "at the same moment, void later": _versions(rng, (4, ok), (4, void)),
    }
