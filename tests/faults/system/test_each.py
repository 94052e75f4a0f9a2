"""Each class of fault once, on one installation under load. The random ones, by hundreds, are in test_random."""

import random
from collections.abc import Sequence
from typing import TypeVar

import pytest

from tests.faults.system.installation import installed
from tests.faults.system.rounds import loaded, strike
from tests.faults.system.strikes import STRIKES
from tests.faults.system.wire import Wire
from tests.faults.trials import SEED

pytestmark = [pytest.mark.faults, pytest.mark.root]

T = TypeVar("T")
FAST = {
    "web killed",
    "worker killed",
    "database killed",
    "database restarted",
    "database paused",
    "out of connections",
    "database disk full",
    "docker killed",
    "clock jumps",
    "slow network",
    "packets lost",
    "delivered twice",
    "claimed twice",
}


class Mildest(random.Random):
    """No chance at all: the first of what there is, the middle of a range."""

    def choice(self, seq: Sequence[T]) -> T:
        return seq[0]

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@pytest.fixture(scope="module")
async def load(images):
    if not Wire.can_be_laid():
        pytest.skip("this machine has no /dev/net/tun")
    async with installed(SEED) as installation, loaded(installation, SEED) as load:
        yield load


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FAST else pytest.mark.thorough) for name in STRIKES]
)
async def test_nothing_that_was_promised_is_lost_with(load, name):
    before = load.promised()
    await strike(load, [name], [Mildest()])
    complaints, load.journal.complaints = load.journal.complaints, []
    assert [] == complaints
    assert all(now > then for now, then in zip(load.promised(), before, strict=True)), "nothing was promised"
