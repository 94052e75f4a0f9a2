"""The calls that only programs use: what each answers, and what it refuses."""

import pytest

from app.identity.actor import Role
from tests.app.interviewing import PROBLEM_ID
from tests.app.packages import RIGHT
from tests.app.workspace import submit

PLAN = {"title": "ML round", "problem_ids": [PROBLEM_ID], "criteria": ["correctness"]}


@pytest.fixture
async def made(lead, problem):
    answer = await lead.browser.post("/api/interviews", json=PLAN)
    assert 201 == answer.status_code, answer.text
    return answer.json()


async def pages(browser, path, **query: object):
    """Every page of a list."""
    cursor, found = "", []
    while cursor is not None:
        page = (await browser.get(path, params={**query, "cursor": cursor})).json()
        found.append([each.get("id") or each.get("slug") for each in page["items"]])
        cursor = page["next"]
    return found, page["total"]


async def test_a_list_is_read_page_by_page_to_its_end_and_no_item_comes_twice(lead, problem):
    for number in range(5):
        await lead.browser.post("/api/interviews", json={**PLAN, "title": f"Round {number}"})
    found, total = await pages(lead.browser, "/api/interviews", limit=2)
    assert [2, 2, 1] == [len(page) for page in found]
    assert 5 == total == len({each for page in found for each in page})


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"cursor": "p-1"}, {"cursor": "p٣"}, {"limit": 0}, {"limit": 201}])
async def test_a_cursor_or_limit_that_is_none_is_refused_by_name(lead, query):
    answer = await lead.browser.get("/api/interviews", params=query)
    assert (422, list(query)) == (answer.status_code, [each["field"] for each in answer.json()["errors"]])


async def test_problems_are_filtered_and_show_how_far_one_is(ada, problem):
    async def slugs(**query: object):
        found = (await ada.browser.get("/api/problems", params=query)).json()["items"]
        return [each["slug"] for each in found]

    assert (
        ["double"] == await slugs(status="new") == await slugs(pattern="metrics", level="junior", minutes=10, q="ever")
    )
    assert [] == await slugs(minutes=9) == await slugs(q="%") == await slugs(status="solved")
    await submit(ada.browser, problem)
    assert ["double"] == await slugs(status="submitted")


async def test_an_interview_is_planned_with_what_the_list_of_problems_tells(lead, problem):
    (shown,) = (await lead.browser.get("/api/problems")).json()["items"]
    planned = await lead.browser.post("/api/interviews", json={**PLAN, "problem_ids": [shown["id"]]})
    assert 201 == planned.status_code, planned.text


async def test_a_problem_is_shown_at_the_version_of_the_attempt_with_nothing_hidden(ada, problem):
    before = (await ada.browser.get("/api/problems/metrics/7")).json()
    begun = await ada.browser.post("/api/problems/metrics/double/attempts")
    after = (await ada.browser.get("/api/problems/metrics/double")).json()
    assert (None, begun.json()["id"]) == (before["attempt"], after["attempt"])
    assert begun.json() == (await ada.browser.get(f"/api/attempts/{after['attempt']}")).json()
    assert "only staff may see" not in str(after)
    assert {"oracle/random", "edge/zero"} == {each["id"] for each in after["problem"]["check_ids"]}


async def test_starting_over_keeps_the_attempt_before_to_be_read(ada, problem):
    first = (await ada.browser.post("/api/problems/metrics/double/attempts")).json()["id"]
    await ada.browser.post("/api/problems/metrics/double/attempts")
    assert (await ada.browser.get(f"/api/attempts/{first}")).json()["readonly"]


async def test_a_plan_is_made_changed_and_refused_by_the_same_rules_as_on_the_page(lead, made):
    changed = await lead.browser.put(f"/api/interviews/{made['id']}/plan", json={**PLAN, "minutes": 45})
    assert (200, 45) == (changed.status_code, changed.json()["plan"]["minutes"])
    for wrong, field in (
        ({"minutes": 4}, "minutes"),
        ({"problem_ids": [PROBLEM_ID, PROBLEM_ID]}, "problem_ids"),
        ({"kind": "take_home"}, "deadline_at"),
        ({"scheduled_at": "2027-01-01T10:00:00"}, "scheduled_at"),
        ({"colour": "red"}, "colour"),
    ):
        refused = await lead.browser.put(f"/api/interviews/{made['id']}/plan", json={**PLAN, **wrong})
        assert (422, [field]) == (refused.status_code, [each["field"] for each in refused.json()["errors"]]), wrong


