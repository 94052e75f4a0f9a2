"""Building the images, on a machine with or without access to a registry.

Wheels are staged by the host's pip from the hash lock; the builds themselves need no network. The base system
comes from the registry's Debian image, or, where that cannot be reached, from an equal one made by mmdebstrap.
"""

import platform
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import docker
from docker.errors import APIError, BuildError, DockerException

from sandbox import containers
from sandbox.errors import FingerprintMismatch, ImageMissing, SandboxFault
from sandbox.images import catalogue, store
from sandbox.images.catalogue import ENVIRONMENT_LABEL, FINGERPRINT_LABEL, Image
from sandbox.images.store import Progress

_GLIBC = ("2_17", "2_24", "2_27", "2_28", "2_31", "2_34", "2_35", "2_36")
_BASE_IMAGE = "debian:bookworm-slim"
_TORCH_FOR_COMPILERS = ("include", "test")  # a fifth of it, and nothing in the sandbox compiles


class BuildFailed(SandboxFault):
    """An image could not be built; the message names the step, the cause and the remedy."""


def build(environments: list[str], progress: Progress) -> list[Image]:
    """Build what is missing of these environments, or is not what it says; present images cost a look-up each.

    Raises:
        BuildFailed, EngineUnavailable, UnknownEnvironment
    """
    images = [catalogue.image(environment) for environment in environments]
    with closing(containers.connect()) as client:
        for image in images:
            if not _is_there(client, image):
                _build_one(client, image, progress)
    return images


def _is_there(client: docker.DockerClient, image: Image) -> bool:
    try:
        store.digest(client, image)
    except (ImageMissing, FingerprintMismatch):
        return False
    return True


def _build_one(client: docker.DockerClient, image: Image, progress: Progress) -> None:
    if not store.exists(client, image.dependencies_tag):
        if not store.exists(client, catalogue.base_tag()):
            _build_base(client, progress)
        progress(f"{image.environment}: staging locked wheels")
        with tempfile.TemporaryDirectory() as folder:
            _stage_wheels(image, Path(folder) / "site")
            progress(f"{image.environment}: building the dependency layer")
            labels = _labels(image.environment, image.dependencies_fingerprint)
            arguments = {"BASE": catalogue.base_tag(), **labels}
            _docker_build(client, Path(folder), "dependencies", image.dependencies_tag, arguments)
    progress(f"{image.environment}: building {image.tag}")
    with tempfile.TemporaryDirectory() as folder:
        for source in catalogue.code_files(image.environment):
            target = Path(folder) / "code" / source.relative_to(catalogue.SANDBOX)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        labels = _labels(image.environment, image.fingerprint)
        arguments = {"DEPENDENCIES": image.dependencies_tag, **labels}
        _docker_build(client, Path(folder), "environment", image.tag, arguments)


def _labels(environment: str, fingerprint: str) -> dict[str, str]:
    return {"ENVIRONMENT": environment, "FINGERPRINT": fingerprint}


def _build_base(client: docker.DockerClient, progress: Progress) -> None:
    try:
        if not store.exists(client, _BASE_IMAGE):
            progress(f"base: pulling {_BASE_IMAGE}")
            client.images.pull(_BASE_IMAGE)
        with tempfile.TemporaryDirectory() as folder:
            progress("base: adding Python")
            arguments = _labels("base", catalogue.base_fingerprint())
            _docker_build(client, Path(folder), "base", catalogue.base_tag(), arguments, network=None)
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
        labels = {ENVIRONMENT_LABEL: "base", FINGERPRINT_LABEL: catalogue.base_fingerprint()}
        changes = [f"LABEL {name}={value}" for name, value in labels.items()]
        client.api.import_image_from_file(str(tarball), repository=repository, tag=tag, changes=changes)


def _stage_wheels(image: Image, target: Path) -> None:
    for lock in image.locks:
        if lock.name == catalogue.TORCH_LOCK:
            _stage_torch(lock, target)
        else:
            _stage(f"{image.environment}: staging wheels", lock, target)


def _stage_torch(lock: Path, target: Path) -> None:
    """The `+cpu` build where pip finds it, else the public one: of both, pip would take what an index has first."""
    cpu_lock = target.with_name("torch-cpu.txt")
    cpu_lock.write_text(re.sub(r"^torch==[0-9.]+", r"\g<0>+cpu", lock.read_text()))
    try:
        _stage("torch: staging the +cpu wheel", cpu_lock, target)
    except BuildFailed:
        _stage("torch: staging the public wheel", lock, target)
    refuse_cuda(target)
    for part in _TORCH_FOR_COMPILERS:
        shutil.rmtree(target / "torch" / part)


def _stage(step: str, lock: Path, target: Path) -> None:
    machine = platform.machine()
    platforms = [f"--platform=manylinux_{version}_{machine}" for version in _GLIBC]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "--no-deps", "--no-compile"]
    command += ["--require-hashes", "--only-binary=:all:", "--python-version=3.11", "--implementation=cp"]
    _run(step, [*command, *platforms, f"--platform=manylinux2014_{machine}", "-r", str(lock)])


def refuse_cuda(site: Path) -> None:
    """The public build of torch wants CUDA's libraries, which are not staged: it could not be imported.

    Raises:
        BuildFailed
    """
    version = site / "torch" / "version.py"
    if "cuda: Optional[str] = None" not in version.read_text():
        raise BuildFailed(
            "the wheel of torch that pip found is built for CUDA; the sandbox runs the `+cpu` build of its version. "
            "Name a folder that has its wheel in PIP_FIND_LINKS, or PyTorch's own index of CPU wheels in "
            "PIP_EXTRA_INDEX_URL, and build again; or bring the image with `holdout images import`."
        )


def _docker_build(
    client: docker.DockerClient,
    context: Path,
    recipe: str,
    tag: str,
    arguments: dict[str, str],
    *,
    network: str | None = "none",
) -> None:
    shutil.copyfile(catalogue.RECIPES / f"{recipe}.Dockerfile", context / "Dockerfile")
    try:
        client.images.build(
            path=str(context), tag=tag, buildargs=arguments, network_mode=network, rm=True, forcerm=True
        )
    except BuildError as error:
        log = "".join(str(part.get("stream", "")) for part in error.build_log)
        raise BuildFailed(f"building {tag} failed: {error}\n{log[-1500:]}\n{_remedy(str(error))}") from error
    except (APIError, OSError) as error:
        raise BuildFailed(f"building {tag} failed: {error}. {_remedy(str(error))}") from error


def _run(step: str, command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        output = (result.stderr or result.stdout).strip()
        tail = "\n".join(output.splitlines()[-8:])
        raise BuildFailed(f"{step} failed with status {result.returncode}:\n{tail}\n{_remedy(output)}")


def _remedy(said: str) -> str:
    if "no space left" in said.lower():
        return (
            "The disk is full: `holdout images prune` removes images of other releases; TMPDIR names another folder to "
            "stage in."
        )
    return "Check the network and `docker info`, then try again."
