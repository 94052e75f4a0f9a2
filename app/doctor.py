"""`holdout doctor`: looks at everything Holdout stands on and says what is wrong, each with its remedy.

Each look is bounded in time and by itself: what one cannot see, or a fault in one, does not stop the others. Changes
nothing but for one test grading, whose containers are removed.
"""

import asyncio
import os
import socket
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app import outside, worker
from app.attempts import counts_repository, presence_repository
from app.attempts.grading import SILENT_AFTER
from app.kit import migrate
from app.kit.db import create_engine, create_sessionmaker, sqlalchemy_url
from app.kit.embedded import EmbeddedPostgres
from app.kit.explained import Explained
from app.problems import bank
from app.problems.package_error import PackageError
from app.settings import Settings, SettingsError, load_settings
from app.web import MIGRATIONS
from sandbox.diagnosis import disk, enforces, images, probe, reach, runc
from sandbox.diagnosis.finding import Finding, explained, ok, problem, warning
from sandbox.engine import EngineSettings
from sandbox.errors import SandboxFault
from sandbox.job import step_of

Look = Callable[[], Iterable[Finding]]
SECONDS = 15.0
PROBE_SECONDS = 90.0
_ANSWER_SECONDS = 5
_SKEW_SECONDS = 2.0
_YEAR = 2026  # no clock of a machine that runs this release shows less
_COLOURS = {"ok": "\033[32m", "warning": "\033[33m", "problem": "\033[31m"}
_FIRST_COLUMNS = 8, 16


def examine() -> Iterator[Finding]:
    """Every finding, as it is made; the test grading comes last."""
    settings, findings = _settings()
    yield from findings
    needed: set[str] = {"judge"}
    yield from _bounded("problems", lambda: _problems(settings, needed))
    yield from _bounded("database", lambda: _database(settings), SECONDS * 2)
    yield from _bounded("port", lambda: [_port(settings)])
    yield from _bounded("outside", lambda: outside.look(settings), SECONDS * 3)
    if not settings.database_url:
        yield from _bounded("data", lambda: [_data(settings.data_dir)])
    found = [*_bounded("engine", lambda: _engine(settings, needed), SECONDS * 2)]
    yield from found
    if any(finding.name == "engine" and finding.state == "problem" for finding in found):
        yield warning("grading", "images, limits and jail were not looked at", "See `engine` above.")
    else:
        yield from _bounded("grading", lambda: asyncio.run(probe.look(worker.engine_settings(settings))), PROBE_SECONDS)


def _bounded(name: str, look: Look, seconds: float = SECONDS) -> list[Finding]:
    """What ``look`` finds within ``seconds``; a thread that hangs is left behind and dies with the program."""
    found: list[Finding] = []

    def run() -> None:
        try:
            found.extend(look())
        except (Explained, SandboxFault) as error:
            found.append(explained(name, error))
        except Exception as error:  # noqa: BLE001 - a look that fails is a finding, never a traceback
            found.append(problem(name, f"could not be looked at: {error!r}", "See docs/operations.md."))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        return [problem(name, f"no answer within {seconds:.0f} s", "See whether the disk, network or engine hangs.")]
    return found


def _settings() -> tuple[Settings, list[Finding]]:
    """The settings; the default stands in for a wrong one, so that the rest is still looked at."""
    try:
        return load_settings(), [ok("settings", "understood")]
    except SettingsError as error:
        lines = str(error).splitlines()
    findings = [explained("settings", ValueError(line)) for line in lines]
    try:
        return Settings(), findings
    except ValidationError as error:
        wrong = {str(item["loc"][0]).lower() for item in error.errors()}
        defaults: dict[str, Any] = {name: Settings.model_fields[name].default for name in wrong}
    try:
        return Settings(**defaults), findings
    except ValidationError:  # one that is missing beside another has no default that helps
        return Settings.model_construct(), findings


def _problems(settings: Settings, needed: set[str]) -> Iterator[Finding]:
    """The bank loads; collects the environments that its problems need."""
    folders = bank.find_folders(settings.problems_dir)
    most = settings.sandbox_slot_memory_mb
    loaded = 0
    for folder in folders:
        try:
            package = bank.load_package(folder)
        except PackageError as error:
            yield problem("problems", f"{error.file}: {error.message}", error.remedy)
            continue
        loaded += 1
        needed.add(package.spec.environment)
        if (step := step_of(package.memory_mb)) > most:
            yield warning(
                "problems",
                f"{package.name} grants {package.memory_mb} MiB, a container has {most}: no worker here takes it",
                f"Lower its limits.memory_mb, or set HOLDOUT_SANDBOX_SLOT_MEMORY_MB to {step}.",
            )
    if loaded:
        yield ok("problems", f"{loaded} load from {settings.problems_dir}")
    else:
        yield problem("problems", f"no problem loads from {settings.problems_dir}", "Set HOLDOUT_PROBLEMS_DIR.")


def _database(settings: Settings) -> list[Finding]:
    """The database answers and has this release's schema; what it knows of workers, and its clock."""
    if not settings.database_url and not (settings.data_dir / "postgres" / "PG_VERSION").exists():
        return [ok("database", f"embedded; made at the first start, in {settings.data_dir}"), _year()]
    with _url(settings) as url:
        try:
            return asyncio.run(_look_into(url))
        except (SQLAlchemyError, OSError) as error:
            cause = str(getattr(error, "orig", error))
            password = sqlalchemy_url(url).password
            detail = " ".join(cause.replace(password, "***").split() if password else cause.split())
            return [problem("database", f"does not answer: {detail}", "Check DATABASE_URL and that the server is up.")]


