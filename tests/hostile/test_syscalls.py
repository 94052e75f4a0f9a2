"""System calls no honest code makes: the process ends at the call, whatever its arguments."""

import pytest

from tests.hostile.attack import KERNEL, Attack, cases

pytestmark = pytest.mark.hostile

# Number on x86-64, on 64-bit ARM, arguments.
_CALLS = {
    "setuid to root": (105, 146, "0"),
    "setresuid to root": (117, 147, "0, 0, 0"),
    "setreuid to root": (113, 145, "0, 0"),
    "setgid to root": (106, 144, "0"),
    "setgroups": (116, 159, "0, 0"),
    "setfsuid": (122, 151, "0"),
    "capset": (126, 91, "0, 0"),
    "unshare a user namespace": (272, 97, "0x10000000"),
    "unshare everything": (272, 97, "0x7E020000"),
    "clone into a user namespace": (56, 220, "0x10000000 | 17, 0, 0, 0, 0"),
    "clone into a time namespace": (56, 220, "0x80, 0, 0, 0, 0"),
    "setns": (308, 268, "0, 0"),
    "mount": (165, 40, "b'none', b'/tmp', b'tmpfs', 0, 0"),
    "mount over /proc": (165, 40, "b'proc', b'/proc', b'proc', 0, 0"),
    "remount writable": (165, 40, "0, b'/', 0, 32 | 4096, 0"),
    "umount": (166, 39, "b'/proc', 2"),
    "pivot_root": (155, 41, "b'/tmp', b'/tmp'"),
    "chroot": (161, 51, "b'/tmp'"),
    "open_tree": (428, 428, "-100, b'/', 0"),
    "move_mount": (429, 429, "3, b'', -100, b'/tmp', 4"),
    "fsopen": (430, 430, "b'tmpfs', 0"),
    "mount_setattr": (442, 442, "-100, b'/', 0, 0, 0"),
    "bpf": (321, 280, "0, 0, 0"),
    "io_uring": (425, 425, "8, 0"),
    "userfaultfd": (323, 282, "1"),
    "keyctl": (250, 219, "0, -3, 1"),
    "add_key": (248, 217, "b'user', b'left', b'x', 1, -4"),
    "request_key": (249, 218, "b'user', b'left', 0, -4"),
    "perf_event_open": (298, 241, "0, 0, -1, -1, 0"),
    "name_to_handle_at": (303, 264, "-100, b'/', 0, 0, 0"),
    "open_by_handle_at": (304, 265, "3, 0, 0"),
    "shmget": (29, 194, "0x4242, 65536, 0o1666"),
    "semget": (64, 190, "0x4242, 1, 0o1666"),
    "msgget": (68, 186, "0x4242, 0o1666"),
    "init_module": (175, 105, "0, 0, b''"),
    "finit_module": (313, 273, "3, b'', 0"),
    "delete_module": (176, 106, "b'x', 0"),
    "kexec_load": (246, 104, "0, 0, 0, 0"),
    "reboot": (169, 142, "0xfee1dead, 672274793, 0x1234567, 0"),
    "swapon": (167, 224, "b'/tmp/x', 0"),
    "acct": (163, 89, "b'/tmp/x'"),
    "quotactl": (179, 60, "0, 0, 0, 0"),
    "syslog": (103, 116, "3, 0, 0"),
    "sethostname": (170, 161, "b'x', 1"),
    "settimeofday": (164, 170, "0, 0"),
    "clock_settime": (227, 112, "0, 0"),
    "adjtimex": (159, 171, "0"),
    "personality without address randomisation": (135, 92, "0x0040000"),
    "fanotify_init": (300, 262, "0, 0"),
    "landlock": (444, 444, "0, 0, 1"),
    "kcmp": (312, 272, "1, 1, 0, 0, 0"),
    "process_madvise": (440, 440, "3, 0, 0, 4, 0"),
    "move_pages": (279, 239, "1, 0, 0, 0, 0, 0"),
    "vmsplice": (278, 75, "1, 0, 0, 0"),
    "splice": (275, 76, "0, 0, 1, 0, 1, 0"),
    "memfd_secret": (447, 447, "0"),
    "a number nobody has given yet": (1001, 1001, ""),
    "a negative number": (-2, -2, ""),
}
_KILLED_WITHOUT_A_NAME = {"uid": "forbidden", "userns": "forbidden"}
# Machine code that makes a call the 32-bit way: mov eax, 20 (getpid); int 0x80; ret.
_INT80 = """
import ctypes, mmap
def attack(x):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(bytes.fromhex('b814000000cd80c3'))
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""
_NOT_PERMITTED = "raised PermissionError: [Errno 1] Operation not permitted"

ATTACKS = [
    Attack(
        name,
        f"{KERNEL}def attack(x):\n    return kernel({', '.join(part for part in (str(intel), str(arm), args) if part)})\n",
        "forbidden",
        fast=name == "mount",
    )
    for name, (intel, arm, args) in _CALLS.items()
] + [
    Attack(
        "the way of 32 bits on 64: x32",
        KERNEL + "def attack(x):\n    return kernel(0x40000000 | 39, 0x40000000 | 172)\n",
        _KILLED_WITHOUT_A_NAME,
    ),
    Attack("the way of 32 bits: interrupt 0x80", _INT80, _KILLED_WITHOUT_A_NAME),
    Attack(
        "clone3, whose arguments no filter sees",
        KERNEL + "def attack(x):\n    return kernel(435, 435, ctypes.create_string_buffer(88), 88)\n",
        "raised OSError: [Errno 38] Function not implemented",
    ),
    Attack("a message queue with a name", KERNEL + "def attack(x):\n    return refused(libc.mq_open(b'/left', 0o102, 0o666, 0))\n", _NOT_PERMITTED),
    Attack("another owner for a file", "import os\ndef attack(x):\n    os.chown('/tmp', 0, 0)\n", _NOT_PERMITTED + ": '/tmp'"),
    Attack("a device", "import os, stat\ndef attack(x):\n    os.mknod('/tmp/mem', stat.S_IFCHR | 0o666, os.makedev(1, 1))\n", _NOT_PERMITTED),
    Attack("typed characters pushed into a terminal", "import fcntl\ndef attack(x):\n    fcntl.ioctl(1, 0x5412, b'x')\n", "raised OSError: [Errno 25] Inappropriate ioctl for device"),
    Attack("privileges to gain", KERNEL + "def attack(x):\n    return refused(libc.prctl(38, 0, 0, 0, 0))\n", _NOT_PERMITTED),
    Attack("capabilities kept over a change of user", KERNEL + "def attack(x):\n    return refused(libc.prctl(8, 1, 0, 0, 0))\n", _NOT_PERMITTED),
]  # fmt: skip


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_the_call_is_not_made(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)
