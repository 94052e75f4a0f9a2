"""Code that is broken rather than hostile: it is told what is wrong, and what is merely unusual is served."""

import pytest

from sandbox import events
from tests.sandboxes import checks, grade, hows, verdict

LOADS = {
    "syntax error": ("def double(x:\n", "syntax_error", 1),
    "missing entry point": ("x = 1\n", "runtime_error", None),
    "renamed entry point": ("def doubled(x):\n    return 2 * x\n", "runtime_error", None),
    "wrong signature": ("def double(x, y):\n    return 2 * x\n", "runtime_error", None),
    "absent import": ("import torch\ndef double(x):\n    return x\n", "runtime_error", 1),
    "null bytes": ("def double(x):\0\n    return x\n", "syntax_error", None),
    "empty": ("", "runtime_error", None),
    "loops while loading": ("while True: pass\n", "time_limit", None),
    "exits while loading": ("raise SystemExit\n", "runtime_error", 1),
}


@pytest.mark.parametrize("name", LOADS)
async def test_code_that_does_not_load_says_why_and_reaches_no_check(engine, name):
    source, state, line = LOADS[name]
    stream = await grade(engine, source)
    (compiled,) = [event for event in stream if isinstance(event, events.Compiled)]
    assert compiled.error is not None
    assert (state, line) == (compiled.error.state, compiled.error.line)
    assert verdict(stream) == "rejected"
    assert {"not_reached"} == {check.state for check in checks(stream)}


async def test_a_decorated_or_vectorised_entry_point_is_found(engine):
    wrapped = "import functools\nimport numpy as np\n@functools.lru_cache\ndef scale(): return 2.0\n"
    source = wrapped + "double = functools.partial(np.multiply, 2.0)\n"
    assert "accepted" == verdict(await grade(engine, source))


async def test_an_error_of_numpys_own_is_told_as_what_it_is(engine):
    stream = await grade(engine, "import numpy as np\ndef double(x):\n    return np.array(['a']) * 2.0\n")
    assert {"raised TypeError"} == hows(stream)


async def test_a_renamed_entry_point_is_told_what_the_code_defines(engine):
    stream = await grade(engine, LOADS["renamed entry point"][0])
    (compiled,) = [event for event in stream if isinstance(event, events.Compiled)]
    assert compiled.error is not None
    assert "`double`" in compiled.error.message
    assert "`doubled`" in compiled.error.message


async def test_an_absent_module_is_named(engine):
    stream = await grade(engine, LOADS["absent import"][0])
    (compiled,) = [event for event in stream if isinstance(event, events.Compiled)]
    assert compiled.error is not None
    assert "torch" in compiled.error.message
