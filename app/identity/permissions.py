"""Who may do what on this installation: one table of role and permission, asked by every query and shown in the docs.

What somebody may do inside one interview is another table: `app.interviews.rights`.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be on this installation; a person may hold several."""

    ADMIN = "admin"
    AUTHOR = "author"
    INTERVIEWER = "interviewer"
    REVIEWER = "reviewer"
    CANDIDATE = "candidate"


class Permission(StrEnum):
    """What a role allows; an account may do whatever one of its roles allows."""

    PRACTISE = "practise"
    TAKE_PART = "take_part"
    PLAN = "plan"
    OVERSEE = "oversee"
    AGREEMENT = "agreement"
    STATISTICS = "statistics"
    RUBRICS = "rubrics"
    STUDIO = "studio"
    WAIVE = "waive"
    PEOPLE = "people"
    TRUST = "trust"
    OPERATE = "operate"


TOLD: dict[Permission, str] = {
    Permission.PRACTISE: "Practise problems; come to interviews as a candidate",
    Permission.TAKE_PART: "Lead, interview, observe or review where an interview names them; read its evidence",
    Permission.PLAN: "Plan interviews and templates",
    Permission.OVERSEE: "See, plan and end every interview",
    Permission.AGREEMENT: "Read how far reviewers agree",
    Permission.STATISTICS: "Read how problems behave",
    Permission.RUBRICS: "Write rubrics and offer them to plans",
    Permission.STUDIO: "Write, verify and publish problems",
    Permission.WAIVE: "Publish a problem that no second person has solved, with a reason",
    Permission.PEOPLE: "Invite people, change their roles, deactivate them, see the mail that was sent",
    Permission.TRUST: "Read the audit log, erase people, make webhooks",
    Permission.OPERATE: "See queues, workers and faults, drain a worker, put a job back",
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.AUTHOR: frozenset(
        {
            Permission.PRACTISE,
            Permission.TAKE_PART,
            Permission.STATISTICS,
            Permission.RUBRICS,
            Permission.STUDIO,
        },
    ),
    Role.INTERVIEWER: frozenset(
        {Permission.PRACTISE, Permission.TAKE_PART, Permission.PLAN, Permission.AGREEMENT},
    ),
    Role.REVIEWER: frozenset({Permission.PRACTISE, Permission.TAKE_PART, Permission.AGREEMENT}),
    Role.CANDIDATE: frozenset({Permission.PRACTISE}),
}


def roles_with(permission: Permission) -> list[str]:
    """The roles that allow it, as the database names them."""
    return [str(role) for role in Role if permission in PERMISSIONS[role]]


def as_markdown() -> str:
    """The table as `docs/admin.md` shows it; a test compares the two."""
    head = ["", *(role.value for role in Role)]
    lines = [_row(head), "|---|" + ":-:|" * len(Role)]
    for permission, told in TOLD.items():
        lines.append(_row([told, *("yes" if permission in PERMISSIONS[role] else "" for role in Role)]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
