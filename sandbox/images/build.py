"""Building the images, on a machine with or without access to a registry.

Wheels are staged by the host's pip from the hash lock; the builds themselves need no network. The base system
comes from the registry's Debian image, or, where that cannot be reached, from an equal one made by mmdebstrap.
"""

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docker
from docker.errors import APIError, BuildError, DockerException

from sandbox import containers
from sandbox.errors import SandboxFault
from sandbox.images import catalogue
from sandbox.images.catalogue import Image

Progress = Callable[[str], None]
_GLIBC = ("2_17", "2_24", "2_27", "2_28", "2_31", "2_34", "2_35", "2_36")
_BASE_IMAGE = "debian:bookworm-slim"


class BuildFailed(SandboxFault):
    """An image could not be built; the message names the step, the cause and the remedy."""


def build(environments: list[str], progress: Progress) -> list[Image]:
    """Build what is missing of these environments; present images cost a look-up each.

    Raises:
        BuildFailed, EngineUnavailable, UnknownEnvironment
    """
    images = [catalogue.image(environment) for environment in environments]
    with closing(containers.connect()) as client:
        for image in images:
            if not catalogue.exists(client, image.tag):
                _build_one(client, image, progress)
    return images


def _build_one(client: docker.DockerClient, image: Image, progress: Progress) -> None:
    if not catalogue.exists(client, image.dependencies_tag):
        if not catalogue.exists(client, catalogue.base_tag()):
            _build_base(client, progress)
        progress(f"{image.environment}: staging locked wheels")
        with tempfile.TemporaryDirectory() as folder:
            _stage_wheels(image, Path(folder) / "site")
            progress(f"{image.environment}: building the dependency layer")
            _docker_build(client, Path(folder), "dependencies", image.dependencies_tag, BASE=catalogue.base_tag())
    progress(f"{image.environment}: building {image.tag}")
    with tempfile.TemporaryDirectory() as folder:
        for source in catalogue.code_files(image.environment):
            target = Path(folder) / "code" / source.relative_to(catalogue.SANDBOX)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        _docker_build(client, Path(folder), "environment", image.tag, DEPENDENCIES=image.dependencies_tag)


def _build_base(client: docker.DockerClient, progress: Progress) -> None:
    try:
        if not catalogue.exists(client, _BASE_IMAGE):
            progress(f"base: pulling {_BASE_IMAGE}")
            client.images.pull(_BASE_IMAGE)
        with tempfile.TemporaryDirectory() as folder:
            progress("base: adding Python")
            _docker_build(client, Path(folder), "base", catalogue.base_tag(), network=None)
    except (DockerException, SandboxFault):
        progress("base: no registry in reach, bootstrapping an equal system from Debian packages (about 30 s)")
        _bootstrap_base(client)


def _bootstrap_base(client: docker.DockerClient) -> None:
    if shutil.which("mmdebstrap") is None:
        raise BuildFailed(
            "base image: no registry can be reached and mmdebstrap is missing. `apt-get install mmdebstrap`."
        )
    with tempfile.TemporaryDirectory() as folder:
        tarball = Path(folder) / "base.tar"
        command = ["mmdebstrap", "--variant=minbase", f"--include={','.join(catalogue.BASE_PACKAGES)}"]
        _run("base image: mmdebstrap", [*command, catalogue.SUITE, str(tarball)])
        repository, tag = catalogue.base_tag().split(":")
        client.api.import_image_from_file(str(tarball), repository=repository, tag=tag)


def _stage_wheels(image: Image, target: Path) -> None:
    machine = platform.machine()
    platforms = [f"--platform=manylinux_{version}_{machine}" for version in _GLIBC]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--python-version=3.11", "--implementation=cp"]
    command += [*platforms, f"--platform=manylinux2014_{machine}", "-r", str(image.lock)]
    _run(f"{image.environment}: staging wheels", command)


def _docker_build(
    client: docker.DockerClient, context: Path, recipe: str, tag: str, *, network: str | None = "none", **arguments: str
) -> None:
    shutil.copyfile(catalogue.RECIPES / f"{recipe}.Dockerfile", context / "Dockerfile")
    try:
        client.images.build(
            path=str(context), tag=tag, buildargs=arguments, network_mode=network, rm=True, forcerm=True
        )
    except BuildError as error:
        log = "".join(str(part.get("stream", "")) for part in error.build_log)
        raise BuildFailed(f"building {tag} failed: {error}\n{log[-1500:]}") from error
    except APIError as error:
        raise BuildFailed(
            f"building {tag} failed: {error}. Check disk space and `docker info`, then try again."
        ) from error


def _run(step: str, command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        tail = "\n".join((result.stderr or result.stdout).strip().splitlines()[-8:])
        raise BuildFailed(f"{step} failed with status {result.returncode}:\n{tail}\nCheck the network, then try again.")
