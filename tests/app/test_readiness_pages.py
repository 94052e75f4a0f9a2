"""The page of readiness and its exports."""

import csv
import io

from app.readiness.occasions import UNMEASURED
from tests.app.test_readiness import PASSED, ZERO, graded, second_problem


async def test_without_a_submission_the_page_says_where_to_begin(ada, problem):
    page = await ada.browser.get("/practice/readiness")
    assert 200 == page.status_code
    assert "Nothing is known of this pattern yet." in page.text
    assert f'href="{problem}"' in page.text
    assert "CSV" not in page.text


async def test_the_page_shows_an_interval_and_what_it_is_computed_from(ada, sessions, clock, problem):
    execution_id = await graded(sessions, clock, ada, problem, states=PASSED | {ZERO: "failed_silently"})
    await second_problem(sessions)
    page = await ada.browser.get("/practice/readiness")
    assert "Edge cases" in page.text
    assert "Edge cases 0 of 1" in page.text
    assert f"?execution={execution_id}" in page.text
    assert "0 to 79%" in page.text
    assert "Triple every number" in page.text
    for why in UNMEASURED.values():
        assert why in page.text


async def test_the_exports_hold_the_same_and_no_figure_over_all(ada, sessions, clock, problem):
    await graded(sessions, clock, ada, problem, states=PASSED | {ZERO: "failed_silently"})
    data = (await ada.browser.get("/api/readiness")).json()
    table = await ada.browser.get("/practice/readiness.csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    (metrics,) = [each for each in data["patterns"] if each["estimates"]]
    assert "text/csv; charset=utf-8" == table.headers["content-type"]
    assert [each["criterion"] for each in metrics["estimates"]] == [row["criterion"] for row in rows]
    assert {"metrics/double"} == {row["computed_from"] for row in rows}
    assert [f"{each['low']:.3f}" for each in metrics["estimates"]] == [row["low"] for row in rows]
    assert {"at", "interval", "patterns", "next", "unmeasured"} == set(data)


async def test_whoever_is_not_signed_in_reads_none(anybody):
    assert 401 == (await anybody.get("/api/readiness")).status_code
