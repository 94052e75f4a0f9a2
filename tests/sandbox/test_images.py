"""Environments: what pins them, what is in them, and images as files.

What removes or replaces images does it to an environment of its own (`tiny`), never to one that is in use.
"""

import io
import json
import re
import secrets
import tarfile
from contextlib import closing
from pathlib import Path

import docker
import pytest
from typer.testing import CliRunner

from app.cli import cli
from sandbox import containers
from sandbox.engine import Engine, EngineSettings
from sandbox.errors import ArchiveRefused, FingerprintMismatch, ImageMissing, UnknownEnvironment
from sandbox.images import archive, build, catalogue, store
from tests.sandboxes import grade, last, verdict

FIT = """
import numpy as np, pandas as pd, scipy.stats, scipy.optimize
from sklearn.linear_model import LinearRegression
from sklearn.ensemble import RandomForestRegressor

def double(x):
    frame = pd.DataFrame({"x": np.arange(20.0), "y": 2 * np.arange(20.0)})
    forest = RandomForestRegressor(n_estimators=3, random_state=0).fit(frame[["x"]], frame.y)
    assert forest.score(frame[["x"]], frame.y) > 0.9
    line = scipy.stats.linregress(frame.x, frame.y)
    assert abs(line.slope - 2) < 1e-12
    return x * LinearRegression().fit(frame[["x"]].to_numpy(), frame.y).coef_[0]
"""


OF_THIS_RUN = f"# {secrets.token_hex(8)}\n"  # its layer of packages is built once, and is unlike that of any other run


def quiet(_: str) -> None:
    return