@contextmanager
def _url(settings: Settings) -> Iterator[str]:
    if settings.database_url:
        yield settings.database_url
        return
    embedded = EmbeddedPostgres(settings.data_dir)
    url = embedded.start()
    try:
        yield url
    finally:
        embedded.stop()


async def _look_into(url: str) -> list[Finding]:
    patient = sqlalchemy_url(url).update_query_dict({"connect_timeout": str(_ANSWER_SECONDS)})
    engine = create_engine(patient.render_as_string(hide_password=False))
    try:
        async with create_sessionmaker(engine)() as session:
            server = (await session.execute(select(func.current_setting("server_version")))).scalar_one()
            found, newest = await migrate.current(session), migrate.head(MIGRATIONS)
            theirs = (await session.execute(select(func.clock_timestamp()))).scalar_one()
            clock = _clock("the database", theirs)
            if found != newest:
                return [_other_schema(found, newest), clock]
            return [ok("database", f"PostgreSQL {server}, schema {found}"), clock, await _workers(session)]
    finally:
        await engine.dispose()


def _other_schema(found: str | None, newest: str | None) -> Finding:
    detail = f"its schema is {found or 'empty'}, this release's is {newest}"
    if found is None or migrate.knows(MIGRATIONS, found):
        return problem("database", detail, "`holdout migrate`")
    remedy = "Start the newer release that the schema belongs to, or restore a backup. What runs already goes on."
    return problem("database", detail, remedy)


async def _workers(session: AsyncSession) -> Finding:
    live = await presence_repository.live_workers(session, SILENT_AFTER)
    troubled = [f"{each.host} ({each.pid}): {each.trouble}" for each in live if each.trouble]
    if troubled:
        return warning("workers", "; ".join(troubled), "Run `holdout doctor` on that machine.")
    if live:
        said = [f"{w.host} ({w.pid}) {w.sandbox.get('jail')}, {w.sandbox.get('runtime')}" for w in live]
        return ok("workers", f"{len(live)}: {'; '.join(said)}")
    waiting = await counts_repository.count_queued(session)
    if waiting:
        return warning("workers", f"none, and {waiting} gradings wait", "Start one: `holdout worker`.")
    return ok("workers", "none is running")


def _year() -> Finding:
    now = datetime.now(UTC)
    if now.year < _YEAR:
        return problem("clock", f"shows {now:%Y-%m-%d}", "Set the machine's clock (`timedatectl set-ntp true`).")
    return ok("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _clock(whose: str, theirs: datetime) -> Finding:
    """The database's clock is everybody's while Holdout runs; what this machine writes of itself, its log, is off."""
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > _SKEW_SECONDS:
        remedy = (
            "Let both machines set their clocks by NTP (`timedatectl set-ntp true`): their logs do not fit together."
        )
        return warning("clock", f"{apart:.1f} s apart from {whose}'s", remedy)
    return _year()


def _port(settings: Settings) -> Finding:
    """The address of the settings can be listened at, or Holdout listens there already."""
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probing:
        probing.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probing.bind((settings.host, settings.port))
        except PermissionError:
            return problem("port", f"this user may not listen at {where}", "Set HOLDOUT_PORT to 1024 or more.")
        except OSError as error:
            if _is_holdout(settings):
                return ok("port", f"Holdout answers at {where}")
            remedy = "Stop what uses the port, or set HOLDOUT_PORT and HOLDOUT_HOST."
            return problem("port", f"{where} cannot be listened at ({error.strerror or error})", remedy)
    return ok("port", f"{where} is free")


def _is_holdout(settings: Settings) -> bool:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/healthz", timeout=_ANSWER_SECONDS) as answer:
            return bool(answer.read(3) == b"ok")
    except OSError:
        return False


def _data(folder: Path) -> Finding:
    """The embedded database's folder can be written and has room."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK):
        return problem("data", f"{there} cannot be written", "Give it to this user (`chown`), or set HOLDOUT_DATA_DIR.")
    return disk.look("data", folder)


def _engine(settings: Settings, needed: set[str]) -> Iterator[Finding]:
    """The engine, what it enforces, its room and its images."""
    with closing(reach.connect(_ANSWER_SECONDS)) as client:
        version, info = client.version(), client.info()
        yield enforces.engine(version)
        yield runc.look(version)
        yield from _host(info, worker.engine_settings(settings), needed - {"judge"})
        yield from images.look(client, needed)


def _host(info: dict[str, Any], wanted: EngineSettings, environments: set[str]) -> Iterator[Finding]:
    yield enforces.storage(info)
    yield from enforces.cgroups(info)
    yield enforces.seccomp(info)
    yield enforces.runtime(info, wanted.runtime)
    yield enforces.room(info, wanted, sorted(environments))
    root = Path(str(info.get("DockerRootDir")))
    yield disk.look("disk", root) if reach.is_local() and root.exists() else ok("disk", "on the engine's own machine")


def as_line(finding: Finding, *, coloured: bool) -> str:
    """A line for people, and a second one with the remedy."""
    state, name = _FIRST_COLUMNS
    colour, end = (_COLOURS[finding.state], "\033[0m") if coloured else ("", "")
    line = f"{colour}{finding.state:<{state}}{end} {finding.name:<{name}} {finding.detail}"
    return f"{line}\n{'':<{state + name + 2}}→ {finding.remedy}" if finding.remedy else line


def coloured() -> bool:
    """Colours are for a terminal, and for those who did not say otherwise."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
