"""Where words of people are kept, and what becomes of them: one line for each table, for erasure and for retention.

`words` names the columns that hold what somebody typed, or what tells who somebody is. A test walks all columns of the
database that can hold text: each is in `PLACES`, or in `NOT_PERSONAL` with its reason.
"""

from dataclasses import dataclass

REMOVED = "(removed)"  # stands where words were; the trigger on the timeline knows it too
NOBODY = "Erased person"
ABOUT_NOBODY = "Interview of an erased person"

# Which attempts a removal covers: those of the interviews, and those of the person, in practice too.
_ATTEMPTS = "SELECT id FROM attempts WHERE interview_id = ANY(:interviews) OR user_id = :person"
_EXECUTIONS = f"SELECT id FROM executions WHERE attempt_id IN ({_ATTEMPTS})"  # noqa: S608 - constants
_OF_INTERVIEW = "interview_id = ANY(:interviews)"
_SEATED = f"SELECT user_id FROM interview_people WHERE {_OF_INTERVIEW}"  # noqa: S608 - constants
# What stands for somebody in the JSON that others were answered: id, address, and the name as a string of its own.
_KNOWN_BY = f"""SELECT FROM users, unnest(ARRAY[id::text, email, to_json(name)::text]) AS known
    WHERE id = :person AND known <> '"{NOBODY}"'"""
_CARDS = "SELECT id FROM scorecards WHERE interview_id = ANY(:interviews) OR reviewer_id = :person"


@dataclass(frozen=True, slots=True)
class Place:
    """A table with words of people.

    `becomes` is what an UPDATE sets, None where rows are deleted. `where` says which rows, in terms of `:interviews`
    (those whose whole content goes), `:person` (who is erased; NULL for retention) and `:email_key` (theirs).
    `recording` marks what goes with an interview's recording, when its time is over.
    """

    table: str
    told: str
    words: tuple[str, ...]
    where: str
    becomes: str | None = None
    recording: bool = False


