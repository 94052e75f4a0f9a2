"""Which environments can be used on this engine."""

from collections.abc import Set as AbstractSet

import docker

from sandbox.diagnosis.finding import Finding, ok, problem, warning
from sandbox.errors import FingerprintMismatch
from sandbox.images import catalogue, store


def look(client: docker.DockerClient, needed: AbstractSet[str]) -> list[Finding]:
    """One finding for each environment; a missing one that is not ``needed`` is a warning only."""
    return [_image(client, environment, needed) for environment in catalogue.environments()]


def _image(client: docker.DockerClient, environment: str, needed: AbstractSet[str]) -> Finding:
    image, name = catalogue.image(environment), f"image {environment}"
    if store.exists(client, image.tag):
        try:
            return ok(name, f"{image.tag}, {store.digest(client, image)[:19]}")
        except FingerprintMismatch as mismatch:
            return problem(name, str(mismatch), f"`holdout images build {environment}`")
    repository = image.tag.partition(":")[0]
    older = len(client.images.list(name=repository))
    detail = f"{image.tag} is missing" + (f"; there are {older} of other releases" if older else "")
    remedy = f"`holdout images build {environment}`"
    return (
        problem(name, detail, remedy)
        if environment in needed
        else warning(name, f"{detail}; no problem names it", remedy)
    )
