"""Sending to an address somebody typed, without ever reaching the inside of the network by it.

Names are resolved here, each address is judged, and the connection goes to the very address that was judged: a name
that resolves differently a moment later leads nowhere. Redirects are not followed, proxies of the environment not used.
"""

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

MOST_URL = 2000
TIMEOUT = Timeout(connect=5, read=10)
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


def post(url: str, body: bytes, headers: Mapping[str, str], *, internal: bool) -> int:
    """Send; gives the status that came back. Blocking for some seconds. Unsendable when nothing did."""
    target = parse(url, internal=internal)
    address = resolve(target, internal=internal)
    with _pool(target, address) as pool:
        try:
            answer = pool.urlopen(
                "POST",
                target.path,
                body=body,
                headers={**headers, "Host": target.netloc},
                retries=False,
                redirect=False,
                preload_content=False,
                assert_same_host=False,
            )
            answer.close()  # what it says beside its status is of no use here
        except (HTTPError, OSError) as error:
            raise Unsendable(f"Nothing came back: {type(error).__name__}.") from error
    return answer.status


def _pool(target: Target, address: str) -> HTTPConnectionPool:
    if target.scheme == "http":
        return HTTPConnectionPool(address, target.port, timeout=TIMEOUT, maxsize=1)
    return HTTPSConnectionPool(
        address,
        target.port,
        timeout=TIMEOUT,
        maxsize=1,
        cert_reqs="CERT_REQUIRED",
        assert_hostname=target.host,
        server_hostname=target.host,
    )
