"""The gates that only read."""

import pytest

from app.problems.verify.budget import false_alarms
from app.problems.verify.numbers import OWN_TOLERANCES, stated
from app.problems.verify.prose import words
from app.problems.verify.report import Fault
from app.problems.verify.run import static_faults
from sandbox.judge.primitives import PARAMS
from tests.app.packages import GRADER, PROBLEM, STATEMENT, TWIST, package

THRICE = "twists/thrice"


def faults(**changes: str | None) -> list[Fault]:
    return list(static_faults(package(**{**TWIST, **changes})))


def test_a_good_package_has_none():
    assert [] == faults()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ten rows of 3.5", {10, 3.5}),
        ("$10^{-9}$ or 1e-12, 10⁻³", {1e-9, 1e-12, 1e-3, 10}),
        ("$2 \\cdot 10^5$ and 3\u00d710^{4}", {2, 2e5, 3, 3e4}),
        ("1,000 or $200{,}000$ or $20\\,000$", {1000, 200_000, 20_000}),
        ("95 % of them, 0.5%, 3 percent", {95, 0.95, 0.5, 0.005, 3, 0.03}),
        ("$\\frac{1}{4}$ and 2/3", {1, 4, 0.25, 2, 3, 2 / 3}),
        ("two million, 5 thousand, half of a dozen", {2, 1e6, 5, 5000, 1000, 0.5, 12}),
        ("$[-5, 5]$ and 2^{53}", {5, 2, 2**53}),
        ("column x1, page 9^999999", {1, 9}),
        ("nothing", set()),
    ],
)
def test_numbers_are_read_in_every_usual_form(text: str, numbers: set[float]):
    assert sorted(numbers) == pytest.approx(sorted(stated(text)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One two, three-four.", 3),
        ("| a | b |\n|---|---|\n| 1 | — |", 3),
        ("$x + y = z$ and\n\n$$\na\nb\n$$", 3),
        ("- `f(a, b)` **bold**", 3),
    ],
)
def test_words_are_what_a_reader_meets(text: str, count: int):
    assert count == words(text)


LADDER = "stability\n    criterion: stability\n    property: a\n    hint: b\n"
CHECK = f"  - id: stability/scale\n    primitive: {LADDER}"


def with_check(params: str, primitive: str = "stability") -> str:
    check = CHECK.replace("stability/scale", f"{primitive}/scale").replace(": stability\n", f": {primitive}\n", 1)
    return PROBLEM.replace("clarifications:", f"{check}    params: {params}\nclarifications:")


RAN = GRADER + "\ndef scaled(rng, scale):\n    return (rng.normal(size=3),)\n"


@pytest.mark.parametrize(
    ("problem", "grader", "message"),
    [
        (PROBLEM.replace("rtol: 1.0e-9", "rtol: 1.0e-6"), GRADER, "1e-06, which is `compare.rtol`"),
        (PROBLEM.replace("atol: 1.0e-12", "atol: 1.0e-9"), GRADER, None),
        (PROBLEM.replace("n: 4}", "n: 4, atol: 1.0e-15}"), GRADER, "1e-15, which is the atol of oracle/random"),
        (PROBLEM.replace("n: 4}", "n: 4, atol: 0.001}"), GRADER, None),
        (PROBLEM + "numbers: [0.5, 28]\n", GRADER, "28, which is listed under `numbers`"),
        (
            with_check("{rtol: 1.0e-9, ladder: {make: scaled, scales: [1, 700], required: 700}}"),
            RAN,
            "700, which is the scale that stability/scale requires",
        ),
        (with_check("{rtol: 1.0e-9, ladder: {make: scaled, scales: [1, 1.0e+9], required: 1.0e+9}}"), RAN, None),
        (with_check("{rtol: 1.0e-9, ladder: {make: scaled, scales: [1, 2.5e+8], required: 2.5e+8}}"), RAN, None),
        (with_check("{cases: zeros}"), GRADER, "1e-10, which is the rtol of stability/scale"),
        (
            with_check("{generator: scaled, sizes: [10, 20, 4000]}", "growth"),
            RAN,
            "4000, which is the largest size of growth/scale",
        ),
        (with_check("{generator: scaled, sizes: [0.1, 0.2, 1.0]}", "growth"), RAN, None),
        (PROBLEM, "LIMIT = 5.0\n" + GRADER.replace("2.0 * x", "min(LIMIT, 2.0 * x)"), "5, which is LIMIT of grader.py"),
        (
            PROBLEM,
            "LIMIT = 5.0\ndef capped(x):\n    return min(LIMIT, x)\n" + GRADER.replace("2.0 * x", "capped(x)"),
            "5, which is LIMIT of grader.py",
        ),
        (PROBLEM, "_LIMIT = 5.0\n" + GRADER.replace("2.0 * x", "min(_LIMIT, 2.0 * x)"), None),
        (PROBLEM, "LIMIT = 5.0\n" + GRADER.replace("rng.normal(size=i + 1)", "LIMIT"), None),
        (PROBLEM, "HALF = 0.5\n" + GRADER.replace("2.0 * x", "x / HALF"), None),
        (PROBLEM, f"HUGE = 0x{'f' * 400}\n" + GRADER.replace("2.0 * x", "x if HUGE else 2.0 * x"), None),
        (PROBLEM, "ODD = {[]: 1}\n" + GRADER.replace("2.0 * x", "2.0 * x or ODD"), None),
    ],
)
def test_a_number_that_a_check_uses_stands_in_the_statement(problem: str, grader: str, message: str | None):
    found = [fault for fault in faults(**{"problem.yaml": problem, "grader.py": grader}) if fault.gate == "numbers"]
    if message is None:
        assert [] == found
    else:
        assert [f"it does not say {message}"] == [fault.message.partition(", which the ref")[0] for fault in found]
        assert "statement.md" == found[0].file


