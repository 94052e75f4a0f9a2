import io
import sys
from pathlib import Path

import pytest

from scripts.setup import report, state, system
from scripts.setup.report import Screen, Step, StepError, Work


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "LOG", tmp_path / "setup.log")


def _perform(work: Work) -> tuple[bool, str]:
    out = io.StringIO()
    done = report.perform([Step("water the plants", work, "Fill the can.")], Screen(out))
    return done, out.getvalue()


def _python(code: str) -> Work:
    def work(screen: Screen) -> str:
        system.run(screen, sys.executable, "-c", code)
        return "done"

    return work


def test_a_failing_program_gives_step_cause_and_remedy():
    done, said = _perform(_python("print('the can is empty'); raise SystemExit(3)"))
    assert not done
    assert "The step “water the plants” failed." in said
    assert "ended with status 3" in said
    assert "the can is empty" in said
    assert "Remedy: Fill the can." in said


def test_a_missing_program_is_named():
    def work(screen: Screen) -> str:
        system.run(screen, "no-such-program")
        return ""

    done, said = _perform(work)
    assert not done
    assert "`no-such-program` could not be started" in said


def test_a_step_that_knows_the_remedy_gives_its_own():
    def work(_screen: Screen) -> str:
        raise StepError("the door is locked", "Take the key.\nOr knock.")

    done, said = _perform(work)
    assert not done
    assert "Cause:  the door is locked" in said
    assert "Remedy: Take the key.\n        Or knock." in said


def test_only_the_end_of_a_long_output_is_quoted_and_all_of_it_is_logged():
    _done, said = _perform(_python("for i in range(1000): print('line', i)\nraise SystemExit(1)"))
    assert "line 999" in said
    assert "line 900" not in said
    assert "line 0" in system.LOG.read_text()


def test_nothing_after_a_failed_step_is_done():
    def fail(_screen: Screen) -> str:
        raise StepError("no", "no")

    reached: list[str] = []

    def reach(_screen: Screen) -> str:
        reached.append("second")
        return ""

    report.perform([Step("first", fail, ""), Step("second", reach, "")], Screen(io.StringIO()))
    assert reached == []


def test_a_step_that_succeeds_prints_one_line_with_its_time():
    done, said = _perform(_python("print('a line\\x1b[31m of output')"))
    assert done
    assert len(said.splitlines()) == 1
    assert said.split() == ["ok", "water", "the", "plants", *said.split()[4:]]
    assert " s  done" in said


def test_the_set_up_keeps_its_log_where_clean_removes_it():
    assert state.LOG.parent.name == ".build"