# In this order: a row goes before the one it points to.
PLACES: tuple[Place, ...] = (
    Place("room_updates", "what was typed in the room, keystroke by keystroke", ("payload",), _OF_INTERVIEW,
          recording=True),
    Place("rooms", "the text of the room", ("snapshot",), _OF_INTERVIEW,
          r"snapshot = '\x0000', snapshot_seq = seq, log_bytes = 0", recording=True),
    Place("timeline_events", "statements, questions, messages and hints", ("payload",),
          f"({_OF_INTERVIEW} OR actor_id = :person OR attempt_id IN "  # noqa: S608 - constants
          "(SELECT id FROM attempts WHERE user_id = :person)) AND payload <> without_words(payload)",
          "payload = without_words(payload)", recording=True),
    Place("notes", "private notes", ("text",), f"{_OF_INTERVIEW} OR author_id = :person", recording=True),
    # the state first: whoever computes evidence holds it, and what they found is there once it is let go
    Place("evidence_states", "the shadow timeline", ("shadow", "reason"), _OF_INTERVIEW,
          "shadow = '[]', reason = NULL, state = 'ready'", recording=True),
    Place("evidence", "evidence that was found", ("claim", "how", "data"), _OF_INTERVIEW, recording=True),
    Place("snapshots", "moments that were graded", (), _OF_INTERVIEW, recording=True),
    Place("ablations", "code without one of its guards", ("code",), _OF_INTERVIEW, recording=True),
    Place("catches", "own checks run on other solutions", (), _OF_INTERVIEW, recording=True),
    Place("execution_events", "results of runs and submissions", ("data",), f"execution_id IN ({_EXECUTIONS})",
          recording=True),
    Place("execution_staff_details", "the grader's records of them", ("data",), f"execution_id IN ({_EXECUTIONS})",
          recording=True),
    Place("debrief_trials", "guards and own checks that were tried", ("code", "found"),
          f"submission_id IN ({_EXECUTIONS})"),
    Place("executions", "code that was run or submitted", ("solution", "checks"), f"attempt_id IN ({_ATTEMPTS})",
          "solution = '', checks = ''", recording=True),
    Place("problem_version_steps", "reasons given for steps of a problem", ("reason",),
          "by = :person AND reason IS NOT NULL", f"reason = '{REMOVED}'"),
    Place("regrades", "reasons given for regrades", ("reason",), "decided_by = :person AND reason IS NOT NULL",
          f"reason = '{REMOVED}'"),
    Place("reports", "reports of problems", ("text",), f"user_id = :person OR attempt_id IN ({_ATTEMPTS})",
          f"text = '{REMOVED}'", recording=True),
    Place("drafts", "code in practice", ("solution", "checks"), f"attempt_id IN ({_ATTEMPTS})",
          "solution = '', checks = '', revision = revision + 1"),  # what is being saved is stale then
    Place("timed_sessions", "clocks in practice", (), f"attempt_id IN ({_ATTEMPTS})"),
    Place("coach_lines", "hints and questions of the coach", (), f"attempt_id IN ({_ATTEMPTS})"),
    Place("practice_questions", "what the coach was asked", ("text", "answer"), f"attempt_id IN ({_ATTEMPTS})"),
    Place("practice_statements", "what was said to the coach", ("text",), f"attempt_id IN ({_ATTEMPTS})"),
    Place("drill_reviews", "reviews in the drill", (), "user_id = :person"),
    Place("drill_turns", "turns of the drill with their answers", (), "user_id = :person"),
    Place("drill_cards", "what is known in the drill", (), "user_id = :person"),
    Place("drill_settings", "settings of the drill", ("time_zone",), "user_id = :person"),
    Place("mock_pairs", "mock pairs", ("token_hash",), "made_by = :person OR partner_id = :person"),
    Place("study_tasks", "what is planned to be practised", ("title", "reason", "instead_of"), "user_id = :person"),
    Place("study_plans", "the plan of practice", ("goal",), "user_id = :person"),
    Place("readings", "what was read out of given code", ("lines", "explanation"), f"attempt_id IN ({_ATTEMPTS})"),
    Place("bench_runs", "own checks on the check bench", ("checks", "found"), "user_id = :person"),
    Place("bench_given_up", "planted bugs that were given up", (), "user_id = :person"),
    Place("opened_solutions", "solutions that were opened", (), "user_id = :person"),
    Place("interviews", "titles of interviews", ("title", "policy"), "id = ANY(:interviews)",
          f"title = '{ABOUT_NOBODY}', policy = ''"),
    Place("scores", "comments on criteria (the levels stay)", ("comment",), f"scorecard_id IN ({_CARDS})",
          "comment = ''"),
    Place("scorecards", "summaries of scorecards", ("summary",), f"id IN ({_CARDS})", "summary = ''"),
    Place("saved_comments", "saved comments", ("text",), "owner_id = :person"),
    Place("discussion_posts", "posts of reviewers' discussions", ("text",), f"{_OF_INTERVIEW} OR author_id = :person",
          f"text = '{REMOVED}'"),
    Place("decisions", "reasons of decisions (the outcomes stay)", ("reasons",),
          f"{_OF_INTERVIEW} OR decided_by = :person", f"reasons = '{REMOVED}'"),
    Place("feedback", "feedback given to candidates", ("text",), f"{_OF_INTERVIEW} OR released_by = :person",
          f"text = '{REMOVED}'"),
    Place("api_tokens", "API tokens", ("name", "prefix", "token_hash"), "user_id = :person"),
    Place("idempotency_keys", "answers kept to be repeated", ("key", "request", "headers", "body"),
          f"person_id = :person OR person_id IN ({_SEATED}) OR EXISTS ({_KNOWN_BY} AND "
          "position(convert_to(known, 'UTF8') IN body) > 0)"),
    Place("mails", "mails, to them, caused by them, or about their interviews", ("to", "subject", "text", "fault"),
          f'caused_by = :person OR lower("to") = :email_key OR {_OF_INTERVIEW} '  # noqa: S608 - constants
          'OR "to" = (SELECT email FROM users WHERE id = :person)'),
    Place("account_invitations", "invitations to have an account", ("email", "email_key", "name", "token_hash"),
          "email_key = :email_key OR user_id = :person"),
    Place("password_resets", "requests for a new password", ("email_key", "address", "token_hash"),
          "email_key = :email_key OR user_id = :person"),
    Place("passkeys", "passkeys", ("name", "credential_id", "public_key"), "user_id = :person"),
    Place("provider_identities", "who they are at another sign-in service", ("issuer", "subject"),
          "user_id = :person"),
    Place("ceremonies", "sign-ins that were begun", ("token_hash", "data", "address"), "user_id = :person"),
    Place("sign_in_failures", "failed sign-ins", ("email_key", "address"), "email_key = :email_key"),
    Place("visitors", "that they came without an account, and from where", ("address",), "user_id = :person"),
    Place("sessions", "sessions", ("token_hash", "address", "device"), "user_id = :person"),
    Place("users", "name, address and password", ("email", "email_key", "name", "password_hash"), "id = :person",
          f"email = 'erased-' || id, email_key = 'erased-' || id, name = '{NOBODY}', password_hash = '!', "
          "active = false, roles = '{}'"),
)  # fmt: skip

