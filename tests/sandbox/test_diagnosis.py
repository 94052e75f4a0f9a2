"""What is read from an engine's answers. The texts are those of a Docker 20.10 on Debian 12, changed where it says so."""

import os
from typing import Any

import pytest

from sandbox.diagnosis import disk, enforces, images, probe, runc
from sandbox.engine import EngineSettings
from sandbox.images import catalogue

INFO: dict[str, Any] = {
    "Driver": "overlay2",
    "CgroupVersion": "1",
    "CgroupDriver": "cgroupfs",
    "MemoryLimit": True,
    "SwapLimit": True,
    "PidsLimit": True,
    "CpuCfsQuota": True,
    "SecurityOptions": ["name=seccomp,profile=default"],
    "Runtimes": {"io.containerd.runc.v2": {"path": "runc"}, "runc": {"path": "runc"}},
    "DefaultRuntime": "runc",
    "NCPU": 2,
    "MemTotal": 8 << 30,
}
OLD, THREE = "CVE-2024-21626", "CVE-2025-31133, CVE-2025-52565, CVE-2025-52881"


@pytest.mark.parametrize(
    ("version", "commit", "flaws"),
    [
        ("1.1.5+ds1", "1.1.5+ds1-1+deb12u1", [THREE]),  # Debian 12
        ("1.1.5+ds1", "1.1.5+ds1-1", [OLD, THREE]),  # the same before its security update
        ("1.0.0~rc93+ds1", "1.0.0~rc93+ds1-5+deb11u2", [OLD, THREE]),
        ("1.0.0~rc93+ds1", "1.0.0~rc93+ds1-5+deb11u5", [THREE]),
        ("1.1.15+ds1", "1.1.15+ds1-2+b4", [THREE]),  # Debian 13
        ("1.1.7-0ubuntu1~22.04.1", "", [OLD, THREE]),
        ("1.1.7-0ubuntu1~22.04.2", "", [THREE]),
        ("1.1.12-0ubuntu3.1", "", [THREE]),
        ("1.3.3-0ubuntu1~24.04.3", "", []),
        ("1.1.11", "v1.1.11-0-g4bccb38c", [OLD, THREE]),  # Docker's own packages
        ("1.1.12", "v1.1.12-0-g51d5e94", [THREE]),
        ("1.2.7", "v1.2.7-0-g6f3c4a7", [THREE]),
        ("1.2.8", "", []),
        ("1.3.2", "", [THREE]),
        ("1.3.3", "", []),
        ("1.4.0-rc.2", "", [THREE]),
        ("1.4.0-rc.3", "", []),
        ("1.4.0", "", []),
        ("2.0.0", "", []),
    ],
)
def test_an_old_runc_is_known_and_a_patched_one_too(version, commit, flaws):
    found = runc.judge(version, commit)
    assert ("warning" if flaws else "ok") == found.state
    assert flaws == [name for name in (OLD, THREE) if name in found.detail]


def test_a_runc_that_cannot_be_told_is_a_warning():
    assert "warning" == runc.judge("main-abc").state
    assert "ok" == runc.look({"Components": [{"Name": "Engine"}]}).state


@pytest.mark.parametrize("version", ["1", "2"])
def test_both_versions_of_control_groups_do(version):
    (found,) = enforces.cgroups(INFO | {"CgroupVersion": version})
    assert ("ok", True) == (found.state, found.detail.startswith(f"version {version}"))


@pytest.mark.parametrize(
    ("missing", "state", "word"),
    [
        ("MemoryLimit", "problem", "cgroup_enable=memory"),
        ("PidsLimit", "problem", "pids"),
        ("SwapLimit", "warning", "swapaccount=1"),
        ("CpuCfsQuota", "warning", "cpu"),
    ],
)
def test_a_limit_that_is_not_enforced_is_told(missing, state, word):
    (found,) = enforces.cgroups(INFO | {missing: False})
    assert state == found.state
    assert word in found.remedy


@pytest.mark.parametrize(
    ("options", "state"),
    [
        (["name=seccomp,profile=default"], "ok"),
        (["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"], "ok"),
        (["name=seccomp,profile=unconfined"], "warning"),
        (["name=apparmor"], "problem"),
        ([], "problem"),
        (None, "problem"),
    ],
)
def test_an_engine_without_seccomp_is_a_problem(options, state):
    assert state == enforces.seccomp(INFO | {"SecurityOptions": options}).state


def test_a_kernel_without_kill_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    (tmp_path / "sys/kernel/seccomp").mkdir(parents=True)
    (tmp_path / "sys/kernel/seccomp/actions_avail").write_text("kill trap errno trace allow\n")
    assert "problem" == enforces.seccomp(INFO, tmp_path).state


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("sys/kernel/unprivileged_userns_clone", "0"),
        ("sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
        ("sys/user/max_user_namespaces", "0"),
    ],
)
def test_the_second_jail_is_told_with_what_forbids_the_first(tmp_path, monkeypatch, setting, value):
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    (tmp_path / setting).parent.mkdir(parents=True)
    (tmp_path / setting).write_text(f"{value}\n")
    found = enforces.jail("uid", "unshare: EPERM", tmp_path)
    name = setting.removeprefix("sys/").replace("/", ".")
    assert "warning" == found.state
    assert f"uid, for user namespaces were refused: unshare: EPERM; {name} is {value}" == found.detail
    assert f"sysctl -w {name}=" in found.remedy
    assert "ok" == enforces.jail("userns", None, tmp_path).state


def test_vfs_is_slow():
    assert ("ok", "warning") == (enforces.storage(INFO).state, enforces.storage(INFO | {"Driver": "vfs"}).state)


@pytest.mark.parametrize(("wanted", "state"), [(None, "ok"), ("runc", "ok"), ("runsc", "problem")])
def test_the_runtime_has_to_be_known(wanted, state):
    assert state == enforces.runtime(INFO, wanted).state


@pytest.mark.parametrize(
    ("settings", "state", "word"),
    [
        ({"slots": 2}, "ok", "3 pairs of at most 1792 MiB"),
        ({"slots": 5}, "warning", "HOLDOUT_SANDBOX_SLOTS to 3,"),
        ({"slots": 33}, "problem", "Set at most 32"),
        ({"slots": 1, "memory_mb": 8193}, "problem", "HOLDOUT_SANDBOX_SLOT_MEMORY_MB"),
        ({"slots": 2, "memory_budget_mb": 256}, "problem", "Raise HOLDOUT_SANDBOX_MEMORY_MB"),
    ],
)
def test_the_settings_fit_the_host_or_it_is_told(settings, state, word):
    found = enforces.room(INFO, EngineSettings(**settings), ["numpy"])
    assert state == found.state
    assert word in found.detail + found.remedy


@pytest.mark.parametrize(
    ("free", "inodes", "state"),
    [
        (10 << 30, 1 << 20, "ok"),
        (2 << 30, 1 << 20, "warning"),
        (1 << 20, 1 << 20, "problem"),
        (10 << 30, 50_000, "warning"),
        (10 << 30, 100, "problem"),
    ],
)
def test_a_disk_that_runs_full_is_told(tmp_path, monkeypatch, free, inodes, state):
    blocks = free // 4096
    figures = os.statvfs_result((4096, 4096, 1 << 30, blocks, blocks, 1 << 24, inodes, inodes, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: figures)
    assert state == disk.look("disk", tmp_path / "not" / "there").state


def test_environments_are_told_one_by_one(docker_client, monkeypatch):
    known = catalogue.image
    assert {"ok"} == {each.state for each in images.look(docker_client, {"numpy"}) if each.name == "image judge"}
    monkeypatch.setattr(
        catalogue, "image", lambda name: catalogue.Image(name, "0" * 64, known(name).fingerprint[::-1], ())
    )
    found = {each.name: each for each in images.look(docker_client, {"numpy"})}
    assert ("problem", "warning") == (found["image numpy"].state, found["image judge"].state)
    assert "of other releases" in found["image numpy"].detail
    assert "`holdout images build numpy`" == found["image numpy"].remedy


async def test_a_real_pair_says_its_jail_and_that_it_grades(engine):
    jail, grading = await probe.look(EngineSettings(slots=1))
    assert "jail" == jail.name
    assert jail.detail.startswith(engine.jail.current)
    assert ("ok", "a grading works: ") == (grading.state, grading.detail[:17])
