"""The statements PostgreSQL was sent, from its own log, made into scripts that pgbench can send again and again.

What differs from one time to the next becomes a variable: ids of rows that are new, and of people and interviews that
are there in plenty. Everything else is sent with the values it had.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LOGGING = """
logging_collector = on
log_destination = 'jsonlog'
log_directory = 'statements'
log_filename = 'log'
log_statement = 'all'
log_parameter_max_length = -1
"""
LOG = Path("postgres/statements/log.json")
DEFER, FETCH, FINISH = "procrastinate_defer_jobs", "procrastinate_fetch_job", "procrastinate_finish_job"
_QUEUE = re.compile(r'\{"?\(([^,]+),')
_SENT = re.compile(r"(?:execute [^:]*|statement): (.*)", re.DOTALL)
_VALUE = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
_INTERVAL = re.compile(r"-?(?:\d+ days? )?\d\d:\d\d:\d\d(?:\.\d+)?")
_OR_NONE = ("SELECT id,", "SELECT coalesce(id, 0) AS id,")  # of a look that found nothing
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Statement:
    """One that was sent, with its values by number."""

    backend: int
    sql: str
    values: dict[int, str | None]


def sent(lines: Iterable[str]) -> list[Statement]:
    """The statements of a log in PostgreSQL's JSON form."""
    found = []
    for line in lines:
        said = json.loads(line)
        match = _SENT.fullmatch(said.get("message", ""))
        if match is not None:
            values = {
                int(number): None if value == "NULL" else value[1:-1].replace("''", "'")
                for number, value in _VALUE.findall(said.get("detail", ""))
            }
            found.append(Statement(said["pid"], match[1].strip().rstrip(";"), values))
    return found


def transactions(statements: Iterable[Statement]) -> list[list[Statement]]:
    """In the order they ended: one connection sends them one after another what several had sent at a time."""
    open_: dict[int, list[Statement]] = {}
    done = []
    for each in statements:
        word = each.sql.split(maxsplit=1)[0].upper() if each.sql else ""
        if word == "BEGIN":
            open_[each.backend] = [each]
        elif each.backend in open_:
            open_[each.backend].append(each)
            if word in {"COMMIT", "ROLLBACK"}:
                done.append(open_.pop(each.backend))
        elif each.sql and word not in {"COMMIT", "ROLLBACK"}:  # of a transaction that was begun before
            done.append([each])
    return done


def fresh(of: Iterable[Statement], seen_before: set[str]) -> list[str]:
    """Ids that were made in these statements, in the order they came."""
    found: dict[str, None] = {}
    for each in of:
        for value in each.values.values():
            found |= dict.fromkeys(id_ for id_ in _UUID.findall(value or "") if id_ not in seen_before)
    return list(found)


def ids(of: Iterable[Statement]) -> set[str]:
    """Every id that a value holds."""
    return {id_ for each in of for value in each.values.values() for id_ in _UUID.findall(value or "")}


@dataclass
class Script:
    """For pgbench: `variables` are given on its command line, `names` maps a recorded id to one of the script's own."""

    names: dict[str, str]
    worker: int
    variables: dict[str, str] = field(default_factory=dict)
    _queue: str = ""  # in which the job waits that was put in and not yet fetched

    def text(self, head: str, of: Iterable[list[Statement]]) -> str:
        """All of it."""
        return head + "".join(self._line(each) for transaction in of for each in transaction)

    def _line(self, each: Statement) -> str:
        values = {number: self._expression(value) for number, value in each.values.items()}
        sql, begin, end = each.sql, "", ";\n"
        if DEFER in each.sql and (queue := _QUEUE.match(each.values.get(1) or "")):
            self._queue = queue[1]
        elif FETCH in each.sql:
            values[2] = str(self.worker)
            if self._queue and self._queue in (each.values.get(1) or ""):
                # other clients may have taken all that a look sees, its own too, and left it theirs
                self._queue, sql, end = "", sql.replace(*_OR_NONE), "\n\\gset job_\n"
            else:  # a look that finds nothing
                values[1] = "'{nothing}'"
        elif FINISH in each.sql:
            values[1] = ":job_id"
            begin, end = "\\if :job_id\n", ";\n\\endif\n"
        return begin + re.sub(r"\$(\d+)", lambda match: values[int(match[1])], sql) + end

    def _expression(self, value: str | None) -> str:
        if value is None:
            return "NULL"
        if value in self.names:
            return f":{self.names[value]}"
        known = {kept: name for name, kept in self.variables.items()}
        name = known.get(value, f"v{len(self.variables)}")
        self.variables[name] = value
        # the product sends an interval as one; of a text PostgreSQL would have to guess
        expression = f":{name}::interval" if _INTERVAL.fullmatch(value) else f":{name}"
        for id_ in dict.fromkeys(_UUID.findall(value)):
            if id_ in self.names:
                expression = f"replace({expression}, '{id_}', :{self.names[id_]})"
        return expression
