import subprocess
from collections.abc import Callable
from pathlib import Path

Start = Callable[[str], subprocess.Popen[str]]

INSTALL = """
import io
from scripts.setup import python_env as env
from scripts.setup.report import Screen
screen = Screen(io.StringIO())
print(env.environment(screen) or "made", "|", env.packages("base", covered_by="dev")(screen) or "installed")
"""


def _install(start: Start) -> str:
    return start(INSTALL).communicate()[0]


def test_a_second_installation_has_nothing_to_do(start: Start):
    _install(start)
    assert _install(start) == "already there | already there\n"


def test_a_changed_lock_is_installed(tree: Path, start: Start):
    _install(start)
    (tree / "requirements" / "base.txt").write_text("# something else\n")
    assert _install(start) == "already there | installed\n"


def test_a_package_whose_hash_is_missing_is_refused_and_nothing_is_stamped(tree: Path, start: Start):
    _install(start)
    lock = tree / "requirements" / "base.txt"
    before = (tree / ".venv" / "holdout-base.stamp").read_text()
    lock.write_text("six==1.17.0\n")
    assert "Hashes are required" in _install(start)
    lock.write_text("# nothing\n")
    assert (tree / ".venv" / "holdout-base.stamp").read_text() == before


def test_an_environment_that_was_cut_short_is_made_anew(tree: Path, start: Start):
    _install(start)
    half = tree / ".venv" / "lib" / "half-a-package"
    half.touch()
    (tree / ".venv" / "installing").touch()
    assert _install(start) == "made again: the last installation was interrupted | installed\n"
    assert not half.exists()


def test_an_environment_whose_folder_was_moved_is_made_anew(tree: Path, start: Start):
    _install(start)
    pip = tree / ".venv" / "bin" / "pip"
    pip.write_text(pip.read_text().replace(str(tree), "/elsewhere"))
    assert _install(start) == "made | installed\n"
