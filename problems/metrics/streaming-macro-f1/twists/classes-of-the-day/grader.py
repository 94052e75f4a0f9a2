"""The mean runs over classes with a true or a predicted row."""

_over_all = reference


class reference(_over_all):  # noqa: N801 - the name that the judge looks for
    def compute(self):
        turned_up = {c for row in self.rows for c in row}
        return float(sum((self._f1(c) for c in turned_up), Fraction(0)) / len(turned_up)) if turned_up else 0.0


def turned_up(rng):
    look = ("compute",)
    return {
        "true only": ((4,), [("update", _labels(0, 3), _labels(0, 0)), look]),
        "predicted only": ((4,), [("update", _labels(0, 0), _labels(0, 3)), look]),
        "both, by different rows": ((5,), [("update", _labels(0, 3, 1), _labels(0, 1, 3)), look]),
        "in an earlier batch only": (
            (4,),
            [("update", _labels(2), _labels(2)), ("update", _labels(0), _labels(0)), look],
        ),
        "one at a time": (
            (3,),
            [step for c in range(3) for step in (("update", _labels(c, 0), _labels(c, 2 * (c % 2))), look)],
        ),
        "nothing right": ((6,), [("update", _labels(0, 1), _labels(4, 5)), look]),
    }