async def test_a_link_is_told_once_and_replaced_only_by_whoever_knows_it(app, lead, made):
    people = f"/api/interviews/{made['id']}/people"
    plan = (await lead.browser.post(people, json={"email": "gus@example.org", "name": "Gus"})).json()
    seat = next(each["id"] for each in plan["people"] if each["part"] == "candidate")
    link = (await lead.browser.post(f"{people}/{seat}/link", json={})).json()
    assert 200 == (await lead.browser.get(link["address"])).status_code
    assert 409 == (await lead.browser.post(f"{people}/{seat}/link", json={})).status_code
    standing = (await lead.browser.get(f"/api/interviews/{made['id']}/plan")).json()["people"]
    link_id = next(each["link"] for each in standing if each["id"] == seat)
    assert link["address"].rpartition("/")[2] not in str(standing)
    assert 201 == (await lead.browser.post(f"{people}/{seat}/link", json={"replaces": link_id})).status_code
    assert 204 == (await lead.browser.delete(f"{people}/{seat}/link")).status_code
    assert 410 == (await lead.browser.get(link["address"])).status_code


async def test_staff_without_the_right_to_plan_are_told_no_addresses(held):
    for who, told in (("lead", True), ("interviewer", False)):
        plan = (await held.get(who, "plan")).json()
        assert told == any(each["email"] for each in plan["people"]), who
    assert {"candidate": 404, "blind": 404} == {
        who: (await held.get(who, "plan")).status_code for who in ("candidate", "blind")
    }


async def test_a_template_is_kept_changed_and_forgotten(lead, problem):
    kept = (await lead.browser.post("/api/interview-templates", json=PLAN)).json()
    path = f"/api/interview-templates/{kept['id']}"
    assert 200 == (await lead.browser.put(path, json={**PLAN, "title": "Other"})).status_code
    assert "Other" == (await lead.browser.get(path)).json()["plan"]["title"]
    assert 204 == (await lead.browser.delete(path)).status_code
    assert 404 == (await lead.browser.get(path)).status_code


async def test_staff_read_what_the_checks_of_an_own_submission_found_and_run_one_again(sign_in, problem, worker_of):
    from app.attempts import grading
    from tests.app.standin import ACCEPTED

    staff = await sign_in("staff@example.com", Role.AUTHOR)
    execution_id = await submit(staff.browser, problem, RIGHT)
    path = f"/api/executions/{execution_id}"
    waiting = (await staff.browser.get(f"{path}/evidence")).json()
    assert [] == waiting["checks"]
    await grading.grade(worker_of(ACCEPTED), execution_id)
    found = (await staff.browser.get(f"{path}/evidence")).json()
    assert {"passed", "failed_silently"} == {each["state"] for each in found["checks"]}
    rerun = (await staff.browser.post(f"{path}/reruns", json={"check": "oracle/random"})).json()["execution"]
    again = (await staff.browser.get(f"/api/executions/{rerun}/evidence")).json()
    assert (str(execution_id), "passed") == (again["rerun_of"], again["first_state"])


async def test_reviews_statistics_and_rubrics_are_lists_of_what_the_pages_show(sign_in, held):
    await held.step("lead", "end")
    mine = (await held.browser("reviewer").get("/api/reviews", params={"handed_in": False})).json()
    assert [str(held.id)] == [each["interview"] for each in mine["items"]]
    blind = (await held.browser("blind").get("/api/reviews")).json()["items"][0]
    assert (True, False) == (blind["blind"], "candidate@example.com" in str(blind))
    figures = (await held.browser("admin").get("/api/statistics/metrics/double")).json()
    assert {"oracle/random", "oracle/secret", "edge/zero"} == {each["check"] for each in figures["checks"]}
    rubrics = (await held.browser("lead").get("/api/rubrics")).json()["items"]
    assert [True] == [each["default"] and each["offered"] for each in rubrics]
    one = (await held.browser("lead").get(f"/api/rubrics/{rubrics[0]['id']}")).json()
    assert one["rubric"]["id"] in one["source"]


async def test_the_candidate_reads_what_was_recorded_of_them_after_the_end(held):
    await held.done("candidate", "marks", {"kind": "left"})
    assert 409 == (await held.get("candidate", "recorded")).status_code
    await held.step("lead", "end")
    found = (await held.get("candidate", "recorded")).json()
    assert ["window_left"] == [each["kind"] for each in found["doings"]]


@pytest.mark.parametrize("replies_to", [0, -1, 2**60])
async def test_a_post_that_replies_to_no_post_is_refused_by_its_field(held, replies_to):
    answer = await held.post("lead", "discussion", {"text": "Shall we?", "replies_to": replies_to})
    assert answer.status_code == (409 if replies_to == 0 else 422), answer.text  # 0 is what a form sends for none


async def test_no_address_leads_to_another_host_by_a_header(ada):
    for path in ("/practice/", "/api/interviews/"):
        answer = await ada.browser.get(path, headers={"Host": "evil.example"})
        assert (404, None) == (answer.status_code, answer.headers.get("location")), path


async def test_the_reference_names_every_call_and_shape_and_needs_no_sign_in(anybody):
    document = (await anybody.get("/api/openapi.json")).json()
    page = (await anybody.get("/api")).text
    for by_method in document["paths"].values():
        assert all(f'id="{call["operationId"]}"' in page for call in by_method.values())
    assert all(f'id="shape-{name}"' in page for name in document["components"]["schemas"])
    assert [] == [name for name in document["components"]["schemas"] if "__" in name]
