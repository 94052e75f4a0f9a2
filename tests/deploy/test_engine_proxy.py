"""What stands between a worker and the engine: all that Holdout asks passes, and nothing else does.

Whole gradings go through it to the real engine; what must not pass is tried against one that writes down what reaches it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import docker
import pytest
from docker.errors import APIError

from sandbox import containers, orphans, outer_filter
from sandbox.diagnosis import images as images_of_this_release
from sandbox.diagnosis import reach, standing
from sandbox.engine import Engine, EngineSettings
from sandbox.errors import EngineUnavailable
from sandbox.images import build, catalogue, store
from tests.deploy.proxying import ENGINE, FOLDER, ID, Proxy, Recorder, running
from tests.sandbox.pairs import containers_of
from tests.sandboxes import RIGHT, grade, verdict


@pytest.fixture(scope="module")
def images() -> None:
    build.build(["numpy", "judge"], lambda _: None)


@pytest.fixture(scope="module")
def builder(folder, recorder) -> Iterator[Proxy]:
    with running("builder", folder, recorder.path) as proxy:
        yield proxy


@pytest.fixture
def through(folder, monkeypatch) -> Iterator[Callable[[str], Proxy]]:
    """A way to the real engine for whoever looks into DOCKER_HOST."""
    if not Path(ENGINE).is_socket():
        pytest.skip("the Docker engine is not on a socket of this machine")
    with running("worker", folder) as worker, running("builder", folder) as builder:
        ways = {"worker": worker, "builder": builder}

        def take(which: str) -> Proxy:
            monkeypatch.setenv("DOCKER_HOST", ways[which].url)
            return ways[which]

        yield take


@pytest.mark.parametrize("jail", ["userns", "uid"])
async def test_a_worker_grades_through_it_in_both_jails_and_leaves_nothing(images, through, jail):
    proxy = through("worker")
    engine = Engine(EngineSettings(slots=1, live_slots=0, spares=1, jail=jail))
    try:
        await engine.start()
        assert "accepted" == verdict(await grade(engine, RIGHT))
        assert "rejected" == verdict(await grade(engine, "def double(x):\n    return 3.0 * x\n"))
        assert "accepted" == verdict(await grade(engine, RIGHT, priority="shadow"))  # such a pair is weighed anew
        assert jail == (await standing.of(engine))["jail"]
        with closing(containers.connect()) as client:
            assert orphans.remove(client) >= 0
            assert {"ok"} <= {found.state for found in images_of_this_release.look(client, {"numpy"})}
    finally:
        await engine.close()
    assert [] == proxy.refused()
    with closing(docker.DockerClient(base_url=f"unix://{ENGINE}")) as client:
        assert not containers_of(client, engine)
        assert not containers_of(client, engine, "judge")


def test_images_are_built_listed_and_removed_through_it(images, through):
    proxy = through("builder")
    with closing(containers.connect()) as client:
        build._build_one(client, catalogue.image("numpy"), lambda _: None)
        (row,) = [row for row in store.rows(client) if (row.environment, row.state) == ("numpy", "present")]
        assert row.digest == store.digest(client, catalogue.image("numpy"))
        (held,) = [one for one in store.held(client) if one.tag == catalogue.image("numpy").tag]
        tag = f"holdout-try:{'0' * 16}"
        with closing(docker.DockerClient(base_url=f"unix://{ENGINE}")) as direct:
            direct.images.get(held.digest).tag(*tag.split(":"))
        another = store.Held(tag, "try", "", held.digest, 0)
        assert [another] == store.remove(client, [another], lambda _: None).removed
    assert [] == proxy.refused()


def test_the_real_engine_makes_no_privileged_container_for_whoever_owns_a_worker(images, through):
    proxy = through("worker")
    with closing(docker.DockerClient(base_url=proxy.url, version="1.41")) as client:
        for asked in ({"privileged": True}, {"volumes": ["/:/host"]}, {"pid_mode": "host", "network_mode": "host"}):
            with pytest.raises(APIError, match="lets no such container through"):
                client.containers.create(catalogue.image("numpy").tag, ["true"], **asked)
    assert 3 == len(proxy.refused(least=3))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"CpuShares": 128}, 200),
        ({"CpuShares": 100_000}, 403),
        ({"CpuShares": 128, "Memory": 1 << 40}, 403),
        ({"RestartPolicy": {"Name": "always"}}, 403),
        ({}, 403),
    ],
)
def test_a_container_can_be_weighed_and_nothing_else_of_it_changed(worker, body, status):
    assert status == worker.ask("POST", f"/v1.41/containers/{ID}/update", json.dumps(body).encode())[0]


LISTED = "/containers/json?limit=-1&all=1&size=0&trunc_cmd=0&filters=%7B%22label%22%3A+%5B%22holdout.sandbox%22%5D%7D"


def test_a_worker_lists_and_touches_its_own_kind_only(worker, recorder):
    assert 200 == worker.ask("GET", f"/v1.41{LISTED}")[0]
    for path in ("/containers/json", "/containers/json?all=1", LISTED.replace("holdout.sandbox", "x")):
        assert 403 == worker.ask("GET", f"/v1.41{path}")[0]
    assert 200 == worker.ask("GET", f"/v1.41/containers/{ID}/json")[0]
    assert 403 == worker.ask("GET", "/v1.41/containers/holdout_db_1/json")[0]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/containers/{ID}/exec"),
        ("POST", f"/exec/{ID}/start"),
        ("GET", f"/containers/{ID}/logs?stdout=1"),
        ("GET", f"/containers/{ID}/archive?path=/"),
        ("PUT", f"/containers/{ID}/archive?path=/"),
        ("GET", f"/containers/{ID}/export"),
        ("POST", f"/containers/{ID}/start?x=1"),
        ("POST", f"/containers/{ID}/restart"),
        ("POST", f"/containers/{ID[:12]}/start"),
        ("POST", f"/containers/{ID}/../{ID}/start"),
        ("POST", f"/containers/{ID}%2fstart"),
        ("POST", "/containers/create?name=x"),
        ("POST", "/containers/prune"),
        ("DELETE", "/containers/holdout_db_1?v=True&link=False&force=True"),
        ("DELETE", "/volumes/holdout_database"),
        ("POST", "/volumes/create"),
        ("POST", "/networks/create"),
        ("POST", "/networks/inside/connect"),
        ("POST", "/build?remote=http://x/"),
        ("POST", "/images/create?fromImage=debian"),
        ("POST", "/images/load?quiet=True"),
        ("DELETE", f"/images/holdout-judge:{'0' * 16}?force=False&noprune=False"),
        ("POST", "/commit?container=x"),
        ("GET", "/system/df"),
        ("GET", "/events"),
        ("GET", "/secrets"),
        ("POST", "/swarm/init"),
        ("POST", "/plugins/pull?remote=x"),
        ("POST", "/session"),
        ("POST", "/grpc"),
        ("HEAD", "/info"),
    ],
)
def test_a_worker_may_not(worker, recorder, method, path):
    before = len(recorder.calls)
    assert 403 == worker.ask(method, f"/v1.41{path}")[0]
    assert 403 == worker.ask(method, path)[0]
    assert before == len(recorder.calls)


@pytest.mark.parametrize("version", ["v1.12", "v1.24", "v1.39", "v2.41", "v1.041"])
def test_versions_that_read_calls_otherwise_are_refused(worker, version):
    assert 403 == worker.ask("POST", f"/{version}/containers/{ID}/start")[0]


BUILD = (
    f"/build?t=holdout-x%3A{'0' * 16}&q=False&nocache=False&rm=True&forcerm=True&pull=False&buildargs=%7B%22BASE%22%7D"
)


def test_whoever_builds_may_choose_no_network(builder):
    assert 200 == builder.ask("POST", f"/v1.41{BUILD}&networkmode=none")[0]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/containers/create"),
        ("POST", f"/containers/{ID}/start"),
        ("POST", f"/containers/{ID}/attach?stdin=1&stdout=1&stream=1"),
        ("DELETE", f"/containers/{ID}?v=True&link=False&force=True"),
        ("POST", "/images/create?tag=latest&fromImage=debian"),
        ("POST", "/build?t=postgres%3A17-trixie&q=False"),
        ("DELETE", "/images/postgres:17-trixie?force=False&noprune=False"),
        ("POST", f"{BUILD}&networkmode=host"),
        ("GET", "/images/get?names=postgres/x"),
    ],
)
def test_whoever_builds_images_runs_no_container_and_touches_no_other_image(builder, recorder, method, path):
    before = len(recorder.calls)
    assert 403 == builder.ask(method, f"/v1.41{path}", b"{}" if "create" in path else b"")[0]
    assert before == len(recorder.calls)


def test_an_engine_that_is_away_is_told_with_what_to_look_at_and_used_again_when_it_is_back(folder, monkeypatch):
    recorder = Recorder(folder / "coming-and-going.sock")
    with running("worker", folder, recorder.path) as proxy:
        monkeypatch.setenv("DOCKER_HOST", proxy.url)
        reach.connect(5).close()
        recorder.stop()
        with pytest.raises(EngineUnavailable, match=re.escape("does not answer its proxy. Start Docker; if it runs, ")):
            reach.connect(5)
        recorder.start()
        for _ in range(200):
            with suppress(EngineUnavailable):
                reach.connect(5).close()
                break
        else:
            pytest.fail("the proxy did not find the engine again")
    recorder.stop()


def test_the_filter_a_container_must_have_is_the_releases():
    pinned = re.search(r'^local SYSTEM_CALLS = "(\w+)"', (FOLDER / "container.lua").read_text(), re.MULTILINE)
    assert pinned
    assert hashlib.sha256(outer_filter.profile().encode()).hexdigest() == pinned[1]
