"""Sending to an address somebody typed, without ever reaching the inside of the network by it.

Names are resolved here, each address is judged, and the connection goes to the very address that was judged: a name
that resolves differently a moment later leads nowhere. Redirects are not followed, proxies of the environment not used.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import httpx2

MOST_URL = 2000
TIMEOUT = httpx2.Timeout(10, connect=5)  # of every step
LONGEST_SECONDS = 20.0  # of all together: whatever a receiver does, the others are told soon
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}


class Unsendable(Exception):
    """An address that nothing is sent to, or that did not take it; the message is for an administrator."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address, by its parts."""

    scheme: str
    host: str
    port: int
    path: str
    netloc: str


def parse(url: str, *, internal: bool) -> Target:
    """The parts of an address; Unsendable unless it is one of https (or http where `internal`)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unsendable("That is no address.") from error
    schemes = ("https", "http") if internal else ("https",)
    if parts.scheme not in schemes or not parts.hostname or not url.isascii() or not url.isprintable() or " " in url:
        raise Unsendable(f"An address begins with {' or '.join(f'{each}://' for each in schemes)} and a host name.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Unsendable("Leave user, password and # out of the address.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in {None, PORTS[parts.scheme]} else f"{host}:{port}"
    return Target(parts.scheme, parts.hostname, port or PORTS[parts.scheme], path, netloc)


def resolve(target: Target, *, internal: bool) -> str:
    """The address to connect to; Unsendable when the name is unknown, or any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unsendable("The host name is not known.") from error
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not internal and not all(is_public(each) for each in addresses):
        raise Unsendable("The host name leads to an address that is not public.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is of the open internet, also what it carries inside."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


async def post(url: str, body: bytes, headers: Mapping[str, str], *, internal: bool) -> int:
    """Send; gives the status that came back. Unsendable when none did, within LONGEST_SECONDS and however slowly."""
    target = parse(url, internal=internal)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            address = await asyncio.to_thread(resolve, target, internal=internal)
            return await _status(target, address, body, headers)
    except TimeoutError as error:
        raise Unsendable(f"Nothing came back within {LONGEST_SECONDS:.0f} seconds.") from error
    except (httpx2.HTTPError, OSError) as error:
        raise Unsendable(f"Nothing came back: {_kind(error)}.") from error


async def _status(target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> int:
    host = f"[{address}]" if ":" in address else address
    async with (
        httpx2.AsyncClient(verify=_trusted(), trust_env=False, follow_redirects=False, timeout=TIMEOUT) as client,
        client.stream(
            "POST",
            f"{target.scheme}://{host}:{target.port}/",
            content=body,
            headers={**headers, "Host": target.netloc},
            extensions={"target": target.path.encode(), "sni_hostname": target.host},
        ) as answer,
    ):
        return answer.status_code  # what it says beside its status is of no use here, and is never read


@cache
def _trusted() -> ssl.SSLContext:
    """Who is believed: the authorities this machine believes."""
    return ssl.create_default_context()


def _kind(error: BaseException) -> str:
    """What went wrong, by its kind; a certificate that is not believed is told as that."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return type(cause).__name__
        cause = cause.__cause__ or cause.__context__
    return type(error).__name__