@pytest.fixture
def environments(tmp_path: Path, monkeypatch) -> Path:
    """A catalogue with one environment, `tiny`, unlike any other; `judge` stays as it is."""
    folder = tmp_path / "environments"
    judge = catalogue.ENVIRONMENTS / "judge"
    text = (catalogue.ENVIRONMENTS / "data" / "requirements.txt").read_text()
    (wheel,) = re.findall(r"^threadpoolctl==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    (folder / "tiny").mkdir(parents=True)
    (folder / "judge").symlink_to(judge)
    (folder / "tiny" / "requirements.txt").write_text(OF_THIS_RUN + wheel)
    (folder / "tiny" / "preload.txt").write_text("threadpoolctl\n")
    monkeypatch.setattr(catalogue, "ENVIRONMENTS", folder)
    catalogue.image.cache_clear()
    yield folder
    catalogue.image.cache_clear()


@pytest.fixture
def tiny(environments, docker_client) -> catalogue.Image:
    (image,) = build.build(["tiny"], quiet)
    yield image
    remove_all_of("tiny", docker_client, keep=image.dependencies_tag)


@pytest.fixture(scope="module", autouse=True)
def _nothing_stays():
    yield
    with closing(containers.connect()) as client:
        remove_all_of("tiny", client)


def remove_all_of(environment: str, client: docker.DockerClient, keep: str = "") -> None:
    for one in store.held(client):
        if one.environment == environment and one.tag and one.tag != keep:
            client.images.remove(one.tag)


def another_release(environments: Path) -> catalogue.Image:
    (environments / "tiny" / "preload.txt").write_text("json\n")
    catalogue.image.cache_clear()
    return catalogue.image("tiny")


@pytest.fixture
def exported(tiny, docker_client, tmp_path) -> Path:
    path = tmp_path / "images.tar"
    assert archive.export(docker_client, [tiny], path, quiet) == path.stat().st_size
    return path


def forge(path: Path, **changes: object) -> None:
    """Put another manifest at the end of an archive."""
    with tarfile.open(path) as whole:
        member = whole.getmember(archive.MANIFEST)
        manifest = json.load(whole.extractfile(member))
    with path.open("r+b") as file:
        file.truncate(member.offset)
        file.seek(member.offset)
        file.write(bytes(1024))
    append(path, archive.MANIFEST, json.dumps({**manifest, **changes}).encode())


def append(path: Path, name: str, body: bytes) -> None:
    with tarfile.open(path, "a") as whole:
        member = tarfile.TarInfo(name)
        member.size = len(body)
        whole.addfile(member, io.BytesIO(body))


@pytest.mark.parametrize("name", ["preload.txt", "requirements.txt"])
def test_the_fingerprint_pins_locks_and_modules(environments, name):
    before = catalogue.image("tiny").fingerprint
    (environments / "tiny" / name).write_text("json\n")
    catalogue.image.cache_clear()
    assert before != catalogue.image("tiny").fingerprint


@pytest.mark.parametrize("name", ["judge", "base", "nothing"])
async def test_no_job_runs_in_what_is_no_candidates_environment(engine, name):
    end = last(await grade(engine, FIT, environment=name))
    assert end.type == "platform_error"
    assert end.message == f"there is no environment `{name}`; there are: data, numpy, torch"


async def test_the_data_environment_fits_models():
    build.build(["data", "judge"], quiet)
    engine = Engine(EngineSettings(slots=1))
    try:
        stream = await grade(engine, FIT, environment="data", cpu_seconds=10, memory_mb=512)
    finally:
        await engine.close()
    assert verdict(stream) == "accepted", stream


@pytest.mark.parametrize("environment", ["numpy", "data"])
def test_a_warm_environment_has_one_thread(docker_client, environment):
    (image,) = build.build([environment], quiet)
    program = "import sys, os; [__import__(name) for name in sys.argv[1:]]; print(len(os.listdir('/proc/self/task')))"
    command = ["python3", "-c", program, *image.preload]
    assert docker_client.containers.run(image.tag, command, remove=True, network_mode="none") == b"1\n"


def test_an_archive_brings_the_same_image_back(tiny, exported, docker_client):
    digest = store.digest(docker_client, tiny)
    docker_client.images.remove(tiny.tag)
    assert not store.exists(docker_client, tiny.tag)
    assert archive.load(docker_client, exported, quiet) == [tiny]
    assert store.digest(docker_client, tiny) == digest


def test_a_changed_byte_is_found_before_anything_is_loaded(tiny, exported, docker_client):
    docker_client.images.remove(tiny.tag)
    with exported.open("r+b") as file:
        file.seek(exported.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, io.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ArchiveRefused, match="damaged"):
        archive.load(docker_client, exported, quiet)
    assert not store.exists(docker_client, tiny.tag)


def test_an_archive_of_another_release_is_refused_naming_both(tiny, exported, environments, docker_client):
    wanted = another_release(environments)
    with pytest.raises(FingerprintMismatch) as refusal:
        archive.load(docker_client, exported, quiet)
    assert tiny.fingerprint in str(refusal.value)
    assert wanted.fingerprint in str(refusal.value)


def test_a_forged_fingerprint_does_not_bring_another_image(tiny, exported, environments, docker_client):
    wanted = another_release(environments)
    forge(exported, images=[{"environment": "tiny", "fingerprint": wanted.fingerprint}])
    with pytest.raises(ArchiveRefused, match="would bring"):
        archive.load(docker_client, exported, quiet)
    assert not store.exists(docker_client, wanted.tag)


def test_an_image_with_anothers_label_is_refused_before_loading(tiny, environments, docker_client, tmp_path):
    wanted = another_release(environments)
    docker_client.images.get(tiny.tag).tag(wanted.tag)
    with pytest.raises(FingerprintMismatch):
        archive.export(docker_client, [wanted], tmp_path / "images.tar", quiet)
    assert not list(tmp_path.glob("*images.tar*"))


@pytest.mark.parametrize(
    "content", [b"", b"no tar at all", bytes(10240), b"PK\x03\x04" + bytes(4096)], ids=["empty", "text", "zeros", "zip"]
)
def test_what_is_no_archive_is_refused(docker_client, tmp_path, content):
    path = tmp_path / "images.tar"
    path.write_bytes(content)
    with pytest.raises(ArchiveRefused):
        archive.load(docker_client, path, quiet)


def test_a_cut_off_archive_is_refused(tiny, exported, docker_client):
    with exported.open("r+b") as file:
        file.truncate(exported.stat().st_size // 2)
    with pytest.raises(ArchiveRefused):
        archive.load(docker_client, exported, quiet)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/cron.d/x"])
def test_an_archive_that_reaches_outside_is_refused(docker_client, tmp_path, name):
    path = tmp_path / "images.tar"
    append(path, name, b"x")
    manifest = {"format": 1, "images": [{"environment": "numpy", "fingerprint": "0"}], "bytes": 1024, "sha256": ""}
    append(path, archive.MANIFEST, json.dumps(manifest).encode())
    with pytest.raises(ArchiveRefused, match="reaches outside"):
        archive.load(docker_client, path, quiet)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b'{"format": 2}', b'{"format": 1, "images": [], "bytes": 1, "sha256": ""}', b"\xff" * 9],
)
def test_a_manifest_that_cannot_be_read_is_refused(docker_client, tmp_path, manifest):
    path = tmp_path / "images.tar"
    append(path, archive.MANIFEST, manifest)
    with pytest.raises(ArchiveRefused, match="cannot be read"):
        archive.load(docker_client, path, quiet)


