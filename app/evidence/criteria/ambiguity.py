"""Ambiguity: questions that the author foresaw, and open decisions as stated beside as the code takes them."""

from collections.abc import Iterator
from typing import Any

from app.evidence.kinds import row
from app.evidence.reading import Story, Version, stories
from app.evidence.rows import Evidence
from app.evidence.session import Policy, Said, Session


def evidence(session: Session) -> Iterator[Evidence]:
    """All of it."""
    for story in stories(session):
        yield from _asked(story)
        if story.final is not None:
            for policy in story.final.problem.policies.values():
                yield from _decision(story, story.final, policy)
        for each in story.session.said:
            if each.policy is not None and each.problem == story.position:
                yield row("reason_for_choice", each.at, story.where(), statement=each.id, policy=each.policy)


def _asked(story: Story) -> Iterator[Evidence]:
    said = {each.id: each for each in story.session.said}
    known: set[int] = set()
    for answer in story.session.answers:
        if answer.clarification is None or answer.clarification in known:
            continue
        known.add(answer.clarification)
        if answer.said in said:
            asked = said[answer.said]
            about: dict[str, Any] = {"statement": asked.id, "clarification": answer.clarification}
            yield row("clarification_raised", asked.at, story.where(), **about)


def _decision(story: Story, final: Version, policy: Policy) -> Iterator[Evidence]:
    """One decision that nobody settled: stated and kept, contradicted, not stated, or taken in two ways."""
    if any(policy.id in answer.binds for answer in story.session.answers):
        return
    inferred = final.grading.policies.get(policy.id)
    if inferred is None:
        return
    if inferred.state == "inconsistent" and final.right_at_all:
        claim = f"The code takes this decision in more than one way: {policy.why}"
        yield row("decision_inconsistent", final.since, final.where(), claim=claim, policy=policy.id)
    if inferred.state != "inferred" or inferred.option is None:
        return
    meant = policy.options.get(inferred.option, inferred.option)
    linked = [each for each in story.session.said if each.policy == policy.id and each.problem == story.position]
    chosen = [each for each in linked if each.option is not None]
    if chosen:
        yield _stated(final, policy, chosen[-1], inferred.option)
    elif not linked:
        claim = f"Nothing was said about this, and the code keeps to one way: {meant}."
        yield row(
            "decision_unstated", final.since, final.where(), claim=claim, policy=policy.id, inferred=inferred.option
        )


def _stated(final: Version, policy: Policy, said: Said, option: str) -> Evidence:
    about: dict[str, Any] = {"policy": policy.id, "statement": said.id, "stated": said.option, "inferred": option}
    if said.option == option:
        claim = f"Stated and kept: {policy.options.get(option, option)}."
        return row("assumption_kept", said.at, final.where(), claim=claim, **about)
    stated = policy.options.get(said.option or "", said.option)
    claim = f"Stated: {stated}. The code does otherwise: {policy.options.get(option, option)}."
    return row("assumption_contradicted", said.at, final.where(), claim=claim, **about)
