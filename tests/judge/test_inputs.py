import numpy as np
import pytest

from sandbox.judge.inputs import Inputs


def digest(*values: object) -> str:
    inputs = Inputs()
    for value in values:
        inputs.add(value)
    return inputs.hexdigest()


class Model:
    def __init__(self, weight: float) -> None:
        self.weight = weight


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, 1.0),
        (0, False),
        ([1], (1,)),
        ([[1], 2], [[1, 2]]),
        ("ab", ["a", "b"]),
        ({"a": 1}, {"a": 2}),
        (np.zeros(2), np.zeros((2, 1))),
        (np.zeros(2), np.zeros(2, dtype=np.float32)),
        (np.array([0.0]), np.array([-0.0])),
        (Model(1.0), Model(2.0)),
        (None, []),
    ],
)
def test_what_differs_has_another_digest(left: object, right: object):
    assert digest(left) != digest(right)
    assert digest(left) == digest(left)


def test_a_stream_is_not_used_up_and_objects_are_taken_by_their_attributes():
    stream = iter([1, 2])
    assert digest(stream) == digest(iter([3, 4]))
    assert [1, 2] == list(stream)
    assert digest(Model(1.0), np.arange(6.0)[::2]) == digest(Model(1.0), np.array([0.0, 2.0, 4.0]))


def test_what_holds_itself_comes_to_an_end():
    loop: list[object] = []
    loop.append(loop)
    assert digest(loop) == digest(loop)
