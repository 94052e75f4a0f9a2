"""Images as one file, for machines that cannot build them.

The file is what `docker save` writes, with one member more: a manifest that names the images, their fingerprints and
the hash of everything before it. Nothing of an archive is ever unpacked by us: it is read in place, held against this
release, and handed to the engine. The hash finds damage, not malice: import from machines that are trusted.
"""

import errno
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any, Literal

import docker
import requests
from docker.errors import APIError, DockerException
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.errors import ArchiveRefused, FingerprintMismatch
from sandbox.images import catalogue, store
from sandbox.images.catalogue import Image
from sandbox.images.store import Progress

MANIFEST = "holdout.json"
_CHUNK = 1 << 20
_TOLD_EVERY = 64 << 20
_SMALL = 16 << 20
_PATIENCE_SECONDS = 900
_END_OF_TAR = bytes(1024)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    environment: str
    fingerprint: str


class _Manifest(BaseModel):
    """``bytes`` and ``sha256`` are of the archive up to the manifest itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    images: Annotated[list[_Entry], Field(min_length=1)]
    bytes: int
    sha256: str


def export(client: docker.DockerClient, images: list[Image], target: Path, progress: Progress) -> int:
    """Write images into one file, which appears when it is complete; its size in bytes.

    Raises:
        ImageMissing, FingerprintMismatch, ArchiveRefused, EngineUnavailable
    """
    for image in images:
        store.digest(client, image)
    with _appearing(target) as path:
        _save(client, [image.tag for image in images], path, progress)
        with tarfile.open(path, "a") as archive:
            length: int = archive.offset  # where the next member goes
            manifest = _Manifest(
                images=[_Entry(environment=image.environment, fingerprint=image.fingerprint) for image in images],
                bytes=length,
                sha256=_sha256(path, length),
            )
            body = manifest.model_dump_json().encode()
            member = tarfile.TarInfo(MANIFEST)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
        return path.stat().st_size


def load(client: docker.DockerClient, path: Path, progress: Progress) -> list[Image]:
    """Bring an archive's images into the engine; nothing is loaded of one that does not fit this release.

    Raises:
        ArchiveRefused, FingerprintMismatch, EngineUnavailable
    """
    manifest = _read(path)
    images = [_of_this_release(entry) for entry in manifest.images]
    progress(f"checking {path.name}")
    if _sha256(path, manifest.bytes) != manifest.sha256:
        raise ArchiveRefused(f"{path} is damaged: its content is not what was exported. Copy or export it again.")
    _check_docker_manifest(path, images)
    _hand_over(client, path, manifest.bytes, progress)
    for image in images:
        store.digest(client, image)
    return images


def _save(client: docker.DockerClient, tags: list[str], path: Path, progress: Progress) -> None:
    """The SDK saves one image at a time; the engine's own call takes several and writes shared layers once."""
    url = f"{client.api.base_url}/v{client.api.api_version}/images/get"
    written, told = 0, 0
    try:
        with (
            client.api.get(url, params={"names": tags}, stream=True, timeout=_PATIENCE_SECONDS) as answer,
            path.open("wb") as file,
        ):
            answer.raise_for_status()
            for chunk in answer.iter_content(_CHUNK):
                file.write(chunk)
                written += len(chunk)
                if written - told >= _TOLD_EVERY:
                    told = written
                    progress(f"{written >> 20} MiB written")
    except requests.RequestException as error:
        raise ArchiveRefused(f"Docker stopped saving {', '.join(tags)}: {error}. See `docker info`.") from error


def _read(path: Path) -> _Manifest:
    """The manifest of an archive whose members are all where a tar may have them."""
    with _readable(path) as archive:
        members = archive.getmembers()
        last = members[-1] if members else None
        if last is None or last.name != MANIFEST or not last.isreg() or last.size > _SMALL:
            raise ArchiveRefused(f"{path} has no manifest: it is cut off, or not written by `holdout images export`.")
        if any(member.name.startswith("/") or ".." in Path(member.name).parts for member in members):
            raise ArchiveRefused(f"{path} reaches outside of itself: it is not written by `holdout images export`.")
        try:
            manifest = _Manifest.model_validate_json(_content(archive, last))
        except ValidationError as error:
            raise ArchiveRefused(f"the manifest of {path} cannot be read: {error}. Export it again.") from error
        if manifest.bytes != last.offset:
            raise ArchiveRefused(f"{path} is damaged: it has another length than was exported. Export it again.")
        return manifest


