"""What somebody may have to answer for is in the audit log: every route that changes something says whether it is."""

from sqlalchemy import select

from app.audit import service as audit
from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.events.talk import StatementMade
from app.interviews import audited
from tests.app import planting, reviewing
from tests.app.test_tokens import routes

SAFE = {"GET", "HEAD", "OPTIONS"}
OWN_WORK = "one's own work in practice; the timeline has it"
IN_THE_ROOM = "said, typed or run in a room: part of the recording, which goes when its time is over"
JUDGING = "a judgement in the making; handing it in is audited"
IN_THE_DRAFT = "an edit of a draft, whose history keeps it"
IN_THE_HISTORY = "the history of the draft has who changed what"
WORK_ON_IT = "work on a draft; what passes is a version, whose steps are audited"
OWN_THINGS = "wordings and looks of one's own"
# By how the address begins, method first; the longest beginning counts. An Action says that it is audited.
ROUTES: dict[str, Action | str] = {
    "POST /signin": "told by sign-in itself",
    "POST /visits": "nobody is known, and nobody else is concerned",
    "POST /visits/taken": Action.VISIT_TAKEN_ALONG,
    "POST /visits/left": "nobody is known in it, and nobody else is concerned",
    "POST /signup": "making the account by the mailed link is audited",
    "POST /tour": OWN_WORK,
    "POST /api/tour": OWN_WORK,
    "POST /signout": "told by sign-in itself",
    "POST /api/theme": OWN_THINGS,
    "POST /problems/{pattern}/{name}/attempts": OWN_WORK,
    "POST /executions": OWN_WORK,
    "POST /problems/{pattern}/{name}/timed": OWN_WORK,
    "PUT /api/attempts": OWN_WORK,
    "POST /api/attempts": OWN_WORK,
    "POST /api/executions": OWN_WORK,
    "POST /api/lint": "changes nothing",
    "POST /api/connection-troubles": "what a page notices of a proxy; nobody's act",
    "POST /interviews/new": Action.INTERVIEW_PLANNED,
    "POST /interviews/{interview_id}/change": Action.INTERVIEW_CHANGED,
    "POST /interviews/templates": Action.TEMPLATE_SAVED,
    "POST /interviews/templates/{template_id}/delete": Action.TEMPLATE_DELETED,
    "POST /interviews/{interview_id}/people": Action.PERSON_ADDED,
    "POST /interviews/{interview_id}/people/{person_id}": Action.PERSON_CHANGED,
    "POST /interviews/{interview_id}/people/{person_id}/remove": Action.PERSON_REMOVED,
    "POST /interviews/{interview_id}/people/{person_id}/link": Action.INVITATION_MADE,
    "POST /interviews/{interview_id}/people/{person_id}/revoke": Action.INVITATION_REVOKED,
    "POST /join/{token}": Action.INVITATION_USED,
    "POST /interviews/{interview_id}/steps": Action.INTERVIEW_STARTED,
    "POST /api/interviews/{interview_id}/steps": Action.INTERVIEW_STARTED,
    "POST /api/interviews/{interview_id}/presence": "that somebody looks; no act",
    "POST /interviews/{interview_id}/reveal": Action.IDENTITY_REVEALED,
    "POST /api/interviews/{interview_id}/reveal": Action.IDENTITY_REVEALED,
    "POST /interviews/{interview_id}/explanations": IN_THE_ROOM,
    "POST /interviews/{interview_id}/reports": IN_THE_ROOM,
    "POST /interviews/{interview_id}/executions": IN_THE_ROOM,
    "POST /api/interviews/{interview_id}": IN_THE_ROOM,
    "PUT /api/interviews/{interview_id}/notes": IN_THE_ROOM,
    "DELETE /api/interviews/{interview_id}/notes": IN_THE_ROOM,
    "POST /api/interviews/{interview_id}/evidence/recompute": Action.EVIDENCE_ASKED,
    "POST /interviews/{interview_id}/review/recompute": Action.EVIDENCE_ASKED,
    "PUT /api/interviews/{interview_id}/scorecard": JUDGING,
    "POST /interviews/{interview_id}/review": Action.SCORECARD_SUBMITTED,
    "POST /reviews/criterion": JUDGING,
    "POST /api/interviews/{interview_id}/scorecard/submit": Action.SCORECARD_SUBMITTED,
    "POST /api/interviews/{interview_id}/scorecards": Action.SCORECARD_REOPENED,
    "POST /interviews/{interview_id}/review/scorecards": Action.SCORECARD_REOPENED,
    "POST /interviews/{interview_id}/review/discussion": JUDGING,
    "POST /interviews/{interview_id}/review/decision": Action.DECISION_MADE,
    "POST /api/interviews/{interview_id}/decision": Action.DECISION_MADE,
    "POST /interviews/{interview_id}/feedback": Action.FEEDBACK_RELEASED,
    "POST /reviews/comments": OWN_THINGS,
    "POST /api/saved-comments": OWN_THINGS,
    "DELETE /api/saved-comments": OWN_THINGS,
    "POST /studio/new": Action.DRAFT_BEGUN,
    "POST /studio/drafts": Action.DRAFT_BEGUN,
    "POST /studio/imports": Action.DRAFT_BEGUN,
    "POST /studio/{draft_id}/restore": Action.DRAFT_REPLACED,
    "POST /studio/{draft_id}/import": Action.DRAFT_REPLACED,
    "POST /studio/{draft_id}/put-away": Action.DRAFT_PUT_AWAY,
    "POST /studio/{draft_id}/verify": WORK_ON_IT,
    "POST /studio/{draft_id}/trial": OWN_WORK,
    "POST /studio/versions/{version_id}/{step}": Action.VERSION_PUBLISHED,
    "POST /studio/versions/{version_id}/regrades": Action.REGRADE_ASKED,
    "POST /studio/regrades/{regrade_id}/apply": Action.REGRADE_APPLIED,
    "POST /studio/regrades/{regrade_id}/cancel": Action.REGRADE_CANCELLED,
    "POST /studio/offers/{offer_id}": Action.BANK_OFFER_DECIDED,
    "POST /api/studio/offers/{offer_id}/drafts": Action.DRAFT_BEGUN,
    "POST /api/studio/drafts/{draft_id}/trials": OWN_WORK,
    "POST /api/pilots": OWN_WORK,
    "POST /api/studio/drafts/{draft_id}/verifications": WORK_ON_IT,
    "POST /api/studio/verifications": WORK_ON_IT,
    "POST /api/studio/versions/{version_id}/steps": Action.VERSION_PUBLISHED,
    "POST /api/studio/versions/{version_id}/regrades": Action.REGRADE_ASKED,
    "POST /api/studio/regrades": Action.REGRADE_APPLIED,
    "POST /api/studio/offers": Action.BANK_OFFER_DECIDED,
    "POST /api/studio/drafts": Action.DRAFT_BEGUN,
    "POST /api/studio/archives": Action.DRAFT_BEGUN,
    "PUT /api/studio/drafts/{draft_id}/archive": Action.DRAFT_REPLACED,
    "POST /api/studio/drafts/{draft_id}/restores": Action.DRAFT_REPLACED,
    "POST /api/studio/drafts/{draft_id}/closings": Action.DRAFT_PUT_AWAY,
    "PUT /api/studio/drafts/{draft_id}/files": IN_THE_HISTORY,
    "DELETE /api/studio/drafts/{draft_id}/files": IN_THE_HISTORY,
    "POST /api/studio/drafts/{draft_id}/renames": IN_THE_HISTORY,
    "POST /api/studio/previews": "changes nothing",
    "POST /api/tokens": Action.TOKEN_MADE,
    "DELETE /api/tokens": Action.TOKEN_REVOKED,
    "POST /account/tokens": Action.TOKEN_MADE,
    "POST /account/tokens/{token_id}/revoke": Action.TOKEN_REVOKED,
    "POST /api/webhooks": Action.WEBHOOK_MADE,
    "PATCH /api/webhooks": Action.WEBHOOK_CHANGED,
    "DELETE /api/webhooks": Action.WEBHOOK_DELETED,
    "POST /api/webhooks/{webhook_id}/secret": Action.WEBHOOK_SECRET_ROTATED,
    "POST /api/webhooks/{webhook_id}/deliveries": Action.WEBHOOK_REPEATED,
    "POST /trust/webhooks": Action.WEBHOOK_MADE,
    "POST /trust/webhooks/{webhook_id}/{step}": Action.WEBHOOK_CHANGED,
    "POST /trust/webhooks/{webhook_id}/deliveries": Action.WEBHOOK_REPEATED,
    "POST /trust/erasures": Action.ERASURE_ASKED,
    "POST /trust/erasures/{person_id}/confirm": Action.PERSON_ERASED,
    "POST /trust/erasures/{person_id}/withdraw": Action.ERASURE_WITHDRAWN,
    "POST /account/data/erasure": Action.ERASURE_ASKED,
    "POST /account/data/erasure/withdraw": Action.ERASURE_WITHDRAWN,
    "POST /api/erasures": Action.ERASURE_ASKED,
    "DELETE /api/erasures": Action.ERASURE_WITHDRAWN,
    "POST /api/erasures/{person_id}/confirmation": Action.PERSON_ERASED,
    "POST /rubrics/new": Action.RUBRIC_ADDED,
    "POST /api/rubrics": Action.RUBRIC_ADDED,
    "PUT /api/rubrics/{rubric_id}/offer": Action.RUBRIC_OFFERED,
    "POST /api/interview-templates": Action.TEMPLATE_SAVED,
    "PUT /api/interview-templates": Action.TEMPLATE_SAVED,
    "DELETE /api/interview-templates": Action.TEMPLATE_DELETED,
    "POST /api/interviews": Action.INTERVIEW_PLANNED,
    "PUT /api/interviews/{interview_id}/plan": Action.INTERVIEW_CHANGED,
    "PUT /api/interviews/{interview_id}/feedback": Action.FEEDBACK_RELEASED,
    "PATCH /api/interviews/{interview_id}/people/{person_id}": Action.PERSON_CHANGED,
    "DELETE /api/interviews/{interview_id}/people/{person_id}/link": Action.INVITATION_REVOKED,
    "DELETE /api/interviews/{interview_id}/people/{person_id}": Action.PERSON_REMOVED,
    "POST /api/problems": OWN_WORK,
    "POST /bench": OWN_WORK,
    "POST /api/bench": OWN_WORK,
    "POST /problems/{pattern}/{name}/bench": OWN_WORK,
    "PUT /api/problems": OWN_WORK,
    "DELETE /api/problems": OWN_WORK,
    "POST /problems/{pattern}/{name}/reading": OWN_WORK,
    "DELETE /api/attempts": OWN_WORK,
    "POST /attempts": "one's own work in practice, which nobody else reads",
    "POST /drill": OWN_WORK,
    "POST /api/drill": OWN_WORK,
    "PUT /api/drill": OWN_THINGS,
    "POST /practice/plan": OWN_WORK,
    "POST /practice/mock": OWN_WORK,
    "POST /api/mocks": OWN_WORK,
    "PUT /api/mocks": OWN_WORK,
    "DELETE /api/mocks": OWN_WORK,
    "PUT /api/study": OWN_WORK,
    "DELETE /api/study": OWN_WORK,
    "POST /operator/workers/{worker_id}/drain": Action.WORKER_DRAINED,
    "POST /operator/workers/{worker_id}/resume": Action.WORKER_RESUMED,
    "POST /operator/jobs/{job_id}/requeue": Action.JOB_REQUEUED,
    "PUT /api/operator/workers/{worker_id}/draining": Action.WORKER_DRAINED,
    "POST /api/operator/jobs/{job_id}/requeue": Action.JOB_REQUEUED,
    "POST /rubrics/{rubric_id}/offer": Action.RUBRIC_OFFERED,
    "POST /password/{token}": Action.PASSWORD_RESET_USED,
    "POST /password": Action.PASSWORD_RESET_MADE,
    "POST /account/name": Action.NAME_CHANGED,
    "PUT /api/account/name": Action.NAME_CHANGED,
    "POST /account/password": Action.PASSWORD_CHANGED,
    "PUT /api/account/password": Action.PASSWORD_CHANGED,
    "POST /account/sessions": Action.SESSION_ENDED,
    "DELETE /api/account/sessions": Action.SESSION_ENDED,
    "POST /account/passkeys": Action.PASSKEY_REMOVED,
    "POST /api/account/passkeys": Action.PASSKEY_ADDED,
    "DELETE /api/account/passkeys": Action.PASSKEY_REMOVED,
    "POST /api/passkeys": "told by sign-in itself",
    "POST /invitations/{token}": Action.ACCOUNT_MADE,
    "POST /people/invite": Action.PERSON_INVITED,
    "POST /people/invitations": Action.ACCOUNT_INVITATION_WITHDRAWN,
    "POST /people/mail": Action.MAIL_REPEATED,
    "POST /people/{person_id}/name": Action.NAME_CHANGED,
    "POST /people/{person_id}/roles": Action.ROLES_CHANGED,
    "POST /people/{person_id}/password": Action.PASSWORD_RESET_MADE,
    "POST /people/{person_id}/hand-over": Action.HANDED_OVER,
    "POST /people/{person_id}/deactivate": Action.PERSON_DEACTIVATED,
    "POST /people/{person_id}/activate": Action.PERSON_ACTIVATED,
    "POST /api/people/invitations": Action.PERSON_INVITED,
    "DELETE /api/people/invitations": Action.ACCOUNT_INVITATION_WITHDRAWN,
    "POST /api/people/mail": Action.MAIL_REPEATED,
    "PUT /api/people/{person_id}/name": Action.NAME_CHANGED,
    "PUT /api/people/{person_id}/roles": Action.ROLES_CHANGED,
    "POST /api/people/{person_id}/password": Action.PASSWORD_RESET_MADE,
    "POST /api/people/{person_id}/hand-over": Action.HANDED_OVER,
    "POST /api/people/{person_id}/deactivate": Action.PERSON_DEACTIVATED,
    "POST /api/people/{person_id}/activate": Action.PERSON_ACTIVATED,
    "POST /studio/offers/{offer_id}/draft": Action.DRAFT_BEGUN,
    "POST /pilots/{version_id}": OWN_WORK,
    "POST /studio/offers/{offer_id}/refuse": Action.BANK_OFFER_DECIDED,
    "POST /studio/offers/{offer_id}/take": Action.BANK_OFFER_DECIDED,
}


