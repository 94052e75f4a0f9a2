"""A program of its own that reads what an author wrote, bounded in time and memory: texts in, findings out, as JSON.

A package may be hostile: YAML, Python and maths that take for ever to parse end this process and nothing else. No code
of a package is executed here either.
"""

import json
import resource
import sys
from typing import Any

from app.kit.markdown import MarkdownError, to_html
from app.problems.loader import build
from app.problems.package_error import PackageError, noted
from app.problems.parsing import document

CPU_SECONDS = 5
MEMORY = 1024 * 1024 * 1024


def faults(pattern: str, slug: str, problem_id: str, files: dict[str, str]) -> list[dict[str, Any]]:
    """All that can be known at once of what is wrong with a package."""
    found: list[PackageError] = []
    with noted(found):
        build(pattern, slug, files)
        if (said := str(document("problem.yaml", files["problem.yaml"]).data["uuid"])) != problem_id:
            line = document("problem.yaml", files["problem.yaml"]).line(["uuid"])
            message = f"the uuid was changed to {said}"
            remedy = f"Put {problem_id} back: the problem is known by it for ever."
            raise PackageError("problem.yaml", message, line=line, remedy=remedy)
    return [{"path": each.file, "line": each.line, "message": each.message, "remedy": each.remedy} for each in found]


def preview(text: str) -> dict[str, str]:
    """The text as its readers will see it, or why it cannot be shown."""
    try:
        return {"html": to_html(text), "fault": ""}
    except MarkdownError as error:
        return {"html": "", "fault": str(error)}


def main() -> None:
    """Answer the one request on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    request = json.load(sys.stdin.buffer)
    task = request.pop("task")
    json.dump(faults(**request) if task == "faults" else preview(**request), sys.stdout)


if __name__ == "__main__":
    main()