def test_the_tolerances_that_checks_have_by_themselves_are_the_judges():
    own = {name: {each: getattr(params, each, None) for each in ("rtol", "atol")} for name, params in PARAMS.items()}
    assert {name: of for name, of in own.items() if any(of.values())} == OWN_TOLERANCES


def test_what_a_twist_changes_stands_in_its_own_part_or_in_the_statement():
    twist = TWIST[f"{THRICE}/twist.yaml"] + "numbers: [9, 3]\n"
    (found,) = faults(**{f"{THRICE}/twist.yaml": twist})
    assert f"{THRICE}/statement.md: it does not say 9, which is listed under `numbers`" in str(found)
    assert [] == faults(**{f"{THRICE}/twist.yaml": twist, f"{THRICE}/statement.md": "Nine, three. " * 35})


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("statement.md", "Short.", "it has 1 words, 150 to 400 are allowed"),
        ("statement.md", STATEMENT * 3, "it has 576 words, 150 to 400 are allowed"),
        (f"{THRICE}/statement.md", "Three times.", "it has 2 words, 60 to 200 are allowed"),
        ("statement.md", f"{STATEMENT}\n<script>alert(1)</script>\n", "HTML is not rendered: <script>"),
        ("editorial.md", "See\n<b>this</b>", "HTML is not rendered: <b>"),
        ("statement.md", f"{STATEMENT}\n[x](javascript:alert(1))", "a link to javascript: leads nowhere safe"),
        ("statement.md", f"{STATEMENT}\n[x]: data:text/html,x", "a link to data: leads nowhere safe"),
        ("statement.md", f"{STATEMENT}\n`<b>`, $a<b$ and a < b > c\n\n```\n<i>\n```\n[x](https://example.com)", None),
    ],
)
def test_texts_have_their_length_and_no_html(path: str, text: str, message: str | None):
    found = [fault for fault in faults(**{path: text}) if fault.gate == "statement"]
    assert ([] if message is None else [message]) == [each.message for each in found if each.message == message]
    assert found or message is None
    assert all(each.file.partition(":")[0] == path for each in found)


@pytest.mark.parametrize("text", ["$x$ lies in 0 to 10", "| x |\n|---|\n| $x$ and $y$: 0 |"])
def test_maths_may_begin_a_text_that_ends_with_a_digit(text: str):
    assert [] == faults(**{"editorial.md": text})


def test_a_fault_of_markup_names_its_line():
    (found,) = faults(**{"editorial.md": "One.\n\nTwo <b>three</b>."})[:1]
    assert "editorial.md:3" == found.file


def test_more_bad_luck_than_allowed_is_a_fault():
    statistical = with_check("{cases: zeros, pvalues: zeros, alpha: 6.0e-6}", "statistical")
    assert 6e-6 == false_alarms(package(**{"problem.yaml": statistical}))
    usual = with_check("{cases: zeros, pvalues: zeros}", "statistical")
    assert 1e-6 == false_alarms(package(**{"problem.yaml": usual}))
    declared = statistical.replace("hint: Work one value by hand.\n", "hint: a\n    false_alarm: 4.1e-6\n")
    found = [fault for fault in faults(**{"problem.yaml": declared}) if fault.gate == "false alarms"]
    assert "right code fails by bad luck in 1.01e-05 of all gradings, 1e-05 is the most" == found[0].message


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Is nothing a number at all, or an error", "the hint of edge/zero"),
        ("nothing has no double, but which nothing", "why empty is a decision"),
    ],
)
def test_what_only_staff_may_know_does_not_stand_in_the_statement(said: str, message: str):
    problem = PROBLEM.replace("What is twice nothing?", "Is nothing a number at all, or an error?")
    problem = problem.replace("why: nothing has no double", "why: nothing has no double, but which nothing?")
    found = faults(**{"problem.yaml": problem, "statement.md": f"{STATEMENT}\n{said.upper()}!\n"})
    assert [("hidden", f"the candidate can read {message}")] == [
        (fault.gate, fault.message.partition(":")[0]) for fault in found
    ]
