"""Holdout by docker-compose, for real: up, a verdict, each service restarted, wrong settings, a backup, down.

`make compose-try` builds what it needs; the tests stand on one another, in this order.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.composing import PROBLEM, PROJECT, ROOT, Composed, Person, until

pytestmark = [pytest.mark.thorough, pytest.mark.root, pytest.mark.timeout(900)]

SOLUTIONS = ROOT / "problems" / PROBLEM / "solutions"
RIGHT = min((SOLUTIONS / "accepted").glob("*.py")).read_text()
WRONG = min((SOLUTIONS / "rejected").glob("*.py")).read_text()
SERVICES = ["db", "engine-proxy", "builder-proxy", "web", "worker", "prometheus"]


@pytest.fixture(scope="module")
def compose() -> Iterator[Composed]:
    if shutil.which("docker-compose") is None:
        pytest.skip("Debian's package `docker-compose` is not installed")
    folder = Path(tempfile.mkdtemp(prefix="holdout-try-"))
    compose = Composed(folder)
    try:
        compose("--profile", "metrics", "up", "--detach", "--no-build")
        yield compose
    finally:
        compose("--profile", "metrics", "down", "--volumes", "--timeout", "60", check=False)
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def admin(compose) -> Iterator[Person]:
    found = until(
        "the first sign-in",
        lambda: re.search(r"first sign-in: (\S+)   password: (\S+)", compose("logs", "--no-color", "web").stdout),
    )
    person = Person(compose.url, found[1], found[2])
    person.sign_in()
    yield person
    person.close()


def works(compose: Composed, admin: Person) -> None:
    """A right solution is accepted and a wrong one is not."""
    until("a worker", lambda: compose.ready()["workers"])
    admin.sign_in()
    assert ("accepted", "rejected") == (admin.verdict(admin.submits(RIGHT)), admin.verdict(admin.submits(WRONG)))


def test_everything_comes_up_healthy_and_grades(compose, admin):
    works(compose, admin)
    for service in SERVICES:
        until(f"{service} is healthy", lambda service=service: compose.health(service) == "healthy")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_nobody_on_a_disk_it_cannot_write_and_holds_no_password(compose, service):
    assert compose.inside(service, "id", "-u").strip() not in {"", "0"}
    assert "Read-only file system" in compose.inside(service, "sh", "-c", "echo x > /usr/x")
    password = (compose.folder / "secrets" / "database-password").read_text().strip()
    told = compose.container(service)
    assert password not in str(told)
    assert (True, [], True) == (
        told["HostConfig"]["ReadonlyRootfs"],
        told["HostConfig"]["CapAdd"] or [],
        told["HostConfig"]["Memory"] > 0 < told["HostConfig"]["PidsLimit"],
    )


REACH = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3); print('reached')"


@pytest.mark.parametrize(
    ("service", "there", "reached"),
    [
        ("worker", "engine-proxy:2375", True),
        ("worker", "builder-proxy:2375", False),
        ("web", "engine-proxy:2375", False),
        ("web", "builder-proxy:2375", False),
        ("web", "db:5432", True),
    ],
)
def test_who_reaches_whom(compose, service, there, reached):
    said = compose.inside(service, "python3", "-c", REACH, *there.split(":"))
    assert reached == ("reached" in said), said


def test_whoever_owns_the_worker_gets_no_container_with_the_hosts_disk(compose):
    attack = """
import docker
client = docker.from_env(version="1.41")
image = next(iter(client.images.list(name="holdout-numpy"))).tags[0]
for asked in ({"volumes": ["/:/host"]}, {"privileged": True}, {"pid_mode": "host"}):
    try:
        client.containers.create(image, ["true"], **asked)
    except docker.errors.APIError as error:
        print(error.status_code, error.explanation)
