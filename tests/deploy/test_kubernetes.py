"""The Kubernetes manifests: valid by the schemas of Kubernetes itself, and in step with the program that they run."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from app.kit import metrics
from app.operation import queues
from app.settings import ROOT, Settings, load_settings

FOLDER = ROOT / "deploy" / "kubernetes"
VERSIONS = ("1.33", "1.37")  # the oldest that is promised, and the newest known
BY_ITS_OWN = {"Kustomization", "ScaledObject"}  # kinds that come with other programs
URL = "postgresql://holdout:secret@postgres:5432/holdout"

Manifest = dict[str, Any]


def read() -> Iterator[Manifest]:
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == sorted({each.name for each in FOLDER.glob("*.yaml")} - {"kustomization.yaml"})
    for name in listed:
        yield from yaml.safe_load_all((FOLDER / name).read_text())


MANIFESTS = list(read())
PODS = [each["spec"]["template"] for each in MANIFESTS if "template" in each.get("spec", {})]
CONTAINERS = [
    pytest.param(container, pod, id=container["name"])
    for pod in PODS
    for container in [*pod["spec"]["containers"], *pod["spec"].get("initContainers", [])]
]


def find(kind: str, name: str, namespace: str | None = None) -> Manifest:
    found = [
        each
        for each in MANIFESTS
        if (each["kind"], each["metadata"]["name"]) == (kind, name)
        and namespace in {None, each["metadata"].get("namespace")}
    ]
    assert found, f"no {kind} {name}"
    return found[0]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda each: f"{each['kind']}-{each['metadata']['name']}")
def test_kubernetes_takes_it(manifest, version):
    if manifest["kind"] not in BY_ITS_OWN:
        assert version == kubernetes_validate.validate(manifest, version, strict=True)


def test_the_validator_notices_a_word_that_is_none():
    wrong = {**find("Deployment", "web"), "spec": {**find("Deployment", "web")["spec"], "replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


# As KEDA's reference has it; what is not here is not used.
SCALED_OBJECT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["scaleTargetRef", "triggers"],
    "properties": {
        "scaleTargetRef": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {"apiVersion": {"const": "apps/v1"}, "kind": {"const": "StatefulSet"}, "name": {}},
        },
        **{
            name: {"type": "integer", "minimum": 1}
            for name in ("minReplicaCount", "maxReplicaCount", "pollingInterval", "cooldownPeriod")
        },
        "advanced": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "horizontalPodAutoscalerConfig": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"behavior": {"type": "object"}},
                }
            },
        },
        "triggers": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["type", "metadata"],
                "properties": {
                    "type": {"const": "prometheus"},
                    "metricType": {"enum": ["AverageValue", "Value"]},
                    "metadata": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["serverAddress", "query", "threshold"],
                        "properties": {name: {"type": "string"} for name in ("serverAddress", "query", "threshold")},
                    },
                },
            },
        },
    },
}


def test_workers_are_scaled_by_a_wait_that_is_measured():
    scaled = find("ScaledObject", "worker")["spec"]
    jsonschema.validate(scaled, SCALED_OBJECT)
    behaviour = scaled["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
    autoscaler = find("HorizontalPodAutoscaler", "web")
    like_one = {**autoscaler, "spec": {**autoscaler["spec"], "behavior": behaviour}}
    assert kubernetes_validate.validate(like_one, VERSIONS[-1], strict=True)
    query = scaled["triggers"][0]["metadata"]["query"]
    asked = re.search(r'max\((\w+)\{priority=~"([^"]+)", taken="true"\}\)', query)
    assert asked, query
    assert asked[1] in (ROOT / "app" / "operation" / "queues.py").read_text()
    assert set(asked[2].split("|")) <= set(queues.ORDER)
    assert find("StatefulSet", scaled["scaleTargetRef"]["name"])


@pytest.mark.parametrize("namespace", ["holdout", "holdout-workers"])
def test_every_setting_is_one_and_usable(monkeypatch, namespace):
    given = find("ConfigMap", "holdout", namespace)["data"] | {"DATABASE_URL": URL}
    for pod in PODS:
        for container in pod["spec"]["containers"]:
            given |= {each["name"]: each["value"] for each in container.get("env", [])}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(given)
    assert not settings.migrate_at_start
    assert settings.metrics_port == 9464
    assert find("ConfigMap", "holdout", "holdout")["data"] == find("ConfigMap", "holdout", "holdout-workers")["data"]


@pytest.mark.parametrize(("container", "pod"), CONTAINERS)
def test_a_container_has_bounds_and_no_rights_that_it_does_not_need(container, pod):
    assert container["resources"]["limits"]["memory"]
    assert container["resources"]["requests"].keys() == {"cpu", "memory"}
    assert pod["spec"]["automountServiceAccountToken"] is False
    if container["name"] == "engine":
        assert container["securityContext"] == {"privileged": True}
        assert not any("tcp" in each for each in container["command"])  # nobody but this pod reaches it
        return
    of_pod = pod["spec"].get("securityContext", {})
    rights = of_pod | container["securityContext"]
    assert rights["runAsNonRoot"] is True
    assert rights["readOnlyRootFilesystem"] is True
    assert rights["allowPrivilegeEscalation"] is False
    assert rights["capabilities"] == {"drop": ["ALL"]}
    assert rights["seccompProfile"] == {"type": "RuntimeDefault"}


def test_only_the_workers_namespace_takes_privileged_pods():
    levels = {
        each["metadata"]["name"]: each["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for each in MANIFESTS
        if each["kind"] == "Namespace"
    }
    assert levels == {"holdout": "restricted", "holdout-workers": "privileged"}


def test_what_selects_pods_finds_some_and_is_in_their_namespace():
    labels = {
        (each["metadata"]["namespace"], frozenset(each["spec"]["template"]["metadata"]["labels"].items()))
        for each in MANIFESTS
        if "template" in each.get("spec", {})
    }
    for each in MANIFESTS:
        selector = each.get("spec", {}).get("selector")
        if selector is not None:
            wanted = frozenset(selector.get("matchLabels", selector).items())
            assert (each["metadata"]["namespace"], wanted) in labels, each["metadata"]["name"]
    for each in MANIFESTS:
        if each["kind"] == "Ingress":
            backend = each["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
            assert backend["port"]["name"] in {
                port["name"] for port in find("Service", backend["name"])["spec"]["ports"]
            }


def test_probes_ask_what_there_is():
    web = find("Deployment", "web")["spec"]["template"]["spec"]["containers"][0]
    addresses = {web[name]["httpGet"]["path"] for name in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert addresses == {"/healthz", "/readyz"}
    assert web["livenessProbe"]["httpGet"]["path"] == "/healthz"  # a database that is away restarts nobody
    worker = find("StatefulSet", "worker")["spec"]["template"]["spec"]["containers"][0]
    asked = {name: worker[name]["httpGet"] for name in ("readinessProbe", "livenessProbe")}
    assert {"/readyz", "/healthz"} <= {route.path for route in metrics.application().routes}
    assert asked == {
        "readinessProbe": {"path": "/readyz", "port": "metrics"},
        "livenessProbe": {"path": "/healthz", "port": "metrics"},
    }


def test_images_are_pinned():
    images = {container.values[0]["image"] for container in CONTAINERS}
    assert images == {"holdout", "docker:29-dind"}
    (ours,) = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["images"]
    assert ours["name"] == "holdout"
    assert ours["newTag"] not in {"", "latest"}


def test_a_worker_counts_with_the_memory_its_engine_may_take():
    spec = find("StatefulSet", "worker")["spec"]["template"]["spec"]
    engine = next(each for each in spec["initContainers"] if each["name"] == "engine")
    set_to = {each["name"]: each["value"] for each in spec["containers"][0]["env"]}
    assert int(set_to["HOLDOUT_SANDBOX_MEMORY_MB"]) <= 1024 * int(
        engine["resources"]["requests"]["memory"].removesuffix("Gi")
    )
    assert set_to.keys() - {"DOCKER_HOST"} <= {f"HOLDOUT_{name.upper()}" for name in Settings.model_fields}
