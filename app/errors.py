"""Every rule of the application that can be broken, as one named error each.

An error is raised where its rule lives and rendered once (`app.rendering`): as problem+json under `/api`, as a page
for a person. `detail` is written for the person who sees it; it never holds internals. This module imports nothing
of the application.
"""

from typing import ClassVar


class HoldoutError(Exception):
    """A broken rule: `status` (HTTP), `slug` (stable, for programs), `title` and `detail` (for people)."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "That request could not be understood"
    detail: ClassVar[str] = "Go back and try again."

    def __init__(self, detail: str | None = None, **fields: object) -> None:
        """`fields` are the extra members of the problem+json object; `headers` go onto the response."""
        self.message = detail or type(self).detail
        self.fields = fields
        self.headers: dict[str, str] = {}
        super().__init__(self.message)


class SignInRequired(HoldoutError):
    """The page or call needs a person who is signed in."""

    status, slug, title = 401, "sign-in-required", "Please sign in"
    detail = "Sign in to go on. Whatever you typed before is kept."


class PasskeyRequired(HoldoutError):
    """This installation lets staff in by passkey only, and this session was opened without one."""

    status, slug, title = 403, "passkey-required", "A passkey is needed here"
    detail = "People on the staff come in by passkey. Add one, or show the one you have, at /account/passkey."


class TokenRefused(HoldoutError):
    """The API token of a request is none, or opens nothing any more: all of that looks the same."""

    status, slug, title = 401, "token-refused", "This token opens nothing"
    detail = "It is mistyped, its time is over, or it was revoked. Make another on your page of tokens."

    def __init__(self, detail: str | None = None, **fields: object) -> None:
        """Says how to ask, as RFC 6750 has it."""
        super().__init__(detail, **fields)
        self.headers = {"WWW-Authenticate": 'Bearer realm="holdout", error="invalid_token"'}


class MissingScope(HoldoutError):
    """The API token was not opened for this; `fields` say which scope it takes (`needed`, None: no token does)."""

    status, slug, title = 403, "missing-scope", "This token was not opened for that"
    detail = "Make a token with the scope this needs, or do it in the browser."


class SignInRefused(HoldoutError):
    """A passkey or a provider did not show who somebody is; the message says what did not fit."""

    status, slug, title = 401, "sign-in-refused", "You could not be signed in"
    detail = "Begin again on the sign-in page."


class Forbidden(HoldoutError):
    """The person is known but lacks the role."""

    status, slug, title = 403, "forbidden", "This is not open to you"
    detail = "Your account does not have the role this needs. An administrator can grant it."


class AccountNeeded(HoldoutError):
    """A visitor or guest asked for what only somebody with an account has."""

    status, slug, title = 403, "account-needed", "That takes an account"
    detail = "What you have done so far is kept when you make one."


class CrossSite(HoldoutError):
    """A state-changing request came from another site."""

    status, slug, title = 403, "cross-site", "The request came from another site"
    detail = "Open Holdout in its own tab and repeat the action there."


class NotFound(HoldoutError):
    """There is nothing here, or nothing this person may know of: the two look the same on purpose."""

    status, slug, title = 404, "not-found", "There is nothing here"
    detail = "The address may be mistyped, or what it named belongs to someone else."


class StaleRevision(HoldoutError):
    """The draft was changed elsewhere since this revision; `fields` hold the text the server has."""

    status, slug, title = 409, "stale-revision", "This draft was changed in another tab"
    detail = "Both texts are kept: compare them and choose what to keep."


class KeyInUse(HoldoutError):
    """A call with this idempotency key is under way, or was cut off before its answer was kept."""

    status, slug, title = 409, "key-in-use", "A call with this key is under way"
    detail = "Wait for its answer and ask again, or look whether what it creates is there before using another key."


class KeyReused(HoldoutError):
    """An idempotency key came back with another request."""

    status, slug, title = 422, "key-reused", "This key belongs to another request"
    detail = "An Idempotency-Key names one request: use a new key for a new one."


class AlreadyRunning(HoldoutError):
    """An execution of this kind is still under way for the attempt; `fields` name it."""

    status, slug, title = 409, "already-running", "The last one is still under way"
    detail = "Wait for its result; it shows as soon as it is there."


class AttemptClosed(HoldoutError):
    """The attempt was replaced by a newer one and can only be read."""

    status, slug, title = 409, "attempt-closed", "This attempt can only be read"
    detail = "You started over since. Go on in your newer attempt; this one stays as it is."


class NoBench(HoldoutError):
    """A problem whose solutions cannot be served to own checks, or too few of them."""

    status, slug, title = 409, "no-bench", "This problem has no check bench"
    detail = "Its page says why. Nearly every other problem has one."


class ReadFirst(HoldoutError):
    """The attempt began by reading, and the fault is not located and explained yet."""

    status, slug, title = 409, "read-first", "Read first, run later"
    detail = "You chose to debug by reading. Locate the lines and say what is wrong; then Run and Submit are open."


class NotYetRead(HoldoutError):
    """A step of debugging by reading that is not open now; `fields['stage']` says where the reading is."""

    status, slug, title = 409, "not-yet-read", "That step is not open now"
    detail = "First the lines, then the words, then the comparison. The page shows what comes next."


class InInterview(HoldoutError):
    """The problem is asked in an interview of this person that is under way; `fields` name it (`interview`)."""

    status, slug, title = 409, "in-interview", "This problem is part of an interview that is running"
    detail = "Practise it when that is over. What you typed here before is kept."


class NotFailed(HoldoutError):
    """A rerun was asked for that shows nothing: the check did not fail in that submission."""

    status, slug, title = 409, "not-failed", "That check did not fail"
    detail = "Only a check that failed in this submission has a counterexample."


class WrongState(HoldoutError):
    """The interview is not in a state in which this can be done; `fields` say what can (`state`, `possible`)."""

    status, slug, title = 409, "wrong-state", "That is not possible now"
    detail = "The interview has moved on. Open it again to see what can be done."


class RegradeOpen(HoldoutError):
    """A regrade of this problem waits for its end or for a decision; `fields` name it (`regrade`)."""

    status, slug, title = 409, "regrade-open", "A regrade of this problem is open"
    detail = "Apply or cancel it first."


class RegradeState(HoldoutError):
    """A regrade is not in a state in which this can be done; `fields` say in which (`state`)."""

    status, slug, title = 409, "regrade-state", "That is not possible with this regrade now"
    detail = "It is not through yet, or somebody has decided on it. Open it again to see."


class NotReady(HoldoutError):
    """The plan of an interview lacks something that the next step needs."""

    status, slug, title = 409, "not-ready", "The plan is not complete"
    detail = "Open the plan and add what is missing."


class NotNext(HoldoutError):
    """A hint was asked for that is not the next of its ladder; `fields` say which is (`next`, None: none is left)."""

    status, slug, title = 409, "not-next", "Another hint comes first"
    detail = "Somebody else may have released it already. The room shows which hint is next."


class ScorecardLocked(HoldoutError):
    """A scorecard that was submitted stays as it is; `fields` hold it (`scorecard`)."""

    status, slug, title = 409, "scorecard-locked", "This scorecard is handed in"
    detail = "It stays as it was handed in. The lead of the interview can give it back."


class OwnScorecardFirst(HoldoutError):
    """Nobody reads another's judgement before their own is in."""

    status, slug, title = 403, "own-scorecard-first", "Your own scorecard comes first"
    detail = "What others scored is shown once yours is handed in, so that each is a judgement of its own."


