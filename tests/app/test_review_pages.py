"""The pages of reviews without a script: what each shows to whom, and what its forms do."""

import re
import threading
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from app.attempts import grading
from app.attempts.grading import Worker
from app.evidence.models import Stored
from app.kit import differences
from app.reviews import material, walk
from app.reviews.material import Line
from tests.app.interview import PEOPLE
from tests.app.packages import RIGHT
from tests.app.reviewing import EVERY, LINK, found, hand_in
from tests.app.standin import ACCEPTED, StandIn

STATEMENT = {"kind": "assumption", "problem": 0, "text": "Nothing in, nothing out.", "aloud": False}
CARD_PAGES = {"lead", "interviewer", "reviewer", "blind"}


@pytest.fixture
async def over(planned, sessions, clock):
    """With a submission, an assumption that is linked to a decision, and code that went on after it."""
    await planned.start()
    await planned.type("candidate", RIGHT)
    said = (await planned.done("candidate", "statements", STATEMENT))["cursor"]
    await planned.done("lead", "links", {"statement": said, "policy": "empty", "option": "raise"})
    asked = await planned.done("candidate", "problems/0/submissions")
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), asked["id"])
    await planned.type("candidate", RIGHT + "\n# one more line")
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(found(planned))
        session.add(found(planned, id=uuid4(), kind="no_kind_any_more", claim="An observation of its own."))
    return planned


async def page(held, who: str, path: str) -> str:
    answer = await held.browser(who).get(path)
    assert 200 == answer.status_code, answer.text
    return str(answer.text)


def form(**more: object) -> dict[str, object]:
    """The whole scorecard as the form sends it."""
    levels = {f"level-{criterion}": "3" for criterion in EVERY}
    return {"revision": "0", "summary": "Careful.\r\nQuick.", "action": "save", **levels, **more}


async def test_each_part_is_shown_the_review_that_is_theirs(over):
    for who in PEOPLE:
        answer = await over.browser(who).get(f"/interviews/{over.id}/review")
        expected = {"candidate": 403, "outsider": 404}.get(who, 200)
        assert expected == answer.status_code, who
        if expected == 200:
            assert (who in CARD_PAGES) == ('id="scorecard"' in answer.text), who
            assert (who == "blind") == ("Reveal the candidate" in answer.text), who


async def test_the_review_shows_code_results_evidence_and_statements_beside_the_levels(over):
    text = await page(over, "reviewer", f"/interviews/{over.id}/review")
    assert "added: </span><code># one more line</code>" in text
    assert "A first version passed the examples at 12:30." in text
    assert f'href="/interviews/{over.id}/replay?at=750000"' in text
    assert "An observation of its own." in text
    assert "<q>Nothing in, nothing out.</q>" in text
    assert "1 of 1 held" in text or re.search(r"\d of \d held", text)
    assert 10 == text.count('<fieldset class="score"')
    assert 50 == text.count("level--none") * 5 == len(re.findall(r'type="radio" form="scorecard"', text))


async def test_texts_too_long_to_compare_stand_one_below_the_other(planned, sessions, clock):
    await planned.start()
    await planned.type("candidate", RIGHT + "# first\n" * differences.MOST_LINES)
    asked = await planned.done("candidate", "problems/0/submissions")
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), asked["id"])
    await planned.type("candidate", RIGHT + "# last\n" * differences.MOST_LINES)
    await planned.step("lead", "end")
    text = await page(planned, "lead", f"/interviews/{planned.id}/review")
    assert "too long to be compared line by line" in text
    for place, line in (("first-0", "# first"), ("final-0", "# last")):
        assert f'href="#{place}"' in text
        assert line in text.partition(f'<details id="{place}"')[2].partition("</details>")[0]
    assert 'class="difference"' not in text


async def test_texts_are_compared_beside_the_event_loop(over, monkeypatch):
    compare, threads = material.difference, []

    def watched(before: str, after: str) -> list[Line] | None:
        threads.append(threading.current_thread())
        return compare(before, after)

    monkeypatch.setattr(material, "difference", watched)
    await page(over, "lead", f"/interviews/{over.id}/review")
    assert threads
    assert threading.current_thread() not in threads


async def test_a_session_in_which_nothing_happened_can_be_judged(planned):
    await planned.start()
    await planned.step("lead", "end")
    text = await page(planned, "reviewer", f"/interviews/{planned.id}/review")
    assert "Nothing was submitted" in text
    assert "No evidence was computed" in text or "still being computed" in text
    assert "submitted" == (await hand_in(await _with_row(planned), "reviewer"))["state"]


async def _with_row(held):
    async with held.sessions.begin() as session:
        session.add(found(held))
    return held


