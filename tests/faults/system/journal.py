"""What was promised to people, what they were shown meanwhile, and whether it was all true afterwards."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.kit.db import SessionMaker

OVER = ("finished", "platform_error")
# A page may show these one after the other; nothing comes after an end.
_MAY_FOLLOW: Mapping[str, tuple[str, ...]] = {
    "queued": ("queued", "running", *OVER),
    "running": ("running", "queued", *OVER),
    "finished": ("finished",),
    "platform_error": ("platform_error",),
}
_STANDING = text("""
SELECT e.id, e.kind, e.status, e.tries, e.solution,
    (SELECT array_agg(v.verdict) FROM verdicts v WHERE v.execution_id = e.id) AS verdicts,
    (SELECT count(*) FROM execution_events s WHERE s.execution_id = e.id AND s.type = 'finished') AS ends,
    (SELECT count(*) FROM execution_events s WHERE s.execution_id = e.id) AS events,
    (SELECT max(s.seq) FROM execution_events s WHERE s.execution_id = e.id) AS last,
    (SELECT count(*) FROM timeline_events t WHERE t.kind = 'execution_finished'
        AND t.payload ->> 'execution_id' = e.id::text) AS told
FROM executions e WHERE e.kind IN ('run', 'submission') AND e.id <> ALL (:judged)
""")


@dataclass
class Journal:
    """`truth` gives the one right verdict of a solution. `complaints` are sentences; none may be left at the end."""

    truth: Mapping[str, str]
    acknowledged: dict[UUID, str] = field(default_factory=dict)  # execution to kind
    shown: dict[UUID, tuple[str, str | None]] = field(default_factory=dict)  # execution to status and verdict
    answers: Counter[str] = field(default_factory=Counter)
    closes: Counter[int] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    keystrokes: int = 0
    tried_again: int = 0
    judged: set[UUID] = field(default_factory=set)

    def complain(self, sentence: str) -> None:
        """Keep what must not have happened."""
        self.complaints.append(sentence)

    def promised(self, execution: UUID, kind: str) -> None:
        """The server has said that it has this run or submission."""
        self.acknowledged.setdefault(execution, kind)

    def show(self, execution: UUID, status: str, verdict: str | None) -> None:
        """A person was shown how it stands."""
        before, ruled = self.shown.get(execution, ("queued", None))
        if status not in _MAY_FOLLOW[before]:
            self.complain(f"{execution} was shown as {before} and then as {status}")
        if ruled is not None and verdict != ruled:
            self.complain(f"{execution} was shown as {ruled} and then as {verdict}")
        self.shown[execution] = status, verdict

    async def judge_again(self, sessions: SessionMaker) -> None:
        """Everything once more, at the end: what came late, of a process that woke up, is found now."""
        self.judged, self.tried_again = set(), 0
        await self.judge(sessions)

    async def judge(self, sessions: SessionMaker) -> None:
        """Hold what is new in the database against what was promised: there, ended once, and rightly."""
        async with sessions() as session:
            rows = {row.id: row for row in await session.execute(_STANDING, {"judged": list(self.judged)})}
        for execution in self.acknowledged:
            if execution not in rows and execution not in self.judged:
                self.complain(f"{execution} was acknowledged and is lost")
        self.judged |= {*rows, *self.acknowledged}
        for row in rows.values():
            self.tried_again += row.tries > 1
            for wrong in self._wrong(row):
                self.complain(f"{row.kind} {row.id} (tries {row.tries}) {wrong}")

    def _wrong(self, row: Any) -> list[str]:
        right = self.truth[bytes(row.solution).decode().partition("# by")[0]]
        expected = [right] if row.kind == "submission" else None
        found = {
            f"is {row.status}": row.status == "finished",
            f"has the verdicts {row.verdicts} and not {expected}": row.verdicts == expected,
            f"has {row.ends} ends": row.ends == 1,
            f"is told to be over {row.told} times": row.told == 1,
            f"has {row.events} events up to number {row.last}": row.events == row.last,
        }
        shown, verdict = self.shown.get(row.id, (None, None))
        if shown in OVER:
            found[f"was shown as {shown}, {verdict}"] = (shown, verdict) == ("finished", right if expected else None)
        return [sentence for sentence, fits in found.items() if not fits]