class ScorecardsMissing(HoldoutError):
    """Somebody without a scorecard to give asked for others' before all are in."""

    status, slug, title = 403, "scorecards-missing", "Not all scorecards are in"
    detail = "Who scores nothing themselves reads the scorecards when all of them are in."


class RecordingRemoved(HoldoutError):
    """What was recorded of the interview is gone: its time was over, or its candidate was erased."""

    status, slug, title = 410, "recording-removed", "The recording of this interview is gone"
    detail = "Recordings are kept for a limited time. Scores and the decision are still there."


class StillGraded(HoldoutError):
    """Something that is to be removed is being graded at this moment."""

    status, slug, title = 409, "still-graded", "Something of it is still being graded"
    detail = "Nothing was removed. Try again in a minute, when the gradings are through."


class NotErasable(HoldoutError):
    """A person cannot be erased as things stand; `fields['reasons']` say what has to be done first."""

    status, slug, title = 409, "not-erasable", "This person cannot be erased yet"
    detail = "Nothing was removed."


class AlreadyTwisted(HoldoutError):
    """A problem of an interview is twisted once at most."""

    status, slug, title = 409, "already-twisted", "A twist was applied already"
    detail = "A problem can be twisted once. What was applied is shown beside its statement."


class LastLead(HoldoutError):
    """Without this person nobody would lead the interview."""

    status, slug, title = 409, "last-lead", "An interview needs a lead"
    detail = "Make somebody else the lead first."


