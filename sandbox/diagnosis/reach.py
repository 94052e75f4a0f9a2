"""Reaching the Docker engine that the environment names, and saying why it cannot be reached.

Owns the address, the oldest interface that will do, and the words for each way of failing.
"""

import errno
import grp
import os
import socket
import stat
from contextlib import closing
from pathlib import Path

import docker
from docker.errors import APIError, DockerException

from sandbox.errors import EngineTooOld, EngineUnavailable, SocketForbidden

MINIMUM_API = (1, 41)  # Docker 20.10: the first with control groups of version 2 and a seccomp default for clone3
_DEFAULT_SOCKET = "unix:///var/run/docker.sock"


def address() -> str:
    """Where the engine is looked for."""
    return os.environ.get("DOCKER_HOST") or _DEFAULT_SOCKET


def is_local() -> bool:
    """Whether the engine shares this machine's disk and kernel, as far as its address tells."""
    return address().startswith("unix://")


def connect(seconds: float = 60) -> docker.DockerClient:
    """A client of the engine that the environment names; each of its calls ends within ``seconds``.

    Raises:
        EngineUnavailable: nothing answers there.
        SocketForbidden: this process may not use the socket.
        EngineTooOld
    """
    try:
        _knock(seconds)
        with closing(_client(".".join(map(str, MINIMUM_API)), seconds)) as asking:  # closed also where it is refused
            found = str(asking.version(api_version=False).get("ApiVersion"))
    except (DockerException, OSError, ValueError) as error:
        raise _explain(error) from error
    numbers = tuple(int(part) for part in found.split(".") if part.isdigit())
    if not numbers:
        raise EngineUnavailable(f"what answers at {address()} is no Docker engine. Correct DOCKER_HOST.")
    if numbers < MINIMUM_API:
        raise EngineTooOld(
            f"the Docker engine at {address()} speaks interface {found}, which is too old. "
            "Upgrade it to Docker 20.10 (interface 1.41) or newer."
        )
    return _client(found, seconds)


def _knock(seconds: float) -> None:
    """Open and close a socket file: the library leaves its own half open when that fails."""
    if is_local():
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.settimeout(seconds)
            knocking.connect(address().removeprefix("unix://"))


def _client(version: str, seconds: float) -> docker.DockerClient:
    """A client that has not spoken to the engine yet."""
    return docker.from_env(version=version, timeout=seconds)  # type: ignore[arg-type]  # the stubs know whole seconds only


def _explain(error: Exception) -> EngineUnavailable:
    cause = _system_error(error)
    where = address()
    if isinstance(cause, PermissionError):
        return SocketForbidden(_forbidden(Path(where.removeprefix("unix://"))))
    if isinstance(cause, FileNotFoundError):
        return EngineUnavailable(
            f"no Docker engine answers: there is no socket at {where}. "
            "Start Docker (`make run` or `systemctl start docker`), or set DOCKER_HOST to an engine."
        )
    if isinstance(cause, ConnectionRefusedError):
        return EngineUnavailable(
            f"no Docker engine answers: nothing listens at {where}. "
            "Start Docker (`make run` or `systemctl start docker`), or correct DOCKER_HOST."
        )
    if isinstance(cause, socket.gaierror):
        return EngineUnavailable(
            f"no host of the name in DOCKER_HOST ({where}) is known. Start what has that name, or correct DOCKER_HOST."
        )
    if isinstance(cause, TimeoutError) or "timed out" in str(error):
        return EngineUnavailable(
            f"the Docker engine at {where} takes connections and does not answer. Restart it, and look at its log "
            "(`journalctl -u docker`)."
        )
    said = error.explanation if isinstance(error, APIError) else None  # by the engine, or by what stands before it
    return EngineUnavailable(
        f"the Docker engine at {where} cannot be used: {said}."
        if said
        else f"no Docker engine can be reached at {where}: {error}. "
        "Set DOCKER_HOST to unix:///path/of/the.sock or tcp://host:port, or leave it out."
    )


def _system_error(error: BaseException) -> OSError | None:
    """The error of the operating system at the bottom of what the libraries made of it."""
    found: OSError | None = None
    following: BaseException | None = error
    while following is not None:
        if isinstance(following, OSError) and (following.errno is not None or isinstance(following, TimeoutError)):
            found = following
        following = following.__cause__ or following.__context__
    if found is not None and found.errno == errno.ENOTSOCK:
        return ConnectionRefusedError(found.errno, "not a socket")
    return found


def _forbidden(path: Path) -> str:
    who = f"uid {os.geteuid()}"
    try:
        status = path.stat()
    except OSError:
        return (
            f"{who} may not reach the engine's socket {path}: a folder above it is closed. "
            f"Open {path.parent} to this user, or set DOCKER_HOST to another engine."
        )
    group = _group(status.st_gid)
    if not status.st_mode & stat.S_IWGRP:
        return (
            f"{who} may not use the engine's socket {path}, and neither may its group {group}. "
            f"`chgrp docker {path} && chmod 660 {path}`, then add the user to that group."
        )
    return (
        f"{who} may not use the engine's socket {path}, which belongs to the group {group}. Add the user to it "
        f"(`usermod -aG {group} NAME`) and sign in anew; in a container, give it that group (DOCKER_GID in .env)."
    )


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
