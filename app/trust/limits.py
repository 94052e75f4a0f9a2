"""All limits per person and per address, in two tables: how often, and how much. docs/operations.md shows both."""

from dataclasses import dataclass

from app.attempts import lines, stream, visits
from app.attempts.schemas import MAX_CODE_BYTES
from app.attempts.service import MOST_REPORTS
from app.identity import tokens, visitors
from app.identity.service import (
    FREE_FAILURES,
    FREE_FAILURES_PER_ACCOUNT,
    FREE_FAILURES_PER_ADDRESS,
    GUEST_DEVICES,
    MAX_PASSWORD,
)
from app.interviews import invitations, people, plans
from app.kit.rates import CHANGES, By, Rate
from app.people import sign_up
from app.reviews import comments, together
from app.rooms import endpoint
from app.rooms.document import MAX_TEXT_BYTES
from app.rooms.room import MAX_LOG_BYTES
from app.timeline import notes
from app.trust import webhooks

RATES = (
    Rate("requests", By.ADDRESS, 3000, 6000),  # an office, or a class, sits behind one address
    Rate("signing in", By.ADDRESS, 30, 30, ("/signin", "/signup", "/password", "/api/passkeys"), CHANGES),
    Rate("mails to sign up", By.ADDRESS, 20, 0.2, ("/signup",), CHANGES),  # well below what all together may ask for
    Rate("opening invitations", By.ADDRESS, 60, 60, ("/join/", "/invitations/"), CHANGES),
    Rate("beginning without an account", By.ADDRESS, 20, 10, ("/visits",), CHANGES),
    Rate("requests of one person", By.PERSON, 600, 1200),
    Rate("changes by one person", By.PERSON, 200, 300, methods=CHANGES),
    Rate("exports of a person's data", By.PERSON, 10, 4, ("/api/people/",), end="/export"),
    Rate("exports of the audit log", By.PERSON, 10, 4, ("/api/audit/export",)),
    Rate("checking the audit log", By.PERSON, 10, 6, ("/api/audit/verification", "/trust/audit/verification")),
    Rate("tokens and webhooks", By.PERSON, 20, 10, ("/api/tokens", "/api/webhooks", "/account/tokens"), CHANGES),
)


@dataclass(frozen=True, slots=True)
class Quota:
    """How much there may be of something."""

    what: str
    most: int
    of: str


KIB = 1024
QUOTAS = (
    Quota("wrong passwords before each further one waits", FREE_FAILURES, "account and address"),
    Quota("wrong passwords before each further one waits", FREE_FAILURES_PER_ADDRESS, "address"),
    Quota("wrong passwords before each further one waits", FREE_FAILURES_PER_ACCOUNT, "account"),
    Quota("characters of a password", MAX_PASSWORD, "account"),
    Quota("sessions that one invitation holds open", GUEST_DEVICES, "guest"),
    Quota("beginnings without an account within an hour", visitors.PER_ADDRESS, "address"),
    Quota("runs and submissions within a minute", visits.PER_MINUTE, "visitor"),
    Quota("runs and submissions", visits.MOST_EXECUTIONS, "visitor"),
    Quota("runs and submissions that wait", lines.MOST_OF_ONE, "person"),
    Quota("results that are followed at once", stream.PER_PERSON, "person in a web process"),
    Quota("connections to rooms", endpoint.PER_PERSON, "person in a web process"),
    Quota("connections to a room", endpoint.PER_ROOM, "interview in a web process"),
    Quota("gradings that wait", lines.MOST, "line"),
    Quota("runs and submissions of visitors under way", visits.MOST_WAITING, "installation"),
    Quota("KiB of a solution, or of own checks", visits.MAX_CODE_BYTES // KIB, "visitor's text"),
    Quota("mails to sign up within an hour", sign_up.PER_MAILBOX, "address of mail"),
    Quota("mails to sign up within an hour", sign_up.PER_INSTALLATION, "installation"),
    Quota("reports of problems within a day, in practice", MOST_REPORTS, "person"),
    Quota("API tokens that stand", tokens.MOST_TOKENS, "person"),
    Quota("webhooks", webhooks.MOST_WEBHOOKS, "installation"),
    Quota("KiB of a solution, or of own checks", MAX_CODE_BYTES // KIB, "text"),
    Quota("KiB of a text in a room", MAX_TEXT_BYTES // KIB, "text"),
    Quota("MiB of a room's log", MAX_LOG_BYTES // KIB // KIB, "interview"),
    Quota("people", people.MAX_PEOPLE, "interview"),
    Quota("problems", plans.MAX_PROBLEMS, "interview"),
    Quota("links", invitations.MAX_LINKS, "person in an interview"),
    Quota("private notes", notes.MAX_NOTES, "interview"),
    Quota("posts of a discussion", together.MAX_POSTS, "interview"),
    Quota("saved comments", comments.MAX_SAVED, "person"),
    Quota("templates", plans.MAX_TEMPLATES, "installation"),
)


def table() -> str:
    """Both tables, as docs/operations.md has them."""
    rates = [f"| {each.what} | {each.by} | {each.burst:,} | {each.per_minute:,g} |" for each in RATES]
    quotas = [f"| {each.what} | {each.most:,} | {each.of} |" for each in QUOTAS]
    return "\n".join(
        ["| what | counted by | at once | per minute after that |", "|---|---|---|---|", *rates, "",
         "| what | at most | of one |", "|---|---|---|", *quotas]
    )  # fmt: skip