async def test_the_form_saves_and_hands_in_without_a_script(over):
    browser, url = over.browser("reviewer"), f"/interviews/{over.id}/review"
    saved = await browser.post(url, data=form())
    assert (303, f"{url}?saved=1") == (saved.status_code, saved.headers["location"])
    text = await page(over, "reviewer", url)
    assert "Careful.\nQuick." in text
    assert 10 == len(re.findall(r'value="3" checked', text))
    missing = await browser.post(url, data=form(revision="1", action="submit", **{"level-stability": "4"}))
    assert (422, True) == (missing.status_code, "need a link to the evidence" in missing.text)
    linked = {"level-stability": "4", "evidence-stability": LINK, "level-validation": "none"}
    handed = await browser.post(url, data=form(revision="2", action="submit", **linked))
    assert (303, f"{url}/together") == (handed.status_code, handed.headers["location"])
    card = (await over.get("reviewer", "scorecard")).json()
    scores = {each["criterion"]: each for each in card["scores"]}
    assert ("submitted", 4, [LINK]) == (card["state"], scores["stability"]["level"], scores["stability"]["evidence"])
    assert (None, True) == (scores["validation"]["level"], scores["validation"]["no_evidence"])
    text = await page(over, "reviewer", url)
    assert "Handed in" in text
    assert 'value="save"' not in text


async def test_a_link_to_what_is_no_longer_found_stays_and_is_marked(over, sessions):
    url = f"/interviews/{over.id}/review"
    await over.browser("reviewer").post(url, data=form(**{"level-stability": "4", "evidence-stability": LINK}))
    async with sessions.begin() as session:
        await session.execute(update(Stored).where(Stored.id == UUID(LINK)).values(withdrawn_at=over.clock.now()))
    text = await page(over, "reviewer", url)
    assert re.search(rf'name="evidence-stability" value="{LINK}" checked', text)
    assert "No longer found since." in text
    kept = form(revision="1", action="submit", **{"level-stability": "4", "evidence-stability": LINK})
    assert 303 == (await over.browser("reviewer").post(url, data=kept)).status_code
    assert "No longer found since." in await page(over, "reviewer", url)


async def test_a_form_from_an_older_page_overwrites_nothing_and_loses_nothing(over):
    browser, url = over.browser("reviewer"), f"/interviews/{over.id}/review"
    await browser.post(url, data=form(summary="from one tab"))
    refused = await browser.post(url, data=form(summary="from the other", **{"level-stability": "2"}))
    assert 409 == refused.status_code
    assert "from one tab" in refused.text
    assert "from the other" in refused.text
    assert 'name="revision" value="1"' in refused.text
    again = await browser.post(url, data=form(revision="1", summary="from the other", **{"level-stability": "2"}))
    assert 303 == again.status_code


@pytest.mark.parametrize(
    "wrong", [{"revision": "x"}, {"level-stability": "9"}, {"evidence-stability": "none"}], ids=str
)
async def test_a_form_that_is_none_is_refused(over, wrong):
    answer = await over.browser("reviewer").post(f"/interviews/{over.id}/review", data=form(**wrong))
    assert 422 == answer.status_code


async def test_the_list_says_what_waits_and_what_is_done(over):
    text = await page(over, "reviewer", "/reviews")
    assert "Second round" in text
    assert "0 of 10 answered" in text
    assert '/reviews/criterion/stability">' in text
    await hand_in(over, "reviewer")
    text = await page(over, "reviewer", "/reviews")
    assert "Nothing waits for you." in text
    assert f"/interviews/{over.id}/review/together" in text
    assert "Nothing waits for you." in await page(over, "observer", "/reviews")
    assert "Too little to say" in text
    assert 403 == (await over.browser("candidate").get("/reviews")).status_code
    redirected = await over.browser("reviewer").get(f"/interviews/{over.id}")
    assert (303, f"/interviews/{over.id}/review") == (redirected.status_code, redirected.headers["location"])


async def test_together_is_closed_before_ones_own_and_tells_who_is_missing(over):
    url = f"/interviews/{over.id}/review/together"
    await hand_in(over, "reviewer", level=2, summary="Quite silent.")
    for who in ("lead", "interviewer", "observer", "admin"):
        text = await page(over, who, url)
        assert "Still to come: " in text, who
        assert "Quite silent." not in text, who
        assert "level-mark" not in text, who
    await hand_in(over, "lead", level=4)
    text = await page(over, "lead", url)
    assert "Quite silent." in text
    assert "2 to 4" in text
    assert 'action="submit"' not in text
    assert 'name="outcome"' in text
    assert 'name="outcome"' not in await page(over, "reviewer", url)
    for who, expected in (("candidate", 403), ("outsider", 404)):
        assert expected == (await over.browser(who).get(url)).status_code


