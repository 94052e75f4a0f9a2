"""How states, parts, criteria and what is recorded are called on pages."""

from app.interviews.lifecycle import Kind, Reason, State
from app.interviews.rights import Part
from app.problems.patterns import Criterion

STATES: dict[str, tuple[str, str]] = {  # icon, word
    State.PLANNED: ("clock", "Planned"),
    State.LOBBY: ("started", "Lobby open"),
    State.LIVE: ("running", "Under way"),
    State.PAUSED: ("skipped", "Paused"),
    State.ENDED: ("passed", "Ended"),
    State.REVIEWED: ("passed", "Reviewed"),
}
KINDS: dict[str, str] = {Kind.LIVE: "Live", Kind.TAKE_HOME: "Take-home", Kind.MOCK: "Mock"}
PARTS: dict[str, str] = {
    Part.CANDIDATE: "Candidate",
    Part.LEAD: "Lead",
    Part.INTERVIEWER: "Interviewer",
    Part.OBSERVER: "Observer",
    Part.PEER: "Interviewer, in practice",
    Part.REVIEWER: "Reviewer",
}
YOU_ARE: dict[str, str] = {
    Part.CANDIDATE: "the candidate",
    Part.LEAD: "the lead",
    Part.INTERVIEWER: "an interviewer",
    Part.OBSERVER: "an observer",
    Part.PEER: "the interviewer of this round",
    Part.REVIEWER: "a reviewer",
}
STAFF_PARTS: dict[str, str] = {
    Part.LEAD: "plans, runs the clock, decides",
    Part.INTERVIEWER: "writes, answers, gives hints, takes notes",
    Part.OBSERVER: "watches and takes notes",
    Part.REVIEWER: "scores afterwards",
}
REASONS: dict[str, str] = {
    Reason.FINISHED: "It was ended.",
    Reason.CANCELLED: "It was cancelled before it began.",
    Reason.TIME_OVER: "Its time ran out.",
    Reason.DEADLINE_PASSED: "Its deadline passed before it was begun.",
}
CRITERIA: dict[str, tuple[str, str]] = {
    Criterion.CORRECTNESS: ("Correctness", "right under realistic conditions, by what the task means"),
    Criterion.EDGE_CASES: ("Edge cases", "anticipated, and handled in the open"),
    Criterion.STABILITY: ("Numerical stability", "no silent overflow, cancellation or NaN"),
    Criterion.ML_AWARENESS: ("ML awareness", "training and evaluation apart, no leakage, a metric that fits"),
    Criterion.AMBIGUITY: ("Assumptions", "stated, justified and kept to; there is rarely one right choice"),
    Criterion.COMMUNICATION: ("Communication", "clarifying, outlining, explaining, responding to hints"),
    Criterion.READABILITY: ("Readability", "names and structure that somebody else could change"),
    Criterion.INCREMENTAL: ("Working in steps", "a simple version first, verified, then the edge cases"),
    Criterion.VALIDATION: ("Validation", "checking results on small examples, reasoning about what to expect"),
    Criterion.COLLABORATION: ("Collaboration", "taking corrections well, and stopping when it is solved"),
}
RECORDED = (
    "every change of the code, with its time and its author",
    "every run and submission, with its output and result",
    "what is said in the room: assumptions, questions, messages, answers and hints",
    "what an interviewer logs of the things that are said aloud",
    "when the clock was started, paused or extended, and who was in the room",
    "that something was pasted, or that the window was left: a neutral mark, to which you can add an explanation",
    (
        "what is worked out from this after the end: the code at each run, submission and longer pause is graded as "
        "well, its last version also without single lines, and your own checks are tried on wrong code"
    ),
)
KNOWN: dict[str, str] = {
    "started": "has opened it in practice",
    "submitted": "has practised it and not solved it",
    "solved": "has practised it and solved it",
    "mock": "was asked it in a mock interview",
    "inside": "has seen what is hidden in it: a solution, planted bugs or all hints",
}
EVERYTHING = {
    "states": STATES,
    "kinds": KINDS,
    "parts": PARTS,
    "you_are": YOU_ARE,
    "staff_parts": STAFF_PARTS,
    "reasons": REASONS,
    "criteria": CRITERIA,
    "recorded": RECORDED,
    "known": KNOWN,
}
