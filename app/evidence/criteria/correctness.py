"""Correctness: how the first submission failed, shapes assumed, misconceptions, repairs, changed requirements."""

from collections.abc import Iterator

from app.evidence.kinds import row
from app.evidence.reading import Story, Version, passes_examples, stories
from app.evidence.rows import Evidence
from app.evidence.session import Session
from app.problems.patterns import Criterion, Mistake


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for story in stories(session):
        yield from _failures(story)
        yield from _shapes(story)
        yield from _misconceptions(story)
        yield from _repairs(story)
        yield from _twists(story)


def at_first(story: Story) -> float:
    """The moment of the first submission; where nothing was submitted, that of the last version."""
    first = story.first
    if first is None:
        return story.session.ends_at
    return first.grading.at if first.submitted else first.since


def _failures(story: Story) -> Iterator[Evidence]:
    if not story.submissions:
        return
    first = story.submissions[0]
    silent = sorted(each for each in first.failed if first.grading.states[each] == "failed_silently")
    if silent:
        claim = f"{len(silent)} of the {len(first.failed)} checks that failed at the first submission failed silently."
        where, failed = first.where(silent[0]), len(first.failed)
        yield row("silent_failures", first.grading.at, where, claim=claim, silent=silent, failed=failed)
    elif first.failed:
        loud = sorted(first.failed)
        yield row("only_loud_failures", first.grading.at, first.where(loud[0]), failed=len(loud))


def _shapes(story: Story) -> Iterator[Evidence]:
    first = story.first
    if first is None or not first.finished or not _examples_pass(story, first):
        return
    failed = [check.id for check in first.required if check.mistake is Mistake.SHAPES_ASSUMED and first.fails(check.id)]
    if failed:
        yield row("shapes_assumed", at_first(story), first.where(failed[0]), checks=failed)


def _examples_pass(story: Story, version: Version) -> bool:
    """Whether a run of the text, or its own grading, passed every visible example."""
    same = [run for run in story.runs if run.solution == version.grading.solution]
    return any(passes_examples(each) for each in (*same, version.grading))


def _misconceptions(story: Story) -> Iterator[Evidence]:
    """Submissions that fail what a rejected solution fails. A decision taken in two ways counts as `policy/<id>`."""
    seen: set[str] = set()
    for version in story.submissions:
        failed = {check.id for check in version.problem.checks if version.fails(check.id)}
        failed |= {f"policy/{name}" for name, each in version.grading.policies.items() if each.state == "inconsistent"}
        like = [
            each
            for each in version.problem.misconceptions
            if each.caught_by and each.caught_by <= failed <= each.caught_by | each.may_fail
        ]
        if like and like[0].path not in seen:
            seen |= {each.path for each in like}
            claim = f"The code fails exactly what a known misconception fails: {like[0].mistake_text}"
            paths = [each.path for each in like]
            yield row("named_misconception", version.grading.at, version.where(), claim=claim, misconceptions=paths)


def _repairs(story: Story) -> Iterator[Evidence]:
    found: dict[tuple[int, str], list[str]] = {}
    met = {check.id: check for version in story.versions for check in version.required}
    for check in met.values():
        if not check.gate and check.criterion is not Criterion.EDGE_CASES:
            for place, kind in _mended(story, check.id):
                found.setdefault((place, kind), []).append(check.id)
    for (place, kind), checks in sorted(found.items()):
        version = story.versions[place]
        yield row(kind, version.at, version.where(checks[0]), checks=checks)


def _mended(story: Story, check: str) -> Iterator[tuple[int, str]]:
    """The versions that pass a check again after finished ones that failed it, and what lay between."""
    faulty: Version | None = None
    for place, version in enumerate(story.versions):
        if version.fails(check) and faulty is None and version.finished:
            faulty = version
        elif version.passes(check) and faulty is not None:
            if faulty.grading.twist == version.grading.twist:
                yield place, _between(story, faulty, version)
            faulty = None


def _between(story: Story, faulty: Version, mended: Version) -> str:
    since, until = faulty.since, mended.at
    runs = [run for run in story.runs if since <= run.at < until]
    if story.prompted(since, until):
        return "repaired_after_hint"
    if story.refused(since, until):
        return "repaired_after_failure"
    if any(state != "passed" for run in runs for state in run.own.values()):
        return "repaired_after_own_check"
    shown = any(run.examples and not passes_examples(run) for run in runs)
    return "repaired_after_failure" if shown else "repaired_unprompted"


def _twists(story: Story) -> Iterator[Evidence]:
    for twist in story.session.twists:
        graded = [version for version in story.submissions if version.grading.twist == twist.id]
        met = next((version for version in graded if version.accepted), None)
        if met is not None:
            yield row("twist_met", met.grading.at, met.where(), twist=twist.id)
        elif not any(gap.what == "submission" and gap.at > twist.at for gap in story.session.gaps):
            yield row("twist_not_met", twist.at, story.where(), twist=twist.id)
