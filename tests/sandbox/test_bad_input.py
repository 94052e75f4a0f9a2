"""What a job, the settings or this machine can have wrong: each ends in a typed error that says what to do."""

import dataclasses
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import ValidationError

from sandbox import outer_filter
from sandbox.engine import Engine, EngineSettings, Job, Limits
from sandbox.errors import HostLimit, ImageMissing, JailRefused, UnknownEnvironment
from sandbox.images import catalogue
from tests.sandboxes import RIGHT, job

NUMBERS = [0, -1, math.nan, math.inf, 1 << 40, "many", None]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("field", ["cpu_seconds", "memory_mb"])
def test_limits_take_no_nonsense(field, value):
    with pytest.raises(ValidationError, match=field):
        Limits(**{field: value})


@pytest.mark.parametrize("value", NUMBERS)
def test_a_job_takes_no_deadline_without_an_end(value):
    with pytest.raises(ValidationError, match="deadline_seconds"):
        job(RIGHT, deadline_seconds=value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("environment", "../judge"),
        ("environment", ""),
        ("environment", "num\u0000py"),
        ("seed", "not hexadecimal!"),
        ("seed", ""),
        ("mode", "grade"),
        ("source", "x" * ((256 << 10) + 1)),
        ("surprise", 1),
    ],
)
def test_a_job_is_checked_before_anything_runs(field, value):
    fields = job(RIGHT).model_dump() | {field: value}
    with pytest.raises(ValidationError, match=field):
        Job(**fields)


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("field", ["slots", "memory_mb", "judge_memory_mb"])
def test_settings_take_no_nonsense(field, value):
    with pytest.raises(ValidationError, match=field):
        EngineSettings(**{field: value})


@asynccontextmanager
async def an_engine(**settings: Any) -> AsyncIterator[Engine]:
    engine = Engine(EngineSettings(slots=1, **settings))
    try:
        yield engine
    finally:
        await engine.close()


async def ending(engine: Engine, **of_the_job: Any) -> str:
    """The message of a grading that ends at once, with nothing before it."""
    stream = [event async for event in engine.grade(job(RIGHT, **of_the_job))]
    assert ["platform_error"] == [event.type for event in stream if event.type != "started"]
    return stream[-1].message


async def test_an_unknown_environment_is_told_with_those_there_are():
    async with an_engine() as engine:
        said = await ending(engine, environment="fortran")
        assert "there is no environment `fortran`; there are: " in said
        with pytest.raises(UnknownEnvironment, match="numpy"):
            await engine.start(("fortran",))


async def test_a_limit_above_the_containers_is_refused():
    async with an_engine(memory_mb=256) as engine:
        said = await ending(engine, memory_mb=512)
    assert "wants 512 MiB, a slot has 256. Lower the problem's limits.memory_mb" in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"memory_mb": 65536}, "65536 MiB for a candidate's container .* Set less"),
        ({"judge_memory_mb": 65536}, "65536 MiB for a judge's container .* Set less"),
        ({"memory_budget_mb": 1 << 30}, "all warm containers together .* Set less"),
        ({"runtime": "nonesuch"}, r"no runtime 'nonesuch', it has .*runc.*HOLDOUT_SANDBOX_RUNTIME"),
    ],
)
async def test_settings_above_the_hosts_are_refused_with_what_may_be_set(settings, said):
    async with an_engine(**settings) as engine:
        with pytest.raises(HostLimit, match=said):
            await engine.start()
        assert await ending(engine)


async def test_a_missing_image_says_how_to_build_it(monkeypatch):
    known = catalogue.image
    other = dataclasses.replace(known("numpy"), fingerprint="0" * 64)
    monkeypatch.setattr(catalogue, "image", lambda name: other if name == "numpy" else known(name))
    async with an_engine() as engine:
        assert f"image {other.tag} is missing. Build it with `holdout images build numpy`" in await ending(engine)
        with pytest.raises(ImageMissing):
            await engine.start()


@pytest.mark.parametrize("profile", ["{", '{"defaultAction": "SCMP_ACT_NONSENSE"}'], ids=["no JSON", "no such action"])
async def test_a_filter_the_engine_does_not_take_means_the_other_jail_or_an_end(monkeypatch, profile):
    monkeypatch.setattr(outer_filter, "profile", lambda: profile)
    async with an_engine() as engine:
        await engine.start()
        assert "uid" == engine.jail.current
        assert engine.jail.refused.startswith("the engine does not take its system-call filter (")
    async with an_engine(jail="userns") as engine:
        with pytest.raises(JailRefused, match=r"does not take its system-call filter.* `holdout doctor` says"):
            await engine.start()
