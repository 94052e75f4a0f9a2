"""Output: floods on every stream. The attacker gets the output limit, and the beginning of the flood is kept."""

import docker
import pytest

from sandbox import events
from tests.hostile import outside
from tests.hostile.attack import Attack, cases
from tests.sandboxes import grade

pytestmark = pytest.mark.hostile

ATTACKS = [
    Attack("standard output", "def attack(x):\n    while True: print('x' * 1000)\n", "output_limit", fast=True),
    Attack(
        "standard error",
        "import sys\ndef attack(x):\n    while True: print('x' * 1000, file=sys.stderr)\n",
        "output_limit",
    ),
    Attack(
        "both in turn",
        "import sys\ndef attack(x):\n    while True:\n        print('x' * 1000)\n        print('y' * 1000, file=sys.stderr)\n",
        "output_limit",
    ),
    Attack("without a line's end", "def attack(x):\n    while True: print('x' * 1000, end='')\n", "output_limit"),
    Attack("one line of a hundred megabytes", "def attack(x):\n    print('z' * 10**8)\n", "output_limit"),
    Attack(
        "random bytes", "import os\ndef attack(x):\n    while True: os.write(1, os.urandom(65536))\n", "output_limit"
    ),
    Attack(
        "by a descriptor made for it",
        "import os\ndef attack(x):\n    other = os.dup(2)\n    os.close(1)\n    os.close(2)\n    while True: os.write(other, b'x' * 4096)\n",
        "output_limit",
    ),
    Attack(
        "by all threads at once",
        "import os, threading\ndef flood():\n    while True: os.write(1, b'x' * 4096)\ndef attack(x):\n    for _ in range(8): threading.Thread(target=flood).start()\n    threading.Event().wait()\n",
        "output_limit",
    ),
    Attack(
        "by children that outlive the parent",
        "import os, time\ndef attack(x):\n    for _ in range(8):\n        if os.fork() == 0:\n            time.sleep(0.3)\n            while True: os.write(1, b'x' * 65536)\n    os._exit(0)\n",
        "runtime_error",
    ),
    Attack(
        "while it is loaded",
        "print('so far')\nwhile True: print('x' * 1000)\n",
        "did not load: output_limit",
        prints=False,
    ),
    Attack(
        "a letter every tenth of a second",
        "import time\ndef attack(x):\n    while True:\n        print('x', flush=True)\n        time.sleep(0.1)\n",
        "time_limit",
    ),
    Attack(
        "a gigabyte through the channel of results",
        "import os\ndef attack(x):\n    for _ in range(1024): os.write(3, bytes(2**20))\n    return x\n",
        "killed",
    ),
    Attack(
        "results are sent where output goes, output where results go",
        "import os\ndef attack(x):\n    os.dup2(3, 1)\n    print('y' * 10**6, flush=True)\n    return x\n",
        "killed",
    ),
    Attack(
        "no standard streams at all",
        "import os\ndef attack(x):\n    for number in (0, 1, 2): os.close(number)\n    return 2.0 * x\n",
        "returned [2. 4.]",
    ),
    Attack(
        "reads what nobody typed",
        "import sys\ndef attack(x):\n    return sys.stdin.read()\n",
        "returned ''",
    ),
]


@pytest.mark.parametrize("attack", cases(ATTACKS))
async def test_a_flood_ends_and_its_beginning_is_kept(scene, attack):
    assert attack.expected(scene.jail) == await scene.faces(attack)


async def test_output_up_to_the_limit_is_kept_and_said_to_be_cut(scene):
    stream = await grade(scene.engine, "def double(x):\n    print('y' * 200_000)\n    return 2.0 * x\n", mode="run")
    (example,) = [event for event in stream if isinstance(event, events.ExampleDone)]
    assert ("passed", True) == (example.state, example.truncated)


async def test_bytes_that_steer_a_terminal_or_break_a_database_are_made_harmless(scene):
    stream = await grade(
        scene.engine,
        "import os\ndef double(x):\n    os.write(1, b'\\x00\\xff\\xed\\xa0\\x80 end')\n    return 2.0 * x\n",
        mode="run",
    )
    (example,) = [event for event in stream if isinstance(event, events.ExampleDone)]
    assert "\0" not in example.output
    assert example.output.endswith(" end")
    assert example.output == example.output.encode("utf-8").decode("utf-8")


async def test_no_container_writes_a_log_on_the_host(scene):
    client = docker.from_env()
    for found in outside.containers(client, scene.engine.id):
        assert "none" == client.api.inspect_container(found)["HostConfig"]["LogConfig"]["Type"]
        assert "" == client.api.inspect_container(found)["LogPath"]
    client.close()
