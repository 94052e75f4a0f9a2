"""The tutorial: each step catches what it says."""

import re

import pytest

from app.bench import tutorial


@pytest.mark.parametrize("step", tutorial.STEPS, ids=lambda step: step.title)
async def test_each_step_of_the_tutorial_catches_what_it_says(ada, drain, step) -> None:
    run = (await ada.browser.post("/api/bench/tutorial/runs", json={"checks": step.checks})).json()["id"]
    await drain()
    told = (await ada.browser.get(f"/api/bench/runs/{run}")).json()
    misconceptions = {each["misconception"] for each in told["wrong"] if each["state"] == "caught"}
    wanted = {f"wrong/{name}.py" for name in step.catches}
    assert {each.misconception for each in tutorial.EXERCISE.wrong if each.path in wanted} == misconceptions
    assert (1 if step.number == 2 else 0) == told["false_alarms"]
    page = (await ada.browser.get(f"/bench/tutorial?step={step.number}")).text
    assert re.search(r"<h2 id=\"why-title\">", page)


async def test_the_weak_check_cannot_tell_precision_from_recall() -> None:
    weak = tutorial.STEPS[0]
    assert "precision([1, 1, 0], [1, 0, 1]) == 0.5" in weak.checks
    assert "recall" not in weak.catches
    assert {each.path.split("/")[1][:-3] for each in tutorial.EXERCISE.wrong} == tutorial.STEPS[-1].catches


async def test_a_step_shows_only_what_was_run_in_it(ada) -> None:
    await ada.browser.post("/bench/tutorial?step=1", data={"checks": tutorial.STEPS[0].checks})
    assert "Nothing has been run yet." not in (await ada.browser.get("/bench/tutorial?step=1")).text
    assert "Nothing has been run yet." in (await ada.browser.get("/bench/tutorial?step=2")).text
    assert 404 == (await ada.browser.get("/bench/tutorial?step=9")).status_code
