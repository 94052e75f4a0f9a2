"""What the engine and its kernel enforce, read from the engine's `/info` and `/version` and from /proc.

/proc is this machine's: what is read there counts only when the engine is on the same kernel.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sandbox import host
from sandbox.budget import Budget
from sandbox.diagnosis import reach
from sandbox.diagnosis.finding import Finding, explained, ok, problem, warning
from sandbox.errors import HostLimit
from sandbox.settings import EngineSettings

Info = dict[str, Any]
_MIB = 1 << 20
_SLOTS_PER_CPU = 2


def engine(version: Info) -> Finding:
    """Which engine answers, and where."""
    return ok("engine", f"Docker {version.get('Version')}, interface {version.get('ApiVersion')}, {reach.address()}")


def storage(info: Info) -> Finding:
    """Layers shared by containers, or copied for each."""
    driver = str(info.get("Driver"))
    if driver == "vfs":
        return warning(
            "storage",
            "vfs copies the whole image for every container: slow starts and a full disk",
            'Set "storage-driver": "overlay2" in /etc/docker/daemon.json, restart Docker, build the images again.',
        )
    return ok("storage", driver)


def cgroups(info: Info) -> list[Finding]:
    """Which limits are real. Both versions of control groups do."""
    version = f"version {info.get('CgroupVersion', '1')}, {info.get('CgroupDriver')}"
    delegated = "On a rootless engine delegate the controllers to the user (systemd: Delegate=cpu memory pids)."
    findings = []
    if not info.get("MemoryLimit"):
        findings.append(
            problem(
                "cgroups",
                f"{version}: memory is not limited, so a candidate can take the host's",
                f"Boot with cgroup_enable=memory. {delegated}",
            )
        )
    if not info.get("PidsLimit"):
        findings.append(
            problem("cgroups", f"{version}: the number of processes is not limited", f"Enable it. {delegated}")
        )
    if not info.get("SwapLimit"):
        findings.append(
            warning(
                "cgroups",
                f"{version}: swap is not limited, so memory over the limit goes to disk",
                "Boot with swapaccount=1, or turn swap off.",
            )
        )
    if not info.get("CpuCfsQuota"):
        findings.append(
            warning("cgroups", f"{version}: a container's share of the CPU is not limited", f"Enable it. {delegated}")
        )
    return findings or [ok("cgroups", f"{version}; memory, swap, processes and CPU are limited")]


def seccomp(info: Info, proc: Path = Path("/proc")) -> Finding:
    """System calls can be filtered, by the engine and by the kernel."""
    options = _security(info)
    if "seccomp" not in options:
        return problem(
            "seccomp",
            "the engine cannot filter system calls",
            "Use a kernel with CONFIG_SECCOMP_FILTER and an engine built with seccomp.",
        )
    actions = _read(proc / "sys/kernel/seccomp/actions_avail")
    if reach.is_local() and actions and "kill_process" not in actions.split():
        return problem("seccomp", "the kernel cannot kill a process for a system call", "Use Linux 4.14 or newer.")
    if options["seccomp"] == "unconfined":
        return warning(
            "seccomp",
            "the engine's default is no filter; Holdout gives its own",
            'Remove "seccomp-profile" from /etc/docker/daemon.json.',
        )
    also = ", ".join(name for name in ("apparmor", "selinux", "rootless", "userns") if name in options)
    return ok("seccomp", f"profile {options['seccomp'] or 'default'}" + (f"; also {also}" if also else ""))


def jail(in_use: str, refused: str | None, proc: Path = Path("/proc")) -> Finding:
    """The jail a real pair came up with, and, where it is the second choice, what stands in the way of the first."""
    if in_use == "userns":
        return ok("jail", "userns: namespaces for each job")
    blocked = _blocked_namespaces(proc) if reach.is_local() else None
    if refused is None and blocked is None:
        return ok("jail", in_use)
    cause, remedy = blocked or ("", "See docs/operations.md; grading is safe as it is, and somewhat slower.")
    reasons = "; ".join(filter(None, (refused, cause)))
    return warning("jail", f"{in_use}, for user namespaces were refused: {reasons}", remedy)


def _blocked_namespaces(proc: Path) -> tuple[str, str] | None:
    """The setting of this kernel that forbids user namespaces, and how to change it."""
    kernel = proc / "sys/kernel"
    if _read(kernel / "unprivileged_userns_clone") == "0":
        return "kernel.unprivileged_userns_clone is 0", "`sysctl -w kernel.unprivileged_userns_clone=1`"
    if _read(proc / "sys/user/max_user_namespaces") == "0":
        return "user.max_user_namespaces is 0", "`sysctl -w user.max_user_namespaces=15000`"
    if _read(kernel / "apparmor_restrict_unprivileged_userns") == "1":
        return (
            "kernel.apparmor_restrict_unprivileged_userns is 1",
            "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or leave it: the other jail holds too.",
        )
    return None


def runtime(info: Info, wanted: str | None) -> Finding:
    """The container runtime of the settings is known to the engine."""
    known = sorted(name for name in info.get("Runtimes") or {} if not name.startswith("io.containerd."))
    if wanted is None:
        return ok("runtime", f"{info.get('DefaultRuntime')}, the engine's default; it knows {', '.join(known)}")
    if wanted in (info.get("Runtimes") or {}):
        return ok("runtime", wanted)
    return problem(
        "runtime",
        f"the engine knows no runtime {wanted!r}; it knows {', '.join(known)}",
        f'Name {wanted} under "runtimes" in /etc/docker/daemon.json and restart Docker, or choose a known one.',
    )


def room(info: Info, settings: EngineSettings, environments: Iterable[str]) -> Finding:
    """Memory and processors for the gradings at once that the settings ask for, in any of the environments."""
    facts = host.Facts(
        version=str(info.get("ServerVersion")),
        memory_mb=int(info.get("MemTotal") or 0) // _MIB,
        cpus=int(info.get("NCPU") or 0),
        runtimes=(),
        default_runtime="",
    )
    try:
        host.check(settings.model_copy(update={"runtime": None}), facts)
        for environment in environments:
            Budget(settings).check(environment, facts.memory_mb)
    except HostLimit as error:
        return explained("room", error)
    ceiling = settings.memory_mb + settings.judge_memory_mb
    figures = f"{settings.places} pairs of at most {ceiling} MiB on {facts.memory_mb} MiB and {facts.cpus} processors"
    if ceiling * settings.places > facts.memory_mb:
        return warning(
            "room",
            f"{figures}: should all be full at once, the host runs out",
            f"Set HOLDOUT_SANDBOX_SLOTS to {max(1, facts.memory_mb // ceiling - settings.live_slots)}, or add memory.",
        )
    if settings.slots > _SLOTS_PER_CPU * facts.cpus:
        return warning(
            "room", f"{figures}: gradings will slow one another", f"Set HOLDOUT_SANDBOX_SLOTS to about {facts.cpus}."
        )
    return ok("room", figures)


def _security(info: Info) -> dict[str, str]:
    """`["name=seccomp,profile=default"]` as {"seccomp": "default"}."""
    options: dict[str, str] = {}
    for line in info.get("SecurityOptions") or []:
        parts = dict(part.split("=", 1) for part in str(line).split(",") if "=" in part)
        if "name" in parts:
            options[parts["name"]] = parts.get("profile", "")
    return options


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
