"""The outer wall as Docker was told to build it, for every container of the engine."""

import json
import time

import docker
import pytest

from sandbox.containers import ROLE_LABEL
from tests.hostile import outside
from tests.sandboxes import RIGHT, grade, settings, verdict

pytestmark = pytest.mark.hostile


@pytest.fixture
def built(scene):
    client = docker.from_env()
    yield [client.api.inspect_container(found) for found in outside.containers(client, scene.engine.id)]
    client.close()


@pytest.mark.fast
async def test_every_container_is_walled_in(scene, built):
    assert 2 * scene.engine.settings.slots == len(built)
    for container in built:
        host = container["HostConfig"]
        assert "none" == host["NetworkMode"]
        assert {"none"} == set(container["NetworkSettings"]["Networks"])
        assert host["ReadonlyRootfs"] is True
        assert host["Privileged"] is False
        assert ["ALL"] == host["CapDrop"]
        assert "private" == host["IpcMode"]
        assert host["PidMode"] in ("", "private")
        assert "" == host["UsernsMode"]
        assert "none" == host["LogConfig"]["Type"]
        assert host["AutoRemove"] is True
        assert [] == (host["Binds"] or [])
        assert [] == (host["Devices"] or [])
        assert [] == (host["PortBindings"] or [])
        assert "no-new-privileges" in host["SecurityOpt"]
        assert "seccomp=unconfined" not in host["SecurityOpt"]


async def test_every_container_is_bounded(scene, built):
    for container in built:
        host = container["HostConfig"]
        assert 0 < host["Memory"] == host["MemorySwap"]
        assert 0 < host["PidsLimit"] <= 128
        assert 0 < host["CpuQuota"] <= 2 * host["CpuPeriod"]
        assert host["ShmSize"] <= 1 << 20
        assert "size=16m" in host["Tmpfs"]["/tmp"]
        assert {"core": 0, "nofile": 256} == {limit["Name"]: limit["Hard"] for limit in host["Ulimits"]}


async def test_capabilities_are_those_of_the_jail_and_nobody_else_is_root(scene, built):
    granted = {"userns": [], "uid": ["KILL", "SETGID", "SETUID"]}[scene.jail]
    for container in built:
        role = container["Config"]["Labels"][ROLE_LABEL]
        added = sorted(name.removeprefix("CAP_") for name in container["HostConfig"]["CapAdd"] or [])
        assert (granted if role == "candidate" else []) == added
        uid = int(container["Config"]["User"].partition(":")[0])
        assert (uid == 0) == (role == "candidate" and scene.jail == "uid")


async def test_only_the_pairs_own_volume_is_mounted_and_read_only_for_the_candidate(scene, built):
    for container in built:
        role = container["Config"]["Labels"][ROLE_LABEL]
        assert [("volume", "/pair", role == "judge")] == [
            (mount["Type"], mount["Destination"], mount["RW"]) for mount in container["Mounts"]
        ]
    volumes = [mount["Name"] for container in built for mount in container["Mounts"]]
    assert scene.engine.settings.slots == len(set(volumes))


async def test_the_filter_of_the_userns_jail_is_our_own_and_allows_no_more_than_it_must(scene, built):
    filters = [
        json.loads(option.removeprefix("seccomp="))
        for container in built
        for option in container["HostConfig"]["SecurityOpt"]
        if option.startswith("seccomp=")
    ]
    assert (scene.engine.settings.slots if scene.jail == "userns" else 0) == len(filters)
    for found in filters:
        assert "SCMP_ACT_ERRNO" == found["defaultAction"]
        allowed = {name for rule in found["syscalls"] for name in rule["names"] if rule["action"] == "SCMP_ACT_ALLOW"}
        assert set() == allowed & {"bpf", "ptrace", "io_uring_setup", "userfaultfd", "setns", "open_by_handle_at"}


async def test_a_proxy_with_a_password_does_not_travel_into_a_container(scene, tmp_path, monkeypatch):
    from sandbox.engine import Engine

    proxies = {"proxies": {"default": {"httpProxy": "http://user:CANARY-proxy@proxy.example:3128"}}}
    (tmp_path / "config.json").write_text(json.dumps(proxies))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    engine = Engine(settings(slots=1, live_slots=0, spares=1, jail=scene.jail))
    await engine.start()
    client = docker.from_env()
    seen = [client.api.inspect_container(found)["Config"]["Env"] for found in outside.containers(client, engine.id)]
    client.close()
    await engine.close()
    assert 2 == len(seen)
    assert [] == [line for lines in seen for line in lines if "CANARY-proxy" in line]


async def test_a_container_under_flood_is_removed_at_once(scene):
    from sandbox.engine import Engine

    engine = Engine(settings(slots=1, live_slots=0, spares=0, jail=scene.jail))
    await engine.start()
    flood = "import os\ndef double(x):\n    while True: os.write(1, b'x' * 65536)\n"
    await grade(engine, flood, mode="run")
    began = time.monotonic()
    await engine.close()
    assert time.monotonic() - began < 30.0
    assert "accepted" == verdict(await grade(scene.engine, RIGHT))
