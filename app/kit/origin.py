"""Where the work at hand comes from: the request that causes it, for records that say so."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The address a request came from, and its id; None of both outside of one."""

    address: str | None = None
    request_id: str | None = None


current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen
