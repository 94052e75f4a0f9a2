"""Both layouts of control groups are read; the texts are those of a container on each."""

import pytest

from sandbox.inside import counters

VERSION_1 = {
    "memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
    "pids/pids.events": "max 7\n",
    "memory/memory.usage_in_bytes": "31457280\n",
    "cpuacct/cpuacct.usage": "1250000000\n",
}
VERSION_2 = {
    "memory.events": "low 0\nhigh 0\nmax 412\noom 9\noom_kill 3\noom_group_kill 0\n",
    "pids.events": "max 7\n",
    "memory.current": "31457280\n",
    "cpu.stat": "usage_usec 1250000\nuser_usec 900000\nsystem_usec 350000\nnr_periods 0\n",
}


@pytest.fixture
def cgroup(tmp_path, monkeypatch):
    def moved(path: str) -> str:
        return path.replace("/sys/fs/cgroup", str(tmp_path))

    for name in ("_OOM", "_PIDS", "_MEMORY", "_CPU_STATISTICS"):
        monkeypatch.setattr(counters, name, tuple(map(moved, getattr(counters, name))))
    monkeypatch.setattr(counters, "_CPU_NANOSECONDS", moved(counters._CPU_NANOSECONDS))

    def write(files: dict[str, str]) -> None:
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(content)

    return write


@pytest.mark.parametrize("files", [VERSION_1, VERSION_2], ids=["version 1", "version 2"])
def test_what_the_kernel_did_is_read(cgroup, files):
    cgroup(files)
    assert (3, 7) == (counters.out_of_memory_kills(), counters.refused_forks())
    assert (30 << 20, 1.25) == (counters.memory_in_use(), counters.cpu_seconds())


@pytest.mark.parametrize(
    "files",
    [{}, {"memory.events": "", "pids.events": ""}, {"memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\n"}],
    ids=["no control groups", "empty", "before Linux 4.13"],
)
def test_a_layout_without_the_counter_counts_nothing(cgroup, files):
    cgroup(files)
    assert (0, 0) == (counters.memory_in_use(), counters.cpu_seconds())
    assert (0, 0) == (counters.out_of_memory_kills(), counters.refused_forks())


def test_a_hybrid_layout_is_read_where_the_controllers_are(cgroup):
    cgroup(VERSION_1 | {"unified/cgroup.procs": "1\n"})
    assert (3, 7) == (counters.out_of_memory_kills(), counters.refused_forks())
