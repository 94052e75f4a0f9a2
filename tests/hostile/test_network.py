"""Network and other ways to speak: no socket of any family can be made, and the one channel carries only bytes."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

_FAMILIES = {
    "a connection to an address": "socket.create_connection(('127.0.0.1', 80), 1)",
    "a connection to the cloud's metadata": "socket.create_connection(('169.254.169.254', 80), 1)",
    "a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "version six": "socket.socket(socket.AF_INET6)",
    "a name looked up": "socket.getaddrinfo('example.org', 80)",
    "a server on the loopback": "socket.create_server(('127.0.0.1', 0))",
    "raw packets": "socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)",
    "whole frames": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "the kernel's own bus": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "the kernel's cipher machine": "socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)",
    "the hypervisor": "socket.socket(socket.AF_VSOCK)",
    "the judge's socket": "socket.socket(socket.AF_UNIX).connect('/pair/judge.sock')",
    "a name without a file": "socket.socket(socket.AF_UNIX).bind('\\0meet')",
    "a pair of sockets": "socket.socketpair()",
}
_OTHER_WAYS = [
    Attack(
        "another socket accepted on the channel",
        KERNEL + "def attack(x):\n    return kernel(43, 202, 3, 0, 0)\n",
        "forbidden",
    ),
    Attack(
        "the peer of the channel named",
        "import socket\ndef attack(x):\n    return socket.socket(fileno=3).getpeername()\n",
        "forbidden",
    ),
    Attack(
        "descriptors sent through the channel",
        """
import os, socket
def attack(x):
    socket.send_fds(socket.socket(fileno=3), [b'\\0\\0\\0\\0'], [0, 1, 2, 3])
    return x
""",
        "killed",
    ),
    Attack(
        "descriptors waited for on the channel",
        """
import socket
def attack(x):
    channel = socket.socket(fileno=3)
    channel.setblocking(False)
    try: return socket.recv_fds(channel, 4096, 16)[1]
    except BlockingIOError: channel.detach()
    return 2.0 * x
""",
        "returned [2. 4.]",
    ),
    Attack(
        "the channel opened a second time",
        "def attack(x):\n    return open('/proc/self/fd/3', 'rb').read(1)\n",
        "raised OSError: [Errno 6] No such device or address: '/proc/self/fd/3'",
    ),
    Attack(
        "a library that fetches pages",
        "import urllib.request\ndef attack(x):\n    return urllib.request.urlopen('http://127.0.0.1/', timeout=1).status\n",
        "forbidden",
    ),
    Attack(
        "a pool of workers",
        "from concurrent.futures import ProcessPoolExecutor\ndef attack(x):\n    return list(ProcessPoolExecutor(2).map(abs, [1]))\n",
        "returned [1]",
    ),
]

ATTACKS = [
    Attack(name, f"import socket\ndef attack(x):\n    {call}\n", "forbidden", fast=name == "the judge's socket")
    for name, call in _FAMILIES.items()
] + _OTHER_WAYS


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_nothing_reaches_out(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
