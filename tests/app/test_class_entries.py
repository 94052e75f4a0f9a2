"""A package whose entry point is a class: how it is described, what its examples may say, how both are shown."""

import pytest

from app.problems import upgrades
from app.problems.package_error import PackageError
from app.problems.views import view
from tests.app.packages import PROBLEM, package
from tests.app.workspace import open_workspace

FUNCTION = PROBLEM[PROBLEM.index("  kind: function") : PROBLEM.index("limits:")]
CLASS = """\
  kind: class
  args: [{name: scale, kind: float, about: factor}]
  methods:
    - name: update
      args: [{name: x, kind: array, dtype: float, shape: "[n]"}]
      about: takes a batch
    - {name: total, returns: {kind: float}}
"""
VISIBLE = """\
- {name: one, args: {init: {scale: 2.0}, steps: [[update, [1.0]], ["other:total"], [total]]}, expected: [null, 0.0, 2.0]}
- {name: two, args: {init: {scale: 2.0}, steps: [[update, []]]}, expected: [{raises: ValueError}]}
"""


def made(old="", new="", visible=VISIBLE):
    assert old in CLASS
    return package(**{"problem.yaml": PROBLEM.replace(FUNCTION, CLASS.replace(old, new, 1)), "visible.yaml": visible})


def test_a_class_is_shown_with_its_methods_and_its_examples_as_calls():
    shown = view(made())
    assert "class double(scale)\n    update(x)\n    total()" == shown.entry.signature
    assert [("update", "takes a batch", ["x"]), ("total", "", [])] == [
        (method.name, method.about, [arg.name for arg in method.args]) for method in shown.entry.methods
    ]
    assert (
        "it = double(2.0)\nit.update([1.0])\nother = double(2.0)\nother.total()\nit.total()" == shown.visible[0].input
    )
    assert ["[None, 0.0, 2.0]", "[raises ValueError]"] == [example.expected for example in shown.visible]


def test_the_judge_reads_what_the_format_says():
    entry = made().for_the_judge().spec["entry"]
    assert ("class", ["update", "total"]) == (entry["kind"], [method["name"] for method in entry["methods"]])
    assert [None, "float"] == [method["returns"] and method["returns"]["kind"] for method in entry["methods"]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  kind: class", "  kind: function", "a class needs `methods`, and a function has none"),
        (CLASS[CLASS.index("  methods:") :], "", "a class needs `methods`"),
        ("name: total", "name: update", "two of the methods are equal: update"),
        ("  methods:", "  returns: {kind: float}\n  methods:", "a class has no `returns`"),
        ("about: takes a batch", "abuot: takes a batch", "no such key"),
        ("name: update", "name: 2nd", "not a Python name"),
    ],
)
def test_each_fault_of_a_class_is_told(old, new, message):
    with pytest.raises(PackageError, match=message) as caught:
        made(old, new)
    assert "problem.yaml" == caught.value.file


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{scale: 2.0}", "{}", r"takes \['scale'\]"),
        ("init:", "start:", r"a class takes \['init', 'steps'\]"),
        ("[total]]", "[compute]]", r"has the step \['compute'\]"),
        ("[total]]", "total]", "has the step total"),
        ("[total]]", "[total, 1]]", r"gives total 1 argument\(s\), it takes 0"),
    ],
)
def test_each_fault_of_an_example_is_told_with_its_line(old, new, message):
    assert old in VISIBLE
    with pytest.raises(PackageError, match=message) as caught:
        made(visible=VISIBLE.replace(old, new, 1))
    assert ("visible.yaml", 1) == (caught.value.file, caught.value.line)


async def test_the_page_shows_the_methods_and_hands_them_to_the_editor(ada, sessions):
    async with sessions.begin() as session:
        await upgrades.sync_package(session, made())
    page = (await ada.browser.get("/problems/metrics/double")).text
    assert "class double(scale)\n    update(x)\n    total()" in page
    assert "takes a batch" in page
    assert "other = double(2.0)" in page
    boot = await open_workspace(ada.browser, "/problems/metrics/double")
    assert ["update", "total"] == [method["name"] for method in boot["problem"]["entry"]["methods"]]


OBJECT = """\
  kind: function
  args: [{name: x, kind: callable, returns: {kind: object, methods: [fit]}}]
"""


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ("{name: x, kind: object}", "lists the `methods` that may be called"),
        ("{name: x, kind: array, methods: [fit]}", "lists the `methods` that may be called"),
        ("{name: x, kind: array, returns: {kind: float}}", "belongs to kind callable"),
        ("{name: x, kind: list, items: [{kind: stream}]}", "never inside lists, tuples or dicts"),
        ("{name: x, kind: callable}]\n  returns: {kind: stream}\n  methods: [", "a result is plain data"),
        ("{name: x, kind: callable, returns: {kind: object, methods: [2nd]}}", "not a Python name"),
    ],
)
def test_each_fault_of_an_object_is_told(args, message):
    entry = f"  kind: function\n  args: [{args}]\n"
    with pytest.raises(PackageError, match=message):
        package(**{"problem.yaml": PROBLEM.replace(FUNCTION, entry)})


@pytest.mark.parametrize(
    ("name", "message"), [("Absent", "names Absent, which grader.py does not"), ("3", "must name a")]
)
def test_an_example_names_an_object_that_the_grader_has(name, message):
    texts = {"problem.yaml": PROBLEM.replace(FUNCTION, OBJECT)}
    good = package(**texts, **{"visible.yaml": EXAMPLES.replace("NAME", "numbers")})
    assert ["x = numbers", "x = numbers"] == [example.input for example in view(good).visible]
    with pytest.raises(PackageError, match=message) as caught:
        package(**texts, **{"visible.yaml": EXAMPLES.replace("NAME", name)})
    assert ("visible.yaml", 1) == (caught.value.file, caught.value.line)


EXAMPLES = "- {name: one, args: {x: NAME}, expected: 1}\n- {name: two, args: {x: NAME}, expected: 2}\n"
