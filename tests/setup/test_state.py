import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from scripts.setup import state

Start = Callable[[str], subprocess.Popen[str]]
STAMPED = """
from pathlib import Path
import time
from scripts.setup import front_end, state, system
from scripts.setup.report import Screen
front_end.run = lambda *words, **options: (print("working", flush=True), time.sleep({seconds}))
print(front_end.build(Screen()) or "built")
"""
LOCKED = """
from pathlib import Path
from scripts.setup import state
with state.only_one(Path("lock"), lambda: print("waiting", flush=True)):
    print("in", flush=True)
"""


def test_a_stamp_stands_for_exactly_one_content(tmp_path: Path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.ts").write_text("1")
    stamp = tmp_path / "stamp"
    assert not state.is_current(stamp, state.digest([source]))
    state.write(stamp, state.digest([source]))
    assert state.is_current(stamp, state.digest([source]))
    (source / "b.ts").write_text("2")
    assert not state.is_current(stamp, state.digest([source]))


def test_an_absent_source_has_a_digest_of_its_own(tmp_path: Path):
    absent = state.digest([tmp_path / "none"])
    (tmp_path / "none").write_text("")
    assert absent != state.digest([tmp_path / "none"])


def test_a_killed_step_leaves_no_stamp_and_is_done_again(tree: Path, start: Start):
    (tree / "static" / "dist").mkdir(parents=True)
    killed = start(STAMPED.format(seconds=60))
    assert killed.stdout is not None
    assert killed.stdout.readline() == "working\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert start(STAMPED.format(seconds=0)).communicate()[0] == "working\nbuilt\n"
    assert start(STAMPED.format(seconds=0)).communicate()[0] == "already there\n"


def test_two_set_ups_do_not_run_at_once(tree: Path, start: Start):
    with state.only_one(tree / "lock", waiting=lambda: None):
        second = start(LOCKED)
        assert second.stdout is not None
        assert second.stdout.readline() == "waiting\n"
        time.sleep(0.2)
        assert second.poll() is None
    assert second.communicate()[0] == "in\n"
