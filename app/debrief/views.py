"""From what was told and tried to what is shown: nothing of a planted bug but its misconception."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.attempts.shown import CheckDoneShown
from app.attempts.told import Told
from app.debrief import mistakes, stated, trials
from app.debrief.frontier import frontiers
from app.debrief.models import Debrief, Trial
from app.debrief.repository import DONE, PLATFORM_ERROR, QUEUED
from app.debrief.schemas import (
    BrokeShown,
    CaughtShown,
    DebriefShown,
    DecisionShown,
    GuardShown,
    KillShown,
    NamedCheck,
    OwnShown,
    SaidShown,
    WorkShown,
)
from app.debrief.stated import Said, Stated
from app.problems.loader import Package

STOP = (
    "It is solved. Say in a sentence or two what it costs and what you would look at next, and stop: every change from "
    "here on can only break it."
)
# What `sandbox.judge.primitives.kill` says of implementations, and of those that were not told apart.
_KILLS = re.compile(r"\S+: (?P<held>\d+) of (?P<of>\d+) (?P<expect>caught|accepted)\b")
_MISSED = re.compile(r"\b(bugs/\w+\.py): ")


def debrief(
    told: Told, said: Sequence[Said], asked: Debrief | None, tried: Sequence[Trial], *, goes_on: bool
) -> DebriefShown:
    """All of it; `goes_on` while a clock runs in the attempt."""
    submission = told.submission
    verdict = submission.verdict.verdict if submission.verdict else None
    kills = list(_kills(told))
    return DebriefShown(
        submission=submission.id,
        problem=told.package.name,
        title=told.package.spec.title,
        created_at=submission.created_at,
        verdict=verdict,
        status=submission.status,
        stop=STOP if verdict == "accepted" and not told.changed and not goes_on else None,
        changed=told.changed,
        broke=[_broke(told, check) for check in mistakes.failing(told.checks)],
        mistakes=mistakes.shown(told) if verdict else [],
        decisions=list(_decisions(told, said)),
        settled=len(submission.binds),
        frontiers=list(frontiers(told.package.spec, told.checks, told.outcome.ladders)),
        work=work(asked, tried),
        guards=[_guard(told, each) for each in tried if each.kind == trials.GUARD],
        own=_own(told, [each for each in tried if each.kind != trials.GUARD]),
        kills=kills,
        kills_hunt=_kills_hunt(told, kills),
    )


def _broke(told: Told, check: CheckDoneShown) -> BrokeShown:
    found = told.counterexamples.get(check.id)
    return BrokeShown(
        check=check.id,
        property=check.property,
        state=check.state,
        how=check.how,
        hint=check.hint,
        line=check.line,
        offered=check.primitive != "kill",
        counterexample=None if found is None else found.parts,
    )


def _decisions(told: Told, said: Sequence[Said]) -> Iterator[DecisionShown]:
    """Those that nobody settled: stated and kept, contradicted, not stated, or taken in more than one way."""
    spec = told.package.spec
    about = {each.free: [each.ask] for each in spec.clarifications if each.free is not None}
    known = stated.stated(said, spec.policies, about)
    for policy in spec.policies:
        inferred = told.decisions.get(policy.id)
        if inferred is None or inferred.state not in {"inferred", "inconsistent"} or policy.id in told.submission.binds:
            continue
        meant = known.get(policy.id)
        consistent = inferred.state == "inferred"
        yield DecisionShown(
            id=policy.id,
            why=policy.why,
            word=_word(meant, inferred.option) if consistent else "inconsistent",
            option=inferred.option if consistent else None,
            meaning=inferred.meaning if consistent else None,
            said=None if meant is None else _said(meant.said),
            stated=None if meant is None else policy.options[meant.option],
        )


def _word(meant: Stated | None, option: str | None) -> str:
    if meant is None:
        return "unstated_but_consistent"
    return "stated_and_kept" if meant.option == option else "stated_but_contradicted"


def _said(said: Said) -> SaidShown:
    return SaidShown(text=said.text, kind=said.kind, line=said.line, at=said.at)


def work(asked: Debrief | None, tried: Sequence[Trial]) -> WorkShown:
    """How far the background is."""
    waiting = sum(each.state == QUEUED for each in tried)
    return WorkShown(
        state="unasked" if asked is None else "working" if waiting else "done",
        done=len(tried) - waiting,
        total=len(tried),
        failed=sum(each.state == PLATFORM_ERROR for each in tried),
    )


def _guard(told: Told, trial: Trial) -> GuardShown:
    """Only checks that were shown are named; of others it is said that something changed."""
    named = {check.id: check.property for check in told.checks}
    broke = [NamedCheck(check=id_, property=named[id_]) for id_ in trial.found.get("broke", []) if id_ in named]
    decides = [each.why for each in told.package.spec.policies if each.id in trial.found.get("decides", [])]
    state = trial.state
    if state == DONE:
        state = _matters(trial.found, broke, decides)
    return GuardShown(line=trial.line or 0, code=trial.code or "", state=state, broke=broke, decides=decides)


def _matters(found: Mapping[str, object], broke: Sequence[NamedCheck], decides: Sequence[str]) -> str:
    if not found.get("loads"):
        return "unloadable"
    return "matters" if broke else "decides" if decides else "silent" if found.get("changed") else "idle"


def _own(told: Told, tried: Sequence[Trial]) -> OwnShown:
    told_apart = [each for each in tried if each.state == DONE and each.found.get("loads")]
    right = [each for each in told_apart if each.kind == trials.RIGHT]
    wrong = [each for each in told_apart if each.kind == trials.WRONG]
    quiet = [each for each in right if not each.found["failing"]]
    caught = [each for each in wrong if each.found["failing"]]
    missed = [each for each in wrong if not each.found["failing"]]
    return OwnShown(
        written=bool(told.submission.checks.strip()),
        right=len(right),
        accepted=len(quiet),
        alarms=sorted({name for each in right for name in each.found["failing"]}),
        wrong=len(wrong),
        caught=[CaughtShown(trap=_trap(told.package, each), by=each.found["failing"]) for each in caught],
        hunt=_trap(told.package, missed[0]) if missed else None,
    )


def _trap(package: Package, trial: Trial) -> str:
    found = trials.solution_at(package, trial.path or "")
    text = found.trap.replace("`", "") if found is not None else ""
    return text[:1].upper() + text[1:]


def _kills(told: Told) -> Iterator[KillShown]:
    """For problems whose solution is a check: what it told apart, as counts."""
    for check in told.checks:
        found = _KILLS.match(told.outcome.kills.get(check.id, ""))
        if found is not None:
            held, of, expect = int(found["held"]), int(found["of"]), found["expect"]
            yield KillShown(check=check.id, property=check.property, expect=expect, held=held, of=of)


def _kills_hunt(told: Told, kills: Sequence[KillShown]) -> str | None:
    """One planted bug that the solution does not notice, by the first line that says its misconception."""
    for each in kills:
        if each.expect == "caught" and each.held < each.of:
            missed = _MISSED.search(told.outcome.kills[each.check].partition("not caught:")[2])
            source = told.package.files.get(missed[1], "") if missed else ""
            head = re.match(r'\s*"""(?:Planted: )?([^\n"]+)', source)
            if head:
                return head[1].strip()
    return None
