"""What the compose file promises of every service, and how .env comes about."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
PROXIES = {"engine-proxy", "builder-proxy"}
ENDS_BY_ITSELF = {"images"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_rights_a_read_only_root_and_limits(name):
    service = SERVICES[name]
    assert (True, ["ALL"], ["no-new-privileges:true"]) == (
        service["read_only"],
        service["cap_drop"],
        service["security_opt"],
    )
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)
    assert not {"privileged", "cap_add", "pid", "network_mode", "devices"} & set(service)
    assert name in ENDS_BY_ITSELF or service["healthcheck"]["test"][0] == "CMD"


def test_nobody_has_the_engines_socket_but_the_proxies():
    assert PROXIES == {name for name, service in SERVICES.items() if "docker.sock" in str(service.get("volumes"))}
    assert PROXIES == {name for name, service in SERVICES.items() if "group_add" in service}


@pytest.mark.parametrize(("proxy", "caller"), [("engine-proxy", "worker"), ("builder-proxy", "images")])
def test_each_proxy_is_on_a_network_without_a_way_out_with_its_caller_alone(proxy, caller):
    (network,) = SERVICES[proxy]["networks"]
    assert {proxy, caller} == {name for name, service in SERVICES.items() if network in service["networks"]}
    assert {"internal": True} == COMPOSE["networks"][network]
    assert f"tcp://{proxy}:2375" == SERVICES[caller]["environment"]["DOCKER_HOST"]
    calls = ROOT / "deploy" / "engine-proxy" / f"{SERVICES[proxy]['environment']['CALLS']}.calls"
    assert calls.exists()


def test_no_secret_is_in_the_environment_of_the_database_or_in_an_address():
    assert "POSTGRES_PASSWORD" not in SERVICES["db"]["environment"]
    assert "@" not in SERVICES["web"]["environment"]["DATABASE_URL"].replace("//holdout@db", "")
    assert ["database_password"] == SERVICES["db"]["secrets"]


OF_THE_CONTAINER = {"data_dir", "problems_dir", "host", "port", "log_format"}


@pytest.mark.parametrize(("name", "not_its"), [("web", ("sandbox_", "worker_")), ("worker", ())])
def test_what_an_operator_sets_in_env_reaches_web_and_worker(name, not_its):
    settings = {each for each in Settings.model_fields if not each.startswith(not_its)} - OF_THE_CONTAINER
    wanted = {"DATABASE_URL" if each == "database_url" else f"HOLDOUT_{each.upper()}" for each in settings}
    assert set() == wanted - set(SERVICES[name]["environment"])


# .env ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "env.sh", tmp_path / "deploy")
    (tmp_path / "engine.sock").touch()
    return tmp_path


def written(folder: Path, engine: str = "") -> dict[str, str]:
    environ = {**os.environ, "DOCKER_HOST": engine or f"unix://{folder}/engine.sock"}
    subprocess.run(["sh", "deploy/env.sh"], cwd=folder, env=environ, check=True, capture_output=True)
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_env_names_a_random_password_that_only_its_owner_reaches_and_the_sockets_group(folder):
    found = written(folder)
    secret = folder / "secrets" / "database-password"
    assert {
        "HOLDOUT_DATABASE_PASSWORD_FILE": "./secrets/database-password",
        "DOCKER_SOCKET": f"{folder}/engine.sock",
        "DOCKER_GID": str((folder / "engine.sock").stat().st_gid),
    } == found
    assert 48 == len(secret.read_text().strip())
    assert (0o700, 0o600) == (secret.parent.stat().st_mode & 0o777, (folder / ".env").stat().st_mode & 0o777)
    assert 0o444 == secret.stat().st_mode & 0o777  # by the users of several containers, into which it is mounted


def test_what_is_there_already_is_left_as_it_is(folder):
    (folder / ".env").write_text("DOCKER_GID=7\nHOLDOUT_PORT=80\n")
    first, password = written(folder), (folder / "secrets" / "database-password").read_text()
    assert ("7", "80") == (first["DOCKER_GID"], first["HOLDOUT_PORT"])
    assert (first, password) == (written(folder), (folder / "secrets" / "database-password").read_text())


def test_a_last_line_without_its_end_stays_a_line_of_its_own(folder):
    (folder / ".env").write_text("HOLDOUT_PORT=80")
    assert "80" == written(folder)["HOLDOUT_PORT"]


def test_a_lost_env_does_not_cost_the_password(folder):
    first, password = written(folder), (folder / "secrets" / "database-password").read_text()
    (folder / ".env").unlink()
    assert (first, password) == (written(folder), (folder / "secrets" / "database-password").read_text())


def test_the_password_that_an_older_release_kept_in_env_moves_into_its_file(folder):
    (folder / ".env").write_text("POSTGRES_PASSWORD=0123abcd\nDOCKER_GID=7\n")
    found = written(folder)
    assert "POSTGRES_PASSWORD" not in found
    assert "0123abcd\n" == (folder / "secrets" / "database-password").read_text()


def test_a_rootless_engines_socket_belongs_to_its_containers_root(folder):
    assert "0" == written(folder, "unix:///run/user/1000/docker.sock")["DOCKER_GID"]
