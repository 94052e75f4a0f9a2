"""Other ways to run the job, each a callable that runs it once and returns what it printed.

Runs in the benchmark's own environment (`make bench-engine` makes it), so that no peer's library enters the
application's. A way that cannot be used here raises `Unavailable` with the reason.
"""

import importlib
import io
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.engine import floor, job

Run = Callable[[], "str | bytes"]
_HARDENED: dict[str, Any] = {
    "network_mode": "none",
    "read_only": True,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
    "user": "10001:10001",
    "mem_limit": "512m",
    "memswap_limit": "512m",
    "pids_limit": 64,
    "tmpfs": {"/tmp": "rw,noexec,nosuid,nodev,size=16m"},  # noqa: S108 - inside the container
}
_POOLED = 8


class Unavailable(Exception):
    """This way cannot be measured on this machine; the message says why."""


@contextmanager
def bare_fork(_image: str) -> Iterator[Run]:
    """The floor."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "floor.sock")
        command = [sys.executable, "-m", "benchmarks.engine.floor", path]
        zygote = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert zygote.stdout is not None
        zygote.stdout.readline()
        try:
            yield lambda: floor.ask(path)
        finally:
            zygote.kill()
            zygote.wait()


@contextmanager
def interpreter(_image: str) -> Iterator[Run]:
    """A fresh interpreter per job, without isolation."""
    yield lambda: _output([sys.executable, "-c", job.SCRIPT])


@contextmanager
def bubblewrap(_image: str) -> Iterator[Run]:
    """A fresh interpreter per job in bubblewrap's namespaces."""
    if shutil.which("bwrap") is None:
        raise Unavailable("bubblewrap is missing: `apt-get install bubblewrap`")
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"]  # noqa: S108 - inside the sandbox
    # Only what Python needs: binding the whole root would drag in the mounts of every running container.
    for path in ("/usr", "/bin", "/lib", "/lib64", "/etc", sys.base_prefix, sys.prefix):
        command += ["--ro-bind-try", path, path]
    try:
        _output([*command, "true"])
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"bubblewrap does not work here: {error.stderr.decode().strip()}") from error
    yield lambda: _output([*command, sys.executable, "-c", job.SCRIPT])


@contextmanager
def docker_exec(image: str) -> Iterator[Run]:
    """`docker exec` of a fresh interpreter into one warm container, by the SDK."""
    client = _docker()
    warm = client.containers.run(image, ["sleep", "infinity"], detach=True, environment=job.ONE_THREAD, **_HARDENED)
    try:
        yield lambda: warm.exec_run(["python3", "-c", job.SCRIPT]).output
    finally:
        warm.remove(force=True)


@contextmanager
def docker_run_sdk(image: str) -> Iterator[Run]:
    """A hardened container per job by the SDK: create, start, wait, logs, remove."""
    client = _docker()

    def once() -> bytes:
        container = client.containers.create(
            image, ["python3", "-c", job.SCRIPT], environment=job.ONE_THREAD, **_HARDENED
        )
        try:
            container.start()
            container.wait()
            output: bytes = container.logs()
        finally:
            container.remove(force=True)
        return output

    yield once


@contextmanager
def docker_run_cli(image: str) -> Iterator[Run]:
    """A hardened container per job by `docker run --rm`."""
    if shutil.which("docker") is None:
        raise Unavailable("the docker command is missing")
    command = ["docker", "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--user=10001:10001"]
    command += ["--security-opt=no-new-privileges", "--memory=512m", "--memory-swap=512m", "--pids-limit=64"]
    command += [f"--env={name}={value}" for name, value in job.ONE_THREAD.items()]
    command += ["--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=16m", image, "python3", "-c", job.SCRIPT]
    yield lambda: _output(command)


@contextmanager
def epicbox(image: str) -> Iterator[Run]:
    """epicbox: a container per job."""
    library = _library("epicbox")
    logging.disable(logging.CRITICAL)
    library.configure(profiles=[library.Profile("job", image)])
    limits = {"cputime": 10, "realtime": 60, "memory": 512}
    files = [{"name": "main.py", "content": job.SCRIPT.encode()}]

    def once() -> bytes:
        result = library.run("job", "python3 main.py", files=files, limits=limits)
        output: bytes = result["stdout"]
        return output or result["stderr"]

    yield once


@contextmanager
def llm_sandbox(image: str) -> Iterator[Run]:
    """llm-sandbox with its pool of containers, which are reused and not cleaned between jobs."""
    library = _library("llm_sandbox.pool")
    tag = _with_the_paths_llm_sandbox_expects(image)
    pool = library.create_pool_manager(
        backend="docker",
        config=library.PoolConfig(max_pool_size=_POOLED, min_pool_size=_POOLED),
        lang="python",
        image=tag,
        skip_environment_setup=True,
        runtime_configs={"network_mode": "none", "environment": dict(job.ONE_THREAD)},
    )

    def once() -> str:
        with library.PooledSandboxSession(pool_manager=pool) as session:
            result = session.run(job.SCRIPT)
        return str(result.stdout or result.stderr)

    try:
        yield once
    finally:
        pool.close()
        _docker().images.remove(tag, force=True)


WAYS = {
    "floor": bare_fork,
    "interpreter": interpreter,
    "bubblewrap": bubblewrap,
    "docker_exec": docker_exec,
    "docker_run_sdk": docker_run_sdk,
    "docker_run_cli": docker_run_cli,
    "epicbox": epicbox,
    "llm_sandbox": llm_sandbox,
}
# A wall of some kind stands around the job in these; the others show what a job costs without.
ISOLATED = ("bubblewrap", "docker_exec", "docker_run_sdk", "docker_run_cli", "epicbox", "llm_sandbox")


def _output(command: list[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Unavailable(f"{name} is not installed ({error}): `make bench-engine` installs it") from error


def _docker() -> Any:
    return _library("docker").from_env(timeout=120)


def _with_the_paths_llm_sandbox_expects(image: str) -> str:
    """The same image with the interpreter where llm-sandbox looks for its virtual environment."""
    tag = f"holdout-bench-llm-sandbox:{image.rpartition(':')[2]}"
    folder = f"/sandbox/{_library('llm_sandbox.core.session_base').PYTHON_VENV_DIR_NAME}/bin"
    recipe = f"FROM {image}\nUSER root\nRUN mkdir -p {folder} && ln -s /usr/bin/python3 {folder}/python\n"
    recipe += 'CMD ["sleep", "infinity"]\n'
    client = _docker()
    client.images.build(fileobj=io.BytesIO(recipe.encode()), tag=tag, rm=True, network_mode="none")
    return tag


os.environ.update(job.ONE_THREAD)
