"""What a Docker engine holds of our images: looking, listing, removing. Images are found by their labels."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import docker
from docker.errors import APIError, ImageNotFound

from sandbox.errors import EngineUnavailable, FingerprintMismatch, ImageMissing
from sandbox.images import catalogue
from sandbox.images.catalogue import ENVIRONMENT_LABEL, FINGERPRINT_LABEL, Image

Progress = Callable[[str], None]
State = Literal["present", "stale", "missing", "mismatched"]
_CONFLICT = 409
_REPOSITORY = re.compile(r"holdout-(dependencies-)?[a-z]+:[0-9a-f]{16}")


@dataclass(frozen=True)
class Held:
    """An image the engine holds.

    ``tag`` is None for one that lost it to a newer build; ``size`` in bytes, with the layers it shares with others.
    """

    tag: str | None
    environment: str
    fingerprint: str
    digest: str
    size: int


@dataclass(frozen=True)
class Row:
    """One line of the list: an environment of this release, or an image of another release (``stale``)."""

    environment: str
    state: State
    fingerprint: str
    digest: str | None = None
    size: int | None = None

    def as_text(self) -> str:
        """One line of a table, hashes shortened as in tags."""
        size = "" if self.size is None else f"{self.size / 1e6:.0f} MB"
        digest = (self.digest or "").removeprefix("sha256:")
        return f"{self.environment:<12}{self.state:<12}{self.fingerprint[:16]:<18}{digest[:16]:<18}{size:>8}".rstrip()


@dataclass(frozen=True)
class Pruned:
    """What a clean-up removed, what it had to leave since it is in use, and the bytes of disk it freed.

    ``freed`` is what the engine's layers shrank by meanwhile: nothing where something else was built at the same time.
    """

    removed: list[Held]
    kept: list[Held]
    freed: int


def exists(client: docker.DockerClient, tag: str) -> bool:
    """Whether the engine holds this tag.

    Raises:
        EngineUnavailable
    """
    with _answering():
        try:
            client.images.get(tag)
        except ImageNotFound:
            return False
        return True


def digest(client: docker.DockerClient, which: Image) -> str:
    """The digest of the image on this machine.

    Raises:
        ImageMissing, FingerprintMismatch, EngineUnavailable
    """
    with _answering():
        try:
            found = client.images.get(which.tag)
        except ImageNotFound as error:
            raise missing(which) from error
    verify(which, found.labels)
    return str(found.id)


def verify(which: Image, labels: dict[str, str]) -> None:
    """Hold the labels of an image, or of a container made from it, against what its tag promises.

    Raises:
        FingerprintMismatch
    """
    found = labels.get(FINGERPRINT_LABEL)
    if (labels.get(ENVIRONMENT_LABEL), found) != (which.environment, which.fingerprint):
        raise FingerprintMismatch(
            f"image {which.tag} was made with fingerprint {found or '(none)'} and not with {which.fingerprint}. "
            f"Build it anew with `holdout images build {which.environment}`."
        )


def missing(which: Image) -> ImageMissing:
    """The error for an image the engine does not hold."""
    return ImageMissing(
        f"image {which.tag} is missing. Build it with `holdout images build {which.environment}`, or bring it from "
        "another machine with `holdout images export` and `holdout images import`."
    )


def rows(client: docker.DockerClient) -> list[Row]:
    """Every environment of this release, and what is held of others.

    Raises:
        EngineUnavailable
    """
    everything = held(client)
    listed = []
    for environment in catalogue.environments():
        image = catalogue.image(environment)
        mine = [one for one in everything if (one.tag or "").startswith(f"holdout-{environment}:")]
        current = next((one for one in mine if one.tag == image.tag), None)
        listed.append(_row(image, current))
        listed += [
            Row(environment, "stale", one.fingerprint, one.digest, one.size) for one in mine if one.tag != image.tag
        ]
    return listed


def _row(image: Image, found: Held | None) -> Row:
    if found is None:
        return Row(image.environment, "missing", image.fingerprint)
    state: State = "present" if found.fingerprint == image.fingerprint else "mismatched"
    return Row(image.environment, state, image.fingerprint, found.digest, found.size)


def held(client: docker.DockerClient) -> list[Held]:
    """Every image of ours, whatever its release; those before labels are known by their names.

    Raises:
        EngineUnavailable
    """
    with _answering():
        summaries = client.api.images()
    return [one for summary in summaries for one in _held(summary)]


def _held(summary: dict[str, Any]) -> Iterator[Held]:
    labels = summary.get("Labels") or {}
    named = [tag for tag in summary.get("RepoTags") or [] if tag != "<none>:<none>"]
    nameless = [None] if FINGERPRINT_LABEL in labels and not named else []
    for tag in [tag for tag in named if _REPOSITORY.fullmatch(tag)] or nameless:
        yield Held(
            tag=tag,
            environment=labels.get(ENVIRONMENT_LABEL, ""),
            fingerprint=labels.get(FINGERPRINT_LABEL, ""),
            digest=str(summary["Id"]),
            size=int(summary["Size"]),
        )


def superfluous(client: docker.DockerClient) -> list[Held]:
    """What this release has no use for, in the order it can be removed: what stands on a layer goes before it.

    Raises:
        EngineUnavailable
    """
    images = [catalogue.image(environment) for environment in catalogue.environments()]
    needed = {catalogue.base_tag(), *(tag for image in images for tag in (image.tag, image.dependencies_tag))}
    return sorted((one for one in held(client) if one.tag not in needed), key=_rank)


def _rank(one: Held) -> int:
    tag = one.tag or ""
    return 3 if tag.startswith("holdout-base:") else 2 if tag.startswith("holdout-dependencies-") else 1 if tag else 0


def remove(client: docker.DockerClient, images: list[Held], progress: Progress) -> Pruned:
    """Remove these; an image that a container or another image stands on stays.

    Raises:
        EngineUnavailable
    """
    removed, kept = [], []
    with _answering():
        before = client.api.df()["LayersSize"]
        for one in images:
            try:
                client.api.remove_image(one.tag or one.digest)
            except ImageNotFound:
                continue
            except APIError as error:
                if error.status_code != _CONFLICT:
                    raise
                kept.append(one)
                progress(f"{one.tag or one.digest} is in use: left alone")
            else:
                removed.append(one)
                progress(f"{one.tag or one.digest} removed")
        return Pruned(removed, kept, max(0, before - client.api.df()["LayersSize"]))


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (APIError, OSError) as error:
        raise EngineUnavailable(f"the Docker engine does not answer: {error}. `docker info` says why.") from error
