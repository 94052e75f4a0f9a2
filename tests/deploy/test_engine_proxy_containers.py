"""Which containers may be made through the proxy: those of this release, word for word, and no others in whatever disguise."""

import copy
import json
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import docker
import pytest

from sandbox import containers
from sandbox.engine import EngineSettings
from sandbox.errors import SandboxFault
from sandbox.images import catalogue
from tests.deploy.proxying import ID, Proxy

Body = dict[str, Any]


@pytest.fixture(scope="module")
def sent(worker, recorder) -> dict[str, Body]:
    """The bodies by which a judge, and a candidate's container in each jail, are made: all three pass."""
    settings = EngineSettings(memory_mb=512)
    image = catalogue.image("numpy")
    with closing(docker.DockerClient(base_url=worker.url, version="1.41")) as client:
        judge = client.containers.model({"Id": ID, "Config": {"Labels": {containers.OWNER_LABEL: "owner"}}})
        with suppress(SandboxFault):  # the recorder's containers have no fingerprint
            containers.create_judge(client, catalogue.image("judge"), "owner", settings)
        for jail in ("uid", "userns"):
            with suppress(SandboxFault):
                containers.create_candidate(client, image, judge, settings, jail)
    bodies = [json.loads(body) for method, path, body in recorder.calls if path.endswith("/create")]
    assert 3 == len(bodies), worker.refused()
    return dict(zip(("judge", "uid", "userns"), bodies, strict=True))


def create(proxy: Proxy, body: Body | bytes, headers: str = "") -> tuple[int, str]:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return proxy.ask("POST", "/v1.41/containers/create", text, headers)


def changed(body: Body, *place: str | int, to: Any) -> Body:
    changed = copy.deepcopy(body)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = to
    return changed


KINDS = ["judge", "uid", "userns"]
HOSTS = {
    "privileged": ("Privileged", True),
    "a folder of the host": ("Binds", ["/:/host"]),
    "the host's processes": ("PidMode", "host"),
    "another's processes": ("PidMode", f"container:{ID}"),
    "the host's network": ("NetworkMode", "host"),
    "a network": ("NetworkMode", "bridge"),
    "the host's memory": ("IpcMode", "host"),
    "the host's users": ("UsernsMode", "host"),
    "the host's name": ("UTSMode", "host"),
    "the host's control groups": ("CgroupnsMode", "host"),
    "a control group": ("CgroupParent", "/"),
    "a device": ("Devices", [{"PathOnHost": "/dev/sda", "PathInContainer": "/dev/sda", "CgroupPermissions": "rwm"}]),
    "devices by rule": ("DeviceCgroupRules", ["a *:* rwm"]),
    "devices by request": ("DeviceRequests", [{"Count": -1}]),
    "every capability": ("CapAdd", ["ALL"]),
    "one capability": ("CapAdd", ["SETUID", "SETGID", "SYS_ADMIN"]),
    "its usual capabilities": ("CapDrop", []),
    "privileges to gain": ("SecurityOpt", []),
    "no filter": ("SecurityOpt", ["no-new-privileges", "seccomp=unconfined"]),
    "a filter of its own": ("SecurityOpt", ["no-new-privileges", 'seccomp={"defaultAction": "SCMP_ACT_ALLOW"}']),
    "no profile": ("SecurityOpt", ["no-new-privileges", "apparmor=unconfined"]),
    "another's volumes": ("VolumesFrom", ["holdout_db_1"]),
    "another's volumes to write": ("VolumesFrom", [f"{ID}:rw"]),
    "a folder by mount": ("Mounts", [{"Target": "/pair", "Source": "/", "Type": "bind", "ReadOnly": False}]),
    "a named volume": ("Mounts", [{"Target": "/pair", "Source": "holdout_database", "Type": "volume"}]),
    "a file system to write": ("ReadonlyRootfs", False),
    "a group": ("GroupAdd", ["0"]),
    "kernel settings": ("Sysctls", {"kernel.shmmax": "1"}),
    "no limit of memory": ("Memory", 0),
    "swap without limit": ("MemorySwap", -1),
    "no limit of processes": ("PidsLimit", None),
    "being started again": ("RestartPolicy", {"Name": "always"}),
    "being kept": ("AutoRemove", False),
    "a log": ("LogConfig", {"Type": "json-file", "Config": {}}),
    "a port": ("PortBindings", {"80/tcp": [{"HostPort": "80"}]}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", HOSTS)
def test_no_container_gets(worker, recorder, sent, kind, what):
    key, value = HOSTS[what]
    before = len(recorder.calls)
    status, said = create(worker, changed(sent[kind], "HostConfig", key, to=value))
    assert (403, True) == (status, "lets no such container through" in said)
    assert before == len(recorder.calls)


def test_what_was_sent_passes_word_for_word(worker, recorder, sent):
    for kind in KINDS:
        assert 200 == create(worker, sent[kind])[0]
        assert sent[kind] == json.loads(recorder.calls[-1][2])


DRIVER = {"Name": "local", "Options": {"type": "none", "o": "bind", "device": "/"}}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("judge", ("HostConfig", "Mounts", 0, "VolumeOptions", "DriverConfig", DRIVER)),
        ("judge", ("HostConfig", "Mounts", 0, "Source", "holdout_database")),
        ("judge", ("User", "0:0")),
        ("judge", ("Image", "debian:bookworm-slim")),
        ("judge", ("Env", ["LD_PRELOAD=/x"])),
        ("judge", ("Volumes", {"/x": {}})),
        ("judge", ("NetworkingConfig", {"EndpointsConfig": {"holdout_inside": {}}})),
        ("uid", ("HostConfig", "MaskedPaths", [])),  # root that sees all of the kernel's files
        ("uid", ("HostConfig", "ReadonlyPaths", [])),
        ("userns", ("User", "0:10003")),
        ("userns", ("User", "00:10003")),
        ("userns", ("User", "root")),
        ("userns", ("HostConfig", "CapAdd", ["SETUID", "SETGID", "KILL"])),
    ],
)
def test_the_kinds_of_container_cannot_be_mixed_or_stretched(worker, recorder, sent, kind, change):
    *place, value = change
    before = len(recorder.calls)
    assert 403 == create(worker, changed(sent[kind], *place, to=value))[0]
    assert before == len(recorder.calls)


