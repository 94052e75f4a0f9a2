"""Limits on how often an address, or a person, may ask for something: token buckets in this process's memory.

Each web process counts for itself, so with N of them a limit is up to N times as high; what must hold across processes
(wrong passwords, runs) is counted in the database, where it belongs.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from starlette.types import ASGIApp, Receive, Scope, Send

from app.kit.bucket import Bucket

MOST_BUCKETS = 50_000  # the ones that were used longest ago go first
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class By(StrEnum):
    """Whom a limit counts for."""

    ADDRESS = "address"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit: `burst` at once, and `per_minute` after that. Of `methods` (None: all) and such addresses."""

    what: str
    by: By
    burst: int
    per_minute: float
    paths: tuple[str, ...] = ("/",)
    methods: frozenset[str] | None = None
    end: str = ""

    def covers(self, method: str, path: str) -> bool:
        """Whether a request counts."""
        of_these = path.startswith(self.paths) and path.endswith(self.end)
        return of_these and (self.methods is None or method in self.methods)


class Limiter:
    """Counts requests against a table of limits. With `factor` 0 nothing is limited."""

    def __init__(self, rates: Sequence[Rate], factor: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rates, self._factor, self._now = rates, factor, now
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()

    def refused(self, by: By, who: str, method: str, path: str) -> int | None:
        """Count a request; gives the seconds to wait when there were too many, else None."""
        waits = [self._wait(rate, who) for rate in self._rates if rate.by is by and rate.covers(method, path)]
        return max((each for each in waits if each), default=None)

    def _wait(self, rate: Rate, who: str) -> int:
        if not self._factor:
            return 0
        now, per_second = self._now(), rate.per_minute * self._factor / 60
        bucket = self._buckets.pop((rate.what, who), None)
        if bucket is None:
            bucket = Bucket(rate=per_second, burst=rate.burst * self._factor, now=now)
        self._buckets[rate.what, who] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return 0 if bucket.take(1, now) else max(1, math.ceil(1 / per_second))


class AddressLimit:
    """ASGI middleware: requests over the limits of their address are answered by what `refusal` makes of the wait."""

    def __init__(self, app: ASGIApp, limiter: Limiter, refusal: Callable[[int], ASGIApp]) -> None:
        self.app, self.limiter, self.refusal = app, limiter, refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        wait = None
        if scope["type"] == "http" and scope.get("client"):
            who = neighbourhood(scope["client"][0])
            wait = self.limiter.refused(By.ADDRESS, who, scope["method"], scope["path"])
        await (self.app if wait is None else self.refusal(wait))(scope, receive, send)


def neighbourhood(address: str) -> str:
    """What is counted together: an address, and of IPv6 the network of 2^64 that one customer has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)