def _of_this_release(entry: _Entry) -> Image:
    if entry.environment not in catalogue.environments():
        known = ", ".join(catalogue.environments())
        raise ArchiveRefused(f"the archive has an environment `{entry.environment}`; this release has: {known}.")
    image = catalogue.image(entry.environment)
    if entry.fingerprint != image.fingerprint:
        raise FingerprintMismatch(
            f"the archive's image of `{entry.environment}` has fingerprint {entry.fingerprint}, this release needs "
            f"{image.fingerprint}. Export it from a machine with this release, or build it here with "
            f"`holdout images build {entry.environment}`."
        )
    return image


def _check_docker_manifest(path: Path, images: list[Image]) -> None:
    """What Docker would name after loading: our tags and no others, each on an image with its labels."""
    with _readable(path) as archive:
        try:
            entries = json.loads(_content(archive, archive.getmember("manifest.json")))
            found = {tag: entry["Config"] for entry in entries for tag in entry["RepoTags"]}
            labels = {tag: _labels(archive, config) for tag, config in found.items()}
        except (KeyError, TypeError, ValueError) as error:
            raise ArchiveRefused(f"{path} is not what `docker save` writes: {error!r}. Export it again.") from error
    if sorted(found) != sorted(image.tag for image in images):
        raise ArchiveRefused(f"{path} would bring {', '.join(sorted(found))}, which is not what its manifest names.")
    for image in images:
        store.verify(image, labels[image.tag])


def _labels(archive: tarfile.TarFile, config: str) -> dict[str, str]:
    labels: dict[str, str] = json.loads(_content(archive, archive.getmember(config)))["config"]["Labels"] or {}
    return labels


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if not member.isreg() or member.size > _SMALL:
        raise ValueError(f"{member.name} is not a small file")
    stream = archive.extractfile(member)
    return stream.read() if stream else b""


def _hand_over(client: docker.DockerClient, path: Path, length: int, progress: Progress) -> None:
    client.api.timeout = _PATIENCE_SECONDS  # the engine is silent while it unpacks
    try:
        with path.open("rb") as file:
            for said in client.api.load_image(_told(file, length, progress), quiet=True):  # type: ignore[no-untyped-call]  # typeshed
                _refuse_error(path, said)
    except (APIError, DockerException, requests.RequestException) as error:
        raise ArchiveRefused(f"Docker would not load {path}: {error}. Check disk space and `docker info`.") from error


def _refuse_error(path: Path, said: dict[str, Any]) -> None:
    problem = said.get("error") or said.get("message")
    if problem:
        raise ArchiveRefused(f"Docker would not load {path}: {problem}. Check disk space and `docker info`.")


def _told(file: IO[bytes], length: int, progress: Progress) -> Iterator[bytes]:
    for number, chunk in enumerate(_chunks(file, length)):
        yield chunk
        if number * _CHUNK % _TOLD_EVERY == 0 and number:
            progress(f"{number * _CHUNK >> 20} of {length >> 20} MiB loaded")
    yield _END_OF_TAR


def _chunks(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(_CHUNK, length))):
        length -= len(chunk)
        yield chunk


def _sha256(path: Path, length: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in _chunks(file, length):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _readable(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except tarfile.TarError as error:
        raise ArchiveRefused(f"{path} is not a readable archive: {error}. Export or copy it again.") from error
    except OSError as error:
        raise ArchiveRefused(f"{path} cannot be read: {error.strerror}. Name a file that can.") from error


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A path beside the target that becomes it at the end, and is gone after a failure."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        try:
            yield Path(name)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        remedy = "Free disk space" if error.errno == errno.ENOSPC else "Name a file in a folder that can be written"
        raise ArchiveRefused(f"{target} cannot be written: {error.strerror or error}. {remedy}.") from error