TRICKS: dict[str, Callable[[bytes], bytes]] = {
    "in another case": lambda body: body.replace(b'"HostConfig": {', b'"HostConfig": {"privileged": true, '),
    "by a second key": lambda body: body.replace(b'{"Hostname"', b'{"hostconfig": {"Privileged": true}, "Hostname"'),
    "by the same key again": lambda body: body[:-1] + b', "HostConfig": {"Privileged": true}}',
    "in escapes": lambda body: body.replace(b'"HostConfig": {', rb'"HostConfig": {"\u0050rivileged": true, '),
    "by a letter that folds": lambda body: body.replace(
        b'"HostConfig": {', '"HostConfig": {"Bind\u017f": ["/:/x"], '.encode()
    ),
    "after the end": lambda body: body + b' {"HostConfig": {"Privileged": true}}',
    "after much space": lambda body: body + b" " * 40_000,
    "as something that is no JSON": lambda body: body[:-1],
    "with nothing": lambda _: b"",
    "as a list": lambda body: b"[" + body + b"]",
    "deep down": lambda _: b"[" * 5000,
    "with a false number": lambda body: body.replace(b'"CpuPeriod": 100000', b'"CpuPeriod": 1e5'),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_is_smuggled(worker, recorder, sent, trick):
    made = TRICKS[trick](json.dumps(sent["judge"]).encode())
    before = len(recorder.calls)
    assert 403 == create(worker, made)[0]
    assert before == len(recorder.calls)


@pytest.mark.parametrize("after", [b"", b" " * 40_000, b' {"HostConfig": {"Privileged": true}}'])
def test_a_body_in_pieces_is_refused_since_its_end_may_not_be_here(worker, recorder, sent, after):
    body, before = json.dumps(sent["judge"]).encode() + after, len(recorder.calls)
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:300], body[300:])) + b"0\r\n\r\n"
    status, said = create(worker, pieces, "Transfer-Encoding: chunked\r\n")
    assert (403, True) == (status, "a body in pieces" in said)
    assert before == len(recorder.calls)


def test_the_refusal_names_what_does_not_fit_and_is_logged(worker, sent):
    before = len(worker.refused())
    assert "the key Privileged" in create(worker, changed(sent["uid"], "HostConfig", "Privileged", to=True))[1]
    assert "the value of NetworkMode" in create(worker, changed(sent["uid"], "HostConfig", "NetworkMode", to="x"))[1]
    assert before + 2 == len(worker.refused(least=before + 2))
    assert "POST /v1.41/containers/create from 127.0.0.1: 403 the value of NetworkMode" == worker.refused()[-1]
