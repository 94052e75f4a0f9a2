"""Containers and volumes that a worker which is gone left behind. ADR 9 says what counts as one, and why.

Pairs end by themselves when their worker's stream closes; what is left are those that were never started, that
cannot run (paused, stopped by a signal), and what Docker itself forgot to remove.
"""

from datetime import UTC, datetime, timedelta

import docker
from docker.errors import DockerException
from docker.models.containers import Container

from sandbox import containers, living

STARTED_BY = timedelta(minutes=3)  # above all that Docker is given to create and start a pair


def remove(client: docker.DockerClient) -> int:
    """Remove them; gives how many containers. Other engines' pairs are left alone. A busy Docker is tried later."""
    try:
        now = datetime.fromisoformat(
            client.info()["SystemTime"]
        )  # its machine's clock dates containers, not this one's
        found = [one for one in containers.ours(client) if is_orphan(one, now)]
        for container in found:
            containers.remove(container)
        for volume in client.volumes.list(filters={"dangling": True, "label": containers.ROLE_LABEL}):
            volume.remove()
    except (DockerException, OSError):
        return 0
    return len(found)


def is_orphan(container: Container, now: datetime) -> bool:
    """Whether nobody will ever use this container again, as far as that can be told."""
    told = container.attrs
    if living.is_dead(told["Labels"].get(containers.PROCESS_LABEL, "")):
        return True
    age = now - datetime.fromtimestamp(told["Created"], UTC)
    return told["State"] in {"created", "exited", "dead"} and age > STARTED_BY
