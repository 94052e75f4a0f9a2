"""The system-call filter of a candidate container in the userns jail, as Docker takes it.

An allow-list: what a job may call, and what the container runtime, Python's start, the supervisor and the zygote
need beyond it, which is little more than making namespaces, mounting inside them and speaking over Unix sockets.
Each job then puts itself under the stricter filter of `sandbox.inside.seccomp`.
"""

import errno
import json

from sandbox.inside import syscalls

_STARTING = ("capget", "capset", "execve", "execveat", "setfsgid", "setfsuid", "setgid", "setgroups", "setresgid")
_STARTING_TOO = (
    "setresuid",
    "setuid",
    "sched_setaffinity",
    "pidfd_open",
    "pidfd_send_signal",
    "keyctl",
    "rt_tgsigqueueinfo",
)
_SPEAKING = ("connect", "getpeername", "setsockopt", "socket", "socketpair")
_JAILING = ("clone", "ioctl", "mount", "prctl", "seccomp", "sethostname", "umount2", "unshare")


def profile() -> str:
    """The profile as JSON."""
    names = sorted({*syscalls.ALLOWED, *_STARTING, *_STARTING_TOO, *_SPEAKING, *_JAILING})
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ERRNO",
            "defaultErrnoRet": errno.EPERM,
            "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
            "syscalls": [
                {"names": names, "action": "SCMP_ACT_ALLOW"},
                {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": errno.ENOSYS},
            ],
        }
    )