class LastAdmin(HoldoutError):
    """Without this person nobody would administer the installation."""

    status, slug, title = 409, "last-admin", "An installation needs an administrator"
    detail = "Make somebody else an administrator first."


class LeadsSomething(HoldoutError):
    """Somebody is to leave who leads interviews that are not over; `fields` say which (`held`)."""

    status, slug, title = 409, "leads-something", "Somebody has to take over first"
    detail = "The person leads interviews that are not over. Name who takes them over."


class NewerLink(HoldoutError):
    """The link that this request meant to replace was replaced by another one since."""

    status, slug, title = 409, "newer-link", "There is a newer link already"
    detail = (
        "Nothing was changed. Open the plan to see the invitation as it is now, and make another link if you need one."
    )


class OtherAccount(HoldoutError):
    """An invitation for one account was opened by somebody who is signed in to another."""

    status, slug, title = 409, "other-account", "This invitation is for another account"
    detail = "Sign out first, then open the link again."


class InvitationOver(HoldoutError):
    """The invitation was known, and no longer opens anything."""

    status, slug, title = 410, "invitation-over", "This link no longer works"
    detail = "It was replaced or withdrawn, or its time is over. Ask the person who invited you for a new one."


class BodyTooLarge(HoldoutError):
    """The request is larger than anything the application takes."""

    status, slug, title = 413, "body-too-large", "That is too large to send"
    detail = "Shorten the text and send it again."


class CodeTooLarge(HoldoutError):
    """The solution or the checks exceed the size limit."""

    status, slug, title = 413, "code-too-large", "The code is too large"
    detail = "A text may hold at most 256 KiB. Shorten it; what you typed stays in the editor."


class Invalid(HoldoutError):
    """The request's fields do not fit; `fields['errors']` lists them."""

    status, slug, title = 422, "invalid", "Some of what was sent does not fit"
    detail = "Correct the fields named below and send it again."

    @classmethod
    def of(cls, field: str, message: str, **more: object) -> "Invalid":
        """What is wrong with one field."""
        return cls(message, errors=[{"field": field, "message": message}], **more)


class EmptySubmission(HoldoutError):
    """There is no code to grade."""

    status, slug, title = 422, "empty-submission", "There is no code yet"
    detail = "Write a solution first; nothing was sent to grading."


class TooManyRequests(HoldoutError):
    """A limit per person or address was reached; `Retry-After` says when it opens again."""

    status, slug, title = 429, "too-many-requests", "That was a little fast"
    detail = "Wait a moment and try again."

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        """`retry_after` in whole seconds."""
        super().__init__(detail, retry_after=retry_after)
        self.headers = {"Retry-After": str(retry_after)}


class QueueFull(HoldoutError):
    """So much waits for a worker that nothing more is taken; `Retry-After` says when to try again."""

    status, slug, title = 503, "queue-full", "Too much waits to be graded at this moment"
    detail = "Nothing was sent, and what you typed is saved. Try again in a minute."

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        """`retry_after` in whole seconds."""
        super().__init__(detail, retry_after=retry_after)
        self.headers = {"Retry-After": str(retry_after)}


class Unavailable(HoldoutError):
    """A part the application stands on (the database) cannot be reached at the moment."""

    status, slug, title = 503, "unavailable", "Holdout is briefly out of reach"
    detail = "Nothing you saved is lost. Try again in a few seconds."


class InDoubt(HoldoutError):
    """The connection to the database was lost in the moment in which what was asked for was written down."""

    status, slug, title = 503, "in-doubt", "This may have been done or not"
    detail = "Holdout lost its database in that very moment. Look whether it is there before you send it again."


class Unprintable(HoldoutError):
    """A page cannot be made into a PDF on this machine."""

    status, slug, title = 503, "unprintable", "This cannot be printed here"
    detail = (
        "The libraries that write PDF are missing on the server, or took too long. The page itself can be printed from "
        "the browser. Whoever operates Holdout finds the packages in docs/operations.md."
    )
