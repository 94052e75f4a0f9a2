"""Plain averages over the training batches; no sequence of calls has a momentum any more."""


class reference(reference):  # noqa: N801 - the judge looks for this name
    """The same layer whose share of a batch is one over the number of batches so far."""

    def __init__(self, eps):
        super().__init__(0.0, eps)
        self.batches = 0

    def forward(self, X, training):
        if training and len(X) > 1:
            self.batches += 1
            self.momentum = 1.0 / self.batches
        return super().forward(X, training)


def _without_momentum(make):
    def made(rng, i):
        init, steps = make(rng, i)
        return init[1:], steps

    return made


def _all_without_momentum(cases):
    def made(rng):
        return {name: (init[1:], steps) for name, (init, steps) in cases(rng).items()}

    return made


training_only, mixed_calls, square_batches, side_by_side, whole_case, at_offset, monitored = (
    _without_momentum(make)
    for make in (training_only, mixed_calls, square_batches, side_by_side, whole_case, at_offset, monitored)
)
special_calls, types, single_rows, empty_batches = (
    _all_without_momentum(cases) for cases in (special_calls, types, single_rows, empty_batches)
)


def many_batches(rng, i):
    """Batches whose sizes and centres drift."""
    steps = [("forward", _batch(rng, 2 + k * (i + 1), 2) + k, True) for k in range(3 + i)]
    return (0.1,), [*steps, ("forward", _batch(rng, 3, 2), False)]