def test_an_export_that_fails_leaves_the_old_file(environments, docker_client, tmp_path):
    path = tmp_path / "images.tar"
    path.write_text("old")
    with pytest.raises(ImageMissing, match="holdout images build tiny"):
        archive.export(docker_client, [catalogue.image("tiny")], path, quiet)
    assert path.read_text() == "old"


async def test_an_engine_does_not_start_without_the_image(environments):
    engine = Engine(EngineSettings(slots=1))
    with pytest.raises(ImageMissing, match="holdout images build tiny"):
        await engine.start(("tiny",))
    await engine.close()


async def test_an_engine_does_not_start_on_an_image_made_of_something_else(tiny, environments, docker_client):
    wanted = another_release(environments)
    docker_client.images.get(tiny.tag).tag(wanted.tag)
    engine = Engine(EngineSettings(slots=1))
    with pytest.raises(FingerprintMismatch, match="holdout images build tiny"):
        await engine.start(("tiny",))
    await engine.close()
    owned = {"label": f"{containers.OWNER_LABEL}={engine.id}"}
    assert docker_client.containers.list(all=True, filters=owned) == []
    build.build(["tiny"], quiet)
    store.digest(docker_client, wanted)


def test_only_images_of_other_releases_are_superfluous(tiny, environments, docker_client):
    assert tiny.tag not in {one.tag for one in store.superfluous(docker_client)}
    (current,) = build.build([another_release(environments).environment], quiet)
    superfluous = {one.tag for one in store.superfluous(docker_client)}
    assert tiny.tag in superfluous
    assert not {current.tag, current.dependencies_tag, catalogue.base_tag()} & superfluous
    states = [(row.state, row.fingerprint) for row in store.rows(docker_client) if row.environment == "tiny"]
    assert states == [("present", current.fingerprint), ("stale", tiny.fingerprint)]


def test_pruning_removes_what_is_not_in_use(tiny, environments, docker_client):
    build.build([another_release(environments).environment], quiet)
    mine = [one for one in store.superfluous(docker_client) if one.environment == "tiny"]
    user = docker_client.containers.create(tiny.tag, ["true"])
    kept = store.remove(docker_client, mine, quiet)
    assert ([], [tiny.tag]) == (kept.removed, [one.tag for one in kept.kept])
    user.remove()
    removed = store.remove(docker_client, mine, quiet)
    assert ([tiny.tag], []) == ([one.tag for one in removed.removed], removed.kept)
    assert not store.exists(docker_client, tiny.tag)


def test_the_commands_say_what_is_there(tiny, environments):
    listed = CliRunner().invoke(cli, ["images", "list", "--json"])
    (row,) = [row for row in json.loads(listed.stdout) if row["environment"] == "tiny"]
    assert ("present", tiny.fingerprint) == (row["state"], row["fingerprint"])
    another_release(environments)
    dry = CliRunner().invoke(cli, ["images", "prune", "--dry-run"])
    assert f"{tiny.tag} would be removed" in dry.stdout
    assert re.search(r"^tiny +missing ", CliRunner().invoke(cli, ["images", "list"]).stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("build nothing", "there are: data, judge, numpy, torch"),
        ("export nothing --to x.tar", "there are: data, judge, numpy, torch"),
        ("import none.tar", "cannot be read: No such file or directory"),
        ("import .", "cannot be read: Is a directory"),
    ],
)
def test_commands_that_cannot_be_done_say_why(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["images", *arguments.split()])
    assert (1, "") == (result.exit_code, result.stdout)
    assert message in result.stderr


def test_an_export_into_no_folder_says_so(tiny):
    result = CliRunner().invoke(cli, ["images", "export", "tiny", "--to", "/nowhere/images.tar"])
    assert 1 == result.exit_code
    assert "Name a file in a folder that can be written" in result.stderr


def test_an_unknown_environment_is_named_with_those_there_are():
    with pytest.raises(UnknownEnvironment, match="there are: data, numpy, torch"):
        catalogue.candidate_image("judge")