_IDS = "written by the software: ids, names of states and kinds, versions"
_PROBLEM = "what authors write of problems, never about people"
NOT_PERSONAL: dict[str, str] = {
    "audit_entries.action": _IDS,
    "audit_entries.subject_kind": _IDS,
    "audit_entries.subject_id": _IDS,
    "audit_entries.facts": "nothing personal by agreement: docs/admin.md",
    "audit_entries.personal": "unreadable once the person's key is destroyed",
    "audit_entries.request_id": _IDS,
    "audit_entries.previous": "a digest",
    "audit_entries.digest": "a digest",
    "person_keys.key": "destroyed by `audit.keys.destroy`",
    "account_invitations.roles": _IDS,
    "attempts.*": _IDS,
    "bank_offers.*": _PROBLEM,
    "bench_given_up.*": _PROBLEM,
    "bench_runs.*": _IDS,
    "catches.path": _PROBLEM,
    "ceremonies.kind": _IDS,
    "debrief_trials.*": _IDS,
    "coach_lines.*": "written by authors and the software, in answer to what was done; goes with the person",
    "connection_troubles.*": _IDS,
    "decisions.outcome": _IDS,
    "drill_answers.*": "which of the authored choices was taken; goes with its turn",
    "drill_cards.*": _IDS,
    "drill_reviews.*": _IDS,
    "drill_turns.*": _IDS,
    "evidence.*": _IDS,
    "evidence_states.state": _IDS,
    "execution_events.type": _IDS,
    "execution_staff_details.type": _IDS,
    "executions.*": _IDS,
    "interview_people.part": _IDS,
    "interview_problems.twist_id": _PROBLEM,
    "interview_templates.*": "plans that colleagues share, about nobody",
    "interviews.*": _IDS,
    "mails.*": _IDS,
    "sessions.way": _IDS,
    "invitations.token_hash": "the digest of a link that ends with its seat",
    "package_drafts.*": _PROBLEM,
    "package_draft_changes.*": _PROBLEM,
    "package_draft_files.*": _PROBLEM,
    "practice_questions.binds": _IDS,
    "practice_questions.taken_as": _PROBLEM,
    "practice_statements.kind": _IDS,
    "problem_version_steps.*": _IDS,
    "problem_versions.*": _PROBLEM,
    "problems.*": _PROBLEM,
    "regrades.*": _IDS,
    "removals.*": _IDS,
    "reports.about": _IDS,
    "rubrics.*": "anchors of the installation, the same for everybody",
    "saved_comments.criterion": _IDS,
    "api_tokens.scopes": _IDS,
    "scorecards.*": _IDS,
    "scores.criterion": _IDS,
    "scores.evidence": _IDS,
    "snapshots.why": _IDS,
    "static_files.*": "scripts and styles of the software",
    "mock_pairs.*": _IDS,
    "study_plans.level": _IDS,
    "study_plans.weekdays": _IDS,
    "study_tasks.pattern": _IDS,
    "timeline_events.kind": _IDS,
    "users.roles": _IDS,
    "verdicts.*": "states of checks, options of policies, times and fingerprints: what statistics are made of",
    "verification_events.*": "what the gates found of a package",
    "verifications.*": "what the gates found of a package",
    "webhook_deliveries.*": "ids of what happened, and what the receiver's server answered with",
    "webhooks.*": "the installation's own services, and the secrets they know it by",
    "workers.*": "the machines that grade",
}
