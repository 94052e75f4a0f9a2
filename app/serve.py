"""Bringing Holdout up on one machine or as one part of several: database, schema, bank, web, worker."""

import asyncio
import contextlib
import gc
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app import preflight, worker
from app.attempts.record import GRADER_VERSION
from app.audit import service as audit
from app.identity import passkeys
from app.identity import service as identity
from app.identity.actor import Role
from app.kit import metrics, migrate, traces
from app.kit.clock import SystemClock
from app.kit.db import SessionMaker, create_engine, create_sessionmaker
from app.kit.embedded import EmbeddedPostgres
from app.kit.explained import Explained
from app.kit.templates import Assets
from app.kit.websocket import MAX_MESSAGE_BYTES, SlicedProtocol
from app.main import create_app
from app.operation import static_files
from app.problems import bank, upgrades
from app.problems.package_error import PackageError
from app.settings import BUILT, Part, Settings
from app.web import MIGRATIONS

Say = Callable[[str], None]
GRACE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a process listens."""

    web: socket.socket | None
    metrics: socket.socket | None


class PortTaken(Explained):
    """Nothing can listen at the address and port of the settings."""


@contextlib.contextmanager
def database(settings: Settings, say: Say) -> Iterator[str]:
    """The database's URL: the one that was set, or an embedded cluster for as long as the context lasts."""
    if settings.database_url:
        yield settings.database_url
        return
    say("database: starting the embedded PostgreSQL")
    embedded = EmbeddedPostgres(settings.data_dir)
    url = embedded.start()
    try:
        yield url
    finally:
        embedded.stop()


@contextlib.contextmanager
def migrated_database(settings: Settings, say: Say) -> Iterator[str]:
    """The URL of the database at this release's schema, which it is brought to where the settings allow that."""
    with database(settings, say) as url:
        if settings.migrate_at_start:
            say("database: bringing the schema up to date")
            migrate.upgrade(url, MIGRATIONS)
        else:
            migrate.require(url, MIGRATIONS)
        yield url


def bring_up(settings: Settings, part: Part, say: Say) -> None:
    """Serve until told to stop, after preparing what is missing. A taken port is noticed before anything is begun."""
    preflight.look(settings, part)
    with contextlib.ExitStack() as stack:
        host, port = settings.metrics_host, settings.metrics_port
        doors = Doors(
            None if part is Part.WORKER else stack.enter_context(_listening(settings.host, settings.port, "HOLDOUT")),
            None if port is None else stack.enter_context(_listening(host, port, "HOLDOUT_METRICS")),
        )
        url = stack.enter_context(migrated_database(settings, say))
        asyncio.run(_prepare_and_run(settings, url, part, doors, say))


async def _prepare_and_run(settings: Settings, url: str, part: Part, doors: Doors, say: Say) -> None:
    await prepare(settings, url, say)
    with traces.sent_to(settings.otlp_endpoint, part, GRADER_VERSION):
        await run(settings, url, part, doors, say)


@contextlib.asynccontextmanager
async def one_session(url: str) -> AsyncIterator[AsyncSession]:
    """A transaction for a command, on a connection of its own."""
    engine = create_engine(url)
    try:
        async with create_sessionmaker(engine).begin() as session:
            yield session
    finally:
        await engine.dispose()


async def verify_audit(url: str, head: str) -> tuple[audit.Verified, bool]:
    """What a check of the audit log found, and whether an entry has this digest (empty: none is looked for)."""
    async with one_session(url) as session:
        return await audit.verify(session), not head or await audit.has_digest(session, head)


async def add_person(url: str, *, email: str, name: str, password: str, roles: list[Role]) -> None:
    """Make an account; Invalid says what does not fit."""
    async with one_session(url) as session:
        await identity.add_user(session, SystemClock(), email=email, name=name, password=password, roles=roles)


async def forget_passkeys(url: str, email: str) -> int:
    """Take the passkeys of an account away; gives how many there were. NotFound without such an account."""
    async with one_session(url) as session:
        return await passkeys.forget(session, SystemClock(), email)


async def prepare(settings: Settings, url: str, say: Say) -> None:
    """First administrator, problem bank and built files, each only as far as it is missing."""
    engine = create_engine(url)
    try:
        sessionmaker = create_sessionmaker(engine)
        await load_bank(settings, sessionmaker, say)
        await static_files.keep(sessionmaker, SystemClock(), Assets(BUILT))
        async with sessionmaker.begin() as session:
            password = await identity.first_admin(session, SystemClock(), settings.admin_email)
        if password:
            say(f"first sign-in: {settings.admin_email}   password: {password}   (shown only now)")
    finally:
        await engine.dispose()


async def load_bank(settings: Settings, sessionmaker: SessionMaker, say: Say) -> None:
    """Bring every package of the bank into the database; a broken one is named and left out."""
    folders = bank.find_folders(settings.problems_dir)
    outcomes: Counter[str] = Counter()
    for folder in folders:
        try:
            package = await asyncio.to_thread(bank.load_package, folder)
            async with sessionmaker.begin() as session:
                synced = await upgrades.sync_package(session, package)
            outcomes[synced.outcome] += 1
        except PackageError as error:
            say(f"problem left out: {error}")
    say(f"problems: {len(folders)} in the bank, {outcomes['added']} new or changed")
    if outcomes["offered"]:
        say(f"problems: {outcomes['offered']} were changed here and are left so: the studio offers the bank's versions")


async def run(settings: Settings, url: str, part: Part, doors: Doors, say: Say) -> None:
    """Serve until SIGINT or SIGTERM; then let requests and gradings under way come to their end.

    Without a door there is no web in this process, or nothing for Prometheus.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as parts:
        if doors.metrics is not None:
            parts.create_task(_serve_metrics(doors.metrics, stop, say))
        if doors.web is not None:
            app = create_app(settings, url)
            app.state.grades_here = part is Part.ALL
            parts.create_task(_serve_web(app, settings, doors.web, stop, say))
        if part is not Part.WEB:
            parts.create_task(worker.run(settings, url, stop))
        leave_alone_what_stays()


def leave_alone_what_stays() -> None:
    """Keep the garbage collector off what is there when the work begins: to look through it all takes 0.1 s each time.

    For a process of its own only: what is in a cycle by now is never freed.
    """
    gc.collect()
    gc.freeze()


async def _serve_web(app: FastAPI, settings: Settings, door: socket.socket, stop: asyncio.Event, say: Say) -> None:
    host, port = door.getsockname()[:2]
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
        ws=SlicedProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # a keystroke is thirty bytes; compressing costs more than it saves
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    say(f"Holdout is at http://{host}:{port}/   (Ctrl-C stops it)")
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    app.state.hub.stop_waiting()  # live streams end, so that their connections close
    app.state.rooms.send_away()
    server.should_exit = True
    await serving


async def _serve_metrics(door: socket.socket, stop: asyncio.Event, say: Say) -> None:
    config = uvicorn.Config(metrics.application(), log_config=None, access_log=False, server_header=False)
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    watching = asyncio.create_task(metrics.watch_loop())
    host, port = door.getsockname()[:2]
    say(f"metrics: http://{host}:{port}/metrics")
    await stop.wait()
    watching.cancel()
    server.should_exit = True
    await serving


@contextlib.contextmanager
def _listening(host: str, port: int, settings: str) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be listened at ({error.strerror}). Stop what uses the port, "
                f"or set {settings}_PORT and {settings}_HOST."
            ) from error
        yield listening


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: `run` decides when to stop, for all parts of the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
