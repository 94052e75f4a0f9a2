"""What operators are told and may ask. Ids, states and times; of people nothing."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.operation.troubles import Kind


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineShown(_Told):
    """The jobs of one queue and priority, of gradings with one need. `later` are to be tried again at a set time.

    One that is not `taken` waits for a worker that has its environment, where one is named gives containers of
    `memory_mb`, and can grade.
    """

    queue: str
    priority: str
    environment: str | None
    memory_mb: int | None
    taken: bool
    waiting: int
    running: int
    later: int
    failed: int
    oldest_seconds: int | None


class SlotsShown(_Told):
    """A worker's places: how many gradings run and wait in it, and how many idle pairs it has."""

    total: int
    running: int
    waiting: int
    idle: int


class WorkerShown(_Told):
    """A worker. `state` is ready, draining, stopping, troubled or silent; `trouble` says what keeps it from grading.

    `takes` are what gradings may need for it to take them: an environment, and after a dot the MiB of a container above
    the usual; None where its release does not say. `memory_mb` is what its containers may take. `clock_ahead` is by how
    many seconds its machine's clock is ahead of the database's, or behind.
    """

    id: UUID
    host: str
    process: int
    release: str
    state: str
    trouble: str | None
    silent_seconds: int | None
    since: datetime
    jail: str | None
    jail_refused: str | None
    runtime: str | None
    engine: str | None
    slots: SlotsShown | None
    environments: dict[str, str]
    takes: list[str] | None
    memory_mb: int | None
    clock_ahead: int


class HeldShown(_Told):
    """A grading that a worker holds: it runs, or waits in the worker for its turn."""

    execution: UUID
    kind: str
    tries: int
    asked_at: datetime
    started_at: datetime | None


class FaultShown(_Told):
    """A grading that ended by a fault of ours; the log has more by its ids."""

    execution: UUID
    kind: str
    tries: int
    ended_at: datetime
    request_id: str | None


class StuckShown(_Told):
    """A job that failed for good, or that a worker held that has fallen silent."""

    job: int
    task: str
    queue: str
    state: str
    attempts: int
    execution: UUID | None
    since: datetime


class DatabaseShown(_Told):
    """The database: its size, and whether its schema is this release's."""

    version: str
    megabytes: int
    connections: int
    most_connections: int
    revision: str | None
    newest_revision: str | None


class RoomsShown(_Told):
    """Rooms in the memory of the web process that was asked, and who is connected to it."""

    open: int
    connections: int


class TroubleShown(_Told):
    """Something that pages have noticed of a proxy between browsers and the server, and how often."""

    kind: Kind
    times: int
    first_at: datetime
    last_at: datetime


class OperationShown(_Told):
    """The installation at one moment."""

    release: str
    lines: list[LineShown]
    workers: list[WorkerShown]
    held: list[HeldShown]
    faults: list[FaultShown]
    stuck: list[StuckShown]
    troubles: list[TroubleShown]
    database: DatabaseShown
    rooms: RoomsShown


class TroubleIn(BaseModel):
    """What a page has noticed."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind


class DrainingIn(BaseModel):
    """Whether a worker is to take nothing new."""

    draining: bool