async def test_discussion_giving_back_and_decision_by_forms(over):
    url, lead = f"/interviews/{over.id}/review", over.browser("lead")
    card = await hand_in(over, "reviewer", level=2)
    await hand_in(over, "lead")
    assert 303 == (await lead.post(f"{url}/discussion", data={"text": "Scale?", "replies_to": ""})).status_code
    why = {"why": "Two criteria were mixed up."}
    assert 303 == (await lead.post(f"{url}/scorecards/{card['id']}/reopen", data=why)).status_code
    await hand_in(over, "reviewer", level=3)
    text = await page(over, "lead", f"{url}/together")
    assert "given back once" in text
    assert "Scale?" in text
    reasons = {"outcome": "hold", "reasons": "One more round on leakage, please."}
    assert 303 == (await lead.post(f"{url}/decision", data=reasons)).status_code
    text = await page(over, "interviewer", f"{url}/together")
    assert "Hold: decided later, by the lead" in text
    assert "One more round on leakage, please." in text
    assert 'value="hold"' not in await page(over, "lead", f"{url}/together")  # can still be decided, not held again


async def test_a_blind_reviewer_asks_for_the_name_by_a_form(over):
    answer = await over.browser("blind").post(f"/interviews/{over.id}/reveal", data={"why": "A former colleague?"})
    assert 303 == answer.status_code
    text = await page(over, "blind", f"/interviews/{over.id}/review")
    assert "Second round" in text
    assert "Revealed to you" not in text  # there is no scorecard yet to say so
    await hand_in(over, "blind")
    assert "Revealed to you" in await page(over, "blind", f"/interviews/{over.id}/review")


async def test_evidence_can_be_computed_again_by_the_lead(over):
    path = f"/interviews/{over.id}/review/recompute"
    assert 303 == (await over.browser("lead").post(path)).status_code
    assert 403 == (await over.browser("reviewer").post(path)).status_code


# --- one criterion at a time ------------------------------------------------------------------------------------


async def test_one_criterion_is_saved_beside_the_others_and_leads_on(over):
    browser = over.browser("reviewer")
    await browser.post(f"/interviews/{over.id}/review", data=form())
    url = "/reviews/criterion/stability"
    text = await page(over, "reviewer", url)
    assert 1 == text.count('<fieldset class="score"')
    assert "1 of 1" in text
    data = {"revision": "1", "level-stability": "1", "comment-stability": "Overflows.", "evidence-stability": LINK}
    answer = await browser.post(f"{url}?interview={over.id}", data=data)
    assert (303, "/reviews") == (answer.status_code, answer.headers["location"])
    card = (await over.get("reviewer", "scorecard")).json()
    levels = {each["criterion"]: each["level"] for each in card["scores"]}
    assert {**dict.fromkeys(EVERY, 3), "stability": 1} == levels
    assert "Careful.\nQuick." == card["summary"]
    refused = await browser.post(f"{url}?interview={over.id}", data={**data, "level-stability": "2"})
    assert (409, True) == (refused.status_code, 'value="2" checked' in refused.text)  # as it was chosen, to save again
    assert 'name="revision" value="2"' in refused.text
    assert "1: Overflows." in refused.text
    assert 404 == (await browser.get(f"{url}?interview={uuid4()}")).status_code
    assert 404 == (await browser.get("/reviews/criterion/charm")).status_code
    await hand_in(over, "reviewer")
    assert "No open scorecard of yours" in await page(over, "reviewer", url)
    assert 403 == (await over.browser("candidate").get(url)).status_code


def test_the_order_is_random_and_the_same_each_time():
    ids = [UUID(int=number) for number in range(200)]
    one, other = UUID(int=7), UUID(int=8)

    def order(reviewer: UUID, criterion: str) -> list[UUID]:
        return sorted(ids, key=lambda each: walk.place(reviewer, criterion, each))

    assert order(one, "stability") == order(one, "stability")
    assert ids != order(one, "stability")
    assert 3 == len({tuple(order(*each)) for each in [(one, "stability"), (one, "validation"), (other, "stability")]})
    firsts = {order(UUID(int=number), "stability")[0] for number in range(100)}
    assert 60 < len(firsts)  # nobody is always judged first


def test_the_difference_shows_what_changed_with_a_little_around_it():
    assert [] == material.difference("same\n", "same\n")
    assert None is material.difference("x\n" * (differences.MOST_LINES + 1), "x\n")
    before = "\n".join(f"line {number}" for number in range(20))
    lines = material.difference(before, before.replace("line 10", "line ten"))
    assert Line("-", "line 10") in lines
    assert Line("+", "line ten") in lines
    assert 8 == len(lines)
    far = material.difference(before, before.replace("line 2\n", "two\n").replace("line 17", "17"))
    assert 1 == far.count(Line("@", ""))
