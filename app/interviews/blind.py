"""Blind review: who the candidate is stays hidden from a reviewer until they ask to know, for good and on record.

`cover` takes an interview that was just read and puts a pseudonym in the candidate's place, before anything is made of
it. Every page and answer about an interview starts from such a read, so none can tell what is no longer there. What
others wrote is covered by the interview's `veil`, as far as a name can be found in it.
"""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from app.identity.models import User
from app.interviews.models import Interview, InterviewPerson
from app.interviews.veil import Veil, pseudonym


def is_blind(person: InterviewPerson | None) -> bool:
    """Whether the person of this seat must not learn who the candidate is."""
    return person is not None and person.blind and person.revealed_at is None


def cover(session: AsyncSession, interview: Interview) -> None:
    """Put the pseudonym in the candidate's place. The rows leave the session first: nothing of it is ever written."""
    for person in interview.people:
        session.expunge(person)
    session.expunge(interview)
    name = pseudonym(interview.id)
    candidate = interview.candidate
    interview.veil = Veil(name, candidate.user.name, candidate.user.email) if candidate else Veil(name, "", "")
    set_committed_value(interview, "title", f"Interview of {name}")
    set_committed_value(interview, "policy", interview.veil.text(interview.policy))
    if candidate is not None:
        nobody = User(id=candidate.user_id, name=name, email="", email_key="", password_hash="", roles=[], guest=True)
        set_committed_value(candidate, "user", nobody)
