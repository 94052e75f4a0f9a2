"""The alert rules that ship: a parser takes them, every metric they ask for exists, and the docs tell of each."""

import re
import shutil
import subprocess
from pathlib import Path

import prometheus_client
import pytest
import yaml

import app.attempts.trail  # so that its metrics are known
import app.kit.metrics
from app.kit.metrics import read_from, text
from sandbox.engine import Engine, EngineSettings
from tests.app.workspace import submit

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "prometheus"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
RULES = [rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
SAMPLES = ("_bucket", "_count", "_sum", "_total", "_created")


async def told() -> dict[str, set[str]]:
    """Every metric of ours that a process with everything in it tells, with its labels."""
    engine = Engine(EngineSettings(slots=1))
    engine._pool("numpy")
    with read_from("engine", app.attempts.trail.engine_source(engine)):
        found = (await text()).decode()
    await engine.close()
    names = {name: set() for name in re.findall(r"^# TYPE (holdout_\w+)", found, re.MULTILINE)}
    for name, labels in re.findall(r"^(holdout_\w+)\{(.*?)\} ", found, re.MULTILINE):
        names.setdefault(name, set()).update(re.findall(r"(\w+)=", labels))
    for metric in prometheus_client.REGISTRY._collector_to_names:
        name = getattr(metric, "_name", "")
        if name.startswith("holdout_"):
            names.setdefault(family(name, set(names)) or name, set()).update(metric._labelnames)
    return names


def family(sample: str, names: set[str]) -> str:
    ends = [sample.removesuffix(end) for end in SAMPLES]
    return next((name for name in (sample, *ends, f"{sample}_total") if name in names), "")


async def test_every_metric_and_label_of_a_rule_exists(ada, problem):
    await submit(ada.browser, problem)  # so that a queue has something to tell
    names = await told()
    for rule in RULES:
        asked = re.findall(r"(holdout_\w+)(?:\{(.*?)\})?", rule["expr"])
        assert asked or "up{" in rule["expr"], rule["alert"]
        for sample, labels in asked:
            name = family(sample, set(names))
            assert name, f"{rule['alert']} asks for {sample}, which nothing tells"
            assert set(re.findall(r"(\w+)[=!]", labels)) <= names[name] | {"le"}, rule["alert"]


async def test_the_docs_list_every_metric_with_its_labels_and_no_other(ada, problem):
    await submit(ada.browser, problem)
    names = await told()
    rows = dict(re.findall(r"^\| `(holdout_\w+)` \| (.*?) \|", OPERATIONS, re.MULTILINE))
    told_of = {family(row, set(names)): set(filter(None, labels.split(", "))) for row, labels in rows.items()}
    ours = {
        family(name, set(names)): labels - {"le"} for name, labels in names.items() if not name.endswith("_created")
    }
    for name, labels in told_of.items():
        assert name, rows
        assert labels == ours[name] or not ours[name], name
    assert set() == {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in ours} - {
        re.sub(r"_total$", "", name) for name in told_of
    }


def test_the_docs_tell_of_every_alert_its_urgency_and_what_to_do():
    rows = dict(re.findall(r"^\| `(Holdout\w+)` \| (\w+) \|", OPERATIONS, re.MULTILINE))
    assert {rule["alert"]: rule["labels"]["severity"] for rule in RULES} == rows


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Debian's package `prometheus` brings promtool")
@pytest.mark.parametrize(
    "command",
    [
        ["check", "rules", "alerts.yml"],
        ["check", "config", "--syntax-only", "prometheus.yml"],
        ["test", "rules", "alerts_test.yml"],
    ],
)
def test_prometheus_itself_takes_rules_and_configuration(command: list[str]):
    done = subprocess.run(["promtool", *command], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_the_compose_file_brings_a_prometheus_that_finds_both_parts_and_is_published_to_nobody():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    prometheus = compose["services"]["prometheus"]
    assert ["metrics"] == prometheus["profiles"]
    assert all(port.startswith("127.0.0.1:") for port in prometheus["ports"])
    (scraped,) = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    (found,) = scraped["dns_sd_configs"]
    for name in found["names"]:
        service = compose["services"][name]
        assert found["port"] == service["environment"]["HOLDOUT_METRICS_PORT"]
        assert {"inside"} <= set(service["networks"]) & set(prometheus["networks"])
        assert not any(str(found["port"]) in port for port in service.get("ports", []))
    assert (FOLDER / Path(yaml.safe_load((FOLDER / "prometheus.yml").read_text())["rule_files"][0]).name).exists()
