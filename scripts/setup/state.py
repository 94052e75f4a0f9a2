"""What a set-up remembers: stamps beside what they describe, and the lock that lets one run at a time."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOG = ROOT / ".build" / "setup.log"


def digest(paths: Iterable[Path], *facts: str) -> str:
    """A key for the content of files (folders are walked) and for facts such as a version."""
    total = hashlib.sha256()
    for fact in facts:
        total.update(f"{fact}\0".encode())
    for file in sorted(file for path in paths for file in _files(path)):
        total.update(f"{file}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file() and file.suffix != ".pyc")
    elif path.exists():
        yield path


def is_current(stamp: Path, key: str) -> bool:
    """Whether the thing beside `stamp` was finished from exactly this content."""
    try:
        return stamp.read_text(encoding="utf-8").strip() == key
    except FileNotFoundError:
        return False


def write(stamp: Path, key: str) -> None:
    """Say that it is finished. All or nothing: an interruption leaves the old stamp or none."""
    fresh = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    fresh.write_text(f"{key}\n", encoding="utf-8")
    fresh.replace(stamp)


@contextmanager
def only_one(lock: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold `lock`, calling `waiting` once if another set-up holds it. The kernel frees it if we die."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