"""
    said = compose.inside("worker", "python3", "-c", attack)
    assert 3 == said.count("403 the engine proxy lets no such container through"), said


def test_prometheus_reads_both_parts(compose):
    query = ["promtool", "query", "instant", "http://127.0.0.1:9090", "sum(up{job='holdout'})"]
    until("two targets", lambda: "=> 2 @" in compose.inside("prometheus", *query))


def test_alerts_sound_when_they_should(compose):
    told = compose.inside("prometheus", "promtool", "test", "rules", "/etc/prometheus/alerts_test.yml")
    assert "SUCCESS" in told, told


@pytest.mark.parametrize("service", ["db", "engine-proxy", "web", "worker"])
def test_a_restarted_service_is_found_again(compose, admin, service):
    compose("restart", "--timeout", "60", service)
    until(f"{service} is healthy", lambda: compose.health(service) == "healthy")
    works(compose, admin)


def test_a_killed_engine_proxy_is_told_and_grading_goes_on_when_it_is_back(compose, admin):
    compose("stop", "engine-proxy")
    until("the workers are gone", lambda: compose.ready()["workers"] == 0)
    until("the worker is unhealthy", lambda: compose.health("worker") == "unhealthy")
    assert "tcp://engine-proxy:2375" in compose("logs", "--no-color", "worker").stdout
    waiting = admin.submits(RIGHT)
    compose("start", "engine-proxy")
    assert "accepted" == admin.verdict(waiting)
    works(compose, admin)


def test_a_wrong_group_is_named_by_the_worker_and_by_the_images(compose, admin):
    wrong = compose.folder / "wrong.env"
    wrong.write_text(re.sub(r"(?m)^DOCKER_GID=.*$", "DOCKER_GID=54321", compose.env.read_text()))
    compose("up", "--detach", "--no-build", "--no-deps", "engine-proxy", "builder-proxy", env=wrong)
    until("the proxy is unhealthy", lambda: compose.health("engine-proxy") == "unhealthy")
    said = compose("run", "--rm", "--no-deps", "-T", "images", env=wrong, check=False)
    assert 1 == said.returncode
    assert "DOCKER_GID in .env is not the group that owns its socket" in said.stdout + said.stderr
    until("the worker names it", lambda: "DOCKER_GID in .env" in compose("logs", "--no-color", "worker").stdout)
    compose("up", "--detach", "--no-build", "--no-deps", "engine-proxy", "builder-proxy")
    works(compose, admin)


@pytest.mark.parametrize("name", ["HOLDOUT_DATABASE_PASSWORD_FILE", "DOCKER_GID"])
def test_an_env_that_lacks_something_is_refused_with_the_remedy(compose, name):
    lacking = compose.folder / "lacking.env"
    lacking.write_text(re.sub(rf"(?m)^{name}=.*\n", "", compose.env.read_text()))
    done = compose("config", env=lacking, check=False)
    assert 0 != done.returncode
    assert "run deploy/env.sh" in done.stderr


def test_an_empty_password_is_named_by_web_and_database(compose):
    empty = compose.folder / "empty"
    empty.touch()
    empty.chmod(0o444)
    lacking = compose.folder / "empty.env"
    lacking.write_text(re.sub(r"(?m)^(HOLDOUT_DATABASE_PASSWORD_FILE)=.*$", rf"\1={empty}", compose.env.read_text()))
    for service, words in (("web", "HOLDOUT_DATABASE_PASSWORD_FILE"), ("worker", "the file is empty")):
        done = compose("run", "--rm", "--no-deps", "-T", service, env=lacking, check=False)
        assert 0 != done.returncode
        assert words in done.stdout + done.stderr


def test_a_second_database_on_the_volume_is_refused_and_the_first_goes_on(compose, admin):
    done = compose("run", "--rm", "--no-deps", "-T", "db", check=False)
    assert 0 != done.returncode
    assert "Another container runs this database already" in done.stdout + done.stderr
    compose("kill", "db")
    compose("up", "--detach", "--no-build", "db")  # a killed one leaves no lock
    works(compose, admin)


def test_a_backup_is_made_and_restored_inside(compose, admin):
    kept = compose.folder / "backups"
    kept.mkdir(mode=0o700)
    shutil.chown(kept, 10001)
    volume = f"{kept}:/backups"
    before = admin.submits(RIGHT)
    assert "accepted" == admin.verdict(before)
    compose("run", "--rm", "-T", "--volume", volume, "web", "holdout", "backup", "/backups")
    (made,) = kept.glob("*.holdout-backup")
    after = admin.submits(WRONG)
    assert "rejected" == admin.verdict(after)
    compose("stop", "web", "worker")
    restore = ["holdout", "restore", "--replace", f"/backups/{made.name}"]
    compose("run", "--rm", "-T", "--no-deps", "--volume", volume, "web", *restore)
    compose("up", "--detach", "--no-build")
    works(compose, admin)
    assert "accepted" == admin.verdict(before)
    assert "verdict" not in admin.sees(after)


def lines(*command: str) -> list[str]:
    return subprocess.run(["docker", *command], capture_output=True, text=True, check=True).stdout.split()


def test_down_leaves_no_container_network_volume_or_pair(compose):
    worker = compose.container("worker")["Id"]
    (namespace,) = lines("exec", worker, "stat", "--dereference", "--format=%i", "/proc/self/ns/pid")

    def pairs() -> list[str]:
        """The containers that processes of this worker's container have made."""
        made_by = lines("ps", "-a", "--filter=label=holdout.process", '--format={{.Label "holdout.process"}}')
        return [process for process in made_by if process.split("/")[1:2] == [namespace]]

    until("the worker has pairs", pairs)
    compose("--profile", "metrics", "down", "--volumes", "--timeout", "60")
    project = f"--filter=label=com.docker.compose.project={PROJECT}"
    assert [] == [
        *lines("ps", "-aq", project),
        *lines("network", "ls", "-q", project),
        *lines("volume", "ls", "-q", project),
    ]
    until("the pairs are gone", lambda: not pairs())