def test_every_route_that_changes_something_says_whether_it_is_audited(app):
    changing = {f"{method} {each.path}" for each in routes(app) for method in each.methods - SAFE}
    assert [] == sorted(each for each in changing if not any(each.startswith(known) for known in ROUTES))
    assert [] == sorted(known for known in ROUTES if not any(each.startswith(known) for each in changing))


async def _actions(sessions):
    async with sessions() as session:
        return list((await session.execute(select(AuditEntry.action).order_by(AuditEntry.number))).scalars())


async def test_an_interview_leaves_its_acts_and_none_of_its_words(planned, sessions):
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "extend", minutes=5)
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(reviewing.found(planned))
    await reviewing.hand_in(planned, "reviewer", summary=f"Said {planting.WORD}")
    why = {"why": f"Because {planting.WORD} asked for it"}
    lead_card = await reviewing.hand_in(planned, "lead")
    assert lead_card["state"] == "submitted"
    cards = (await planned.get("lead", "scorecards")).json()
    theirs = next(each["id"] for each in cards if each["reviewer"]["name"] == "reviewer")
    await planned.post("lead", f"scorecards/{theirs}/reopen", why)
    actions = await _actions(sessions)
    assert [
        "version_published", "interview_planned", *["person_added"] * 6, "lobby_opened", "interview_started", "clock_extended",
        "interview_ended", "scorecard_submitted", "scorecard_submitted", "scorecard_reopened",
    ] == actions  # fmt: skip
    assert "audit_entries" not in await planting.found_in(sessions)
    async with sessions() as session:
        assert (await audit.verify(session)).broken is None


async def test_what_is_refused_leaves_no_entry(planned, sessions):
    before = await _actions(sessions)
    for who, step in (("lead", "start"), ("observer", "open_lobby")):
        assert (await planned.post(who, "steps", {"step": step})).status_code in {403, 409}
    assert before == await _actions(sessions)


def test_a_name_of_an_act_is_that_of_the_event():
    from app.timeline.record import KINDS

    assert set() == {str(each) for each in audited.KINDS} - KINDS


def test_no_word_of_a_person_goes_into_the_facts():
    said = StatementMade(said="note", problem=None, text="secret", aloud=False)
    assert {"said": "note", "problem": None, "aloud": False} == audited.facts(said)
