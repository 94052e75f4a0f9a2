"""Random faults under load, one round after the other: FAULTS says how many, FAULT_SEED repeats them, FAULT one of them.

FAULT_FROM goes on from one of them, where a run has ended before its last.
"""

import os
import statistics
import sys
from collections import defaultdict

import pytest

from tests.faults.system.installation import installed
from tests.faults.system.node import WRONG_CLOCK
from tests.faults.system.rounds import COUNT, Round, drawn, loaded, strike
from tests.faults.system.wire import Wire
from tests.faults.trials import SEED

pytestmark = [pytest.mark.faults, pytest.mark.root, pytest.mark.thorough, pytest.mark.timeout(4 * 3600)]

ONLY, FIRST = os.environ.get("FAULT"), int(os.environ.get("FAULT_FROM", "0"))
RECOVERY_SECONDS = 20.0  # after a worker's death, until what it held is graded: docs/operations.md promises it


async def test_nothing_that_was_promised_is_lost_whatever_breaks(images):
    if not Wire.can_be_laid():
        pytest.skip("this machine has no /dev/net/tun")
    if WRONG_CLOCK is None:
        _say("no clock jumps: libfaketime is missing (Debian's package faketime)")
    rounds: list[Round] = []
    async with installed(SEED) as installation, loaded(installation, SEED) as load:
        for number in [int(ONLY)] if ONLY else range(FIRST, COUNT):
            rounds.append(await strike(load, *drawn(SEED, number)))
            _say(f"{number:4} {rounds[-1].told}: settled in {rounds[-1].settled:.1f} s{_recovered(rounds[-1])}")
            for complaint in load.journal.complaints:
                _say(f"     ! {complaint}\n{installation.logs(lines=100)}")
            assert not load.journal.complaints, (SEED, number, load.journal.complaints)
        await load.journal.judge_again(installation.sessions)
        assert not load.journal.complaints, (SEED, load.journal.complaints)
        assert min(load.promised()) >= len(rounds), load.promised()
        _report(rounds, load)


def _recovered(done: Round) -> str:
    return "" if done.recovered is None else f", what the dead worker held was graded after {done.recovered:.1f} s"


def _report(rounds: list[Round], load) -> None:
    settled = defaultdict(list)
    for each in rounds:
        for name in each.names:
            settled[name].append(each.settled)
    for name, times in sorted(settled.items()):
        _say(
            f"{name:22} {len(times):4} times, settled after {statistics.median(times):5.1f} s, at worst {max(times):5.1f} s"
        )
    recovered = sorted(each.recovered for each in rounds if each.recovered is not None and len(each.names) == 1)
    if recovered:
        _say(
            f"recovery after a worker's death: {len(recovered)} times, {statistics.median(recovered):.1f} s, at worst {recovered[-1]:.1f} s"
        )
        assert recovered[-1] <= RECOVERY_SECONDS, recovered
    journal = load.journal
    executions, keys = load.promised()
    _say(
        f"{len(rounds)} faults (FAULT_SEED={SEED}): {executions} runs and submissions and {keys} keystrokes acknowledged, none lost;"
    )
    _say(f"tried again {journal.tried_again}; answers {dict(journal.answers)}; rooms closed {dict(journal.closes)}")


def _say(line: str) -> None:
    sys.__stdout__.write(f"{line}\n")
    sys.__stdout__.flush()
