import re

import pytest

from app.problems import bank
from app.problems.loader import build, load_folder
from app.problems.package_error import PackageError
from app.problems.parameters import parameters
from app.problems.patterns import PATTERNS, Primitive
from app.problems.views import view
from app.settings import ROOT
from tests.app import packages
from tests.app.packages import PROBLEM, changed, files, package


def test_a_good_package_is_read_whole():
    good = package()
    assert ("metrics/double", "double(x)") == (good.name, good.spec.entry.signature())
    assert ["plain", "strict", "sum"] == [solution.name for solution in good.solutions("accepted")]
    assert {"empty": "raise"} == good.solutions("accepted")[1].policies
    assert ("oracle/secret",) == good.solutions("rejected")[0].caught_by
    assert good.digest == package().digest
    assert good.digest != package(**{"CHANGELOG.md": "x"}).digest


def test_the_judge_gets_no_solutions_and_no_prose():
    assert {"grader.py"} == set(package().for_the_judge().files)


SPEC_FAULTS = [
    ("number: 7", "numbre: 7", "no such key"),
    ("number: 7", "number: seven", "valid integer"),
    ("title: Double every number", "title: [", "expected"),
    ("number: 7\n", "number: 7\nnumber: 8\n", "stands twice"),
    ("number: 7\n", "number: 7\n? [a]\n: 1\n", "must be a word"),
    ("pattern: metrics", "pattern: statistics", "unknown; known are"),
    ("pattern: metrics", "pattern: windows", "do not agree"),
    ("environment: numpy", "environment: judge", "no environment 'judge'; there are: data, numpy, torch"),
    ("environment: numpy", "environment: pandas", "no environment 'pandas'; there are: data, numpy, torch"),
    ("level: junior", "level: wizard", "'junior', 'mid'"),
    ("version: 1.0.0", "version: one", "pattern"),
    ("name: double", "name: 2ble", "not a Python name"),
    ("probe: probe_empty", "probe: nowhere", "defines no function nowhere"),
    ("params: {generator: numbers", "params: {generator: nowhere", "defines no function nowhere"),
    ("params: {generator: numbers, n: 4}", "params: {generator: numbers, n: 4, m: 3}", "no parameter 'm'"),
    ("params: {generator: numbers, n: 4}", "params: {n: 4}", "'generator' is missing"),
    ("id: edge/zero", "id: oracle/random", "must begin with its primitive"),
    ("id: oracle/secret", "id: oracle/random", "are equal: oracle/random"),
    ("primitive: edge\n", "primitive: guess\n", "'oracle', 'edge'"),
    ("mistake: edge_cases_late", "mistake: laziness", "'pure_coding'"),
    ("free: empty}", "free: full}", "no policy 'full'"),
    ("hints: [First hint.", "hints: ['Your {name}.'", "interpolated"),
    ("hints: [First hint., Second hint., Third hint.]", "hints: [One.]", "at least 3"),
    ("limits: {cpu_seconds: 2", "limits: {cpu_seconds: 0", "greater than or equal to 1"),
    ("compare: {rtol: 1.0e-9", "compare: {rtol: -1", "greater than or equal to 0"),
    ("visibility: {candidate: never", "visibility: {candidate: sometimes", "'during', 'after'"),
    ("options: {empty: an empty result, raise: raises ValueError}", "options: {empty: one}", "at least 2"),
]


@pytest.mark.parametrize(("old", "new", "message"), SPEC_FAULTS)
def test_each_fault_of_problem_yaml_names_file_line_and_remedy(old, new, message):
    with pytest.raises(PackageError) as caught:
        changed(old, new)
    assert message in str(caught.value)
    assert "problem.yaml" == caught.value.file
    assert caught.value.remedy.endswith(".")
    if message not in WITHOUT_LINE:
        line = PROBLEM[: PROBLEM.index(old)].count("\n") + 1
        assert caught.value.line in range(line, line + new.strip().count("\n") + 1)


SEVERAL = {
    "problem.yaml": PROBLEM.replace("number: 7", "number: seven").replace("level: junior", "levl: junior"),
    "visible.yaml": packages.VISIBLE.replace("note:", "remark:"),
    "grader.py": packages.GRADER + "\ndef broken(:\n",
    "statement.md": "Costs $5.\n",
}
REFERRING = {
    "problem.yaml": PROBLEM.replace("probe: probe_empty", "probe: nowhere").replace("n: 4}", "m: 4}"),
    "visible.yaml": packages.VISIBLE.replace("{x: [", "{y: ["),
    "solutions/accepted/sum.py": '"""No policy."""\n',
    "solutions/rejected/same.py": '"""Trap: a. Mistake: none Caught by: oracle/none, oracle/nothing"""',
}


@pytest.mark.parametrize(("texts", "count"), [(SEVERAL, 7), (REFERRING, 7)], ids=["in the files", "between the files"])
def test_all_faults_that_can_be_known_at_once_are(texts, count):
    with pytest.raises(PackageError) as caught:
        package(**texts)
    found = caught.value.each
    assert set(texts) == {error.file for error in found}
    assert count == len(found) == len(str(caught.value).splitlines())
    assert all(error.line and error.remedy for error in found)


def test_a_check_without_anchors_in_the_rubric_is_a_fault():
    old = "  edge_cases: {junior: a, mid: b, senior: c, staff: d}\n"
    with pytest.raises(PackageError, match="edge/zero speaks to edge_cases, for which the rubric") as caught:
        changed(old, "")
    lines = [PROBLEM[: place.start()].count("\n") + 1 for place in re.finditer("criterion: edge_cases", PROBLEM)]
    assert lines == [error.line for error in caught.value.each]


WITHOUT_LINE = ("expected", "unknown; known are", "do not agree", "are equal: oracle/random", "no policy 'full'")


FILE_FAULTS = [
    ("grader.py", None, "missing or empty", None),
    ("statement.md", " \n", "missing or empty", None),
    ("grader.py", packages.GRADER + "\ndef broken(:\n", "invalid syntax", packages.GRADER.count("\n") + 2),
    ("grader.py", packages.GRADER.replace("def reference", "def other"), "no reference", None),
    ("starter.py", "x = (", "was never closed", 1),
    ("statement.md", "Costs\n\nabout $5.\n", "never closes", 3),
    ("statement.md", "Fine.\n\n$\\frac{a}{b$\n", "do not balance", 3),
    ("statement.md", "$\\sqrtt{a}$\n", "not known", 1),
    ("visible.yaml", "- {name: one, args: {x: [1]}, expected: [2]}\n", "fewer than 2", None),
    ("visible.yaml", packages.VISIBLE.replace("{x: [0.5]}", "{y: [0.5]}"), "takes ['x']", 2),
    ("visible.yaml", packages.VISIBLE.replace("note:", "remark:"), "no such key", 1),
    (
        "visible.yaml",
        packages.VISIBLE.replace("args: {x: [0.5]}", "implementation: bugs/x.py"),
        "accepted or caught",
        2,
    ),
    ("solutions/accepted/sum.py", None, "2 solutions, 3 are needed", None),
    ("solutions/accepted/sum.py", '"""No policy."""\n', "claims policies", 1),
    ("solutions/accepted/sum.py", '"""One. Policies: empty=full."""\n', "no option 'full'", 1),
    ("solutions/rejected/same.py", '"""Just wrong."""\n', "lacks `Trap:`", 1),
    ("solutions/rejected/same.py", '"""Trap: a. Mistake: none Caught by: oracle/none"""', "no check 'oracle/none'", 1),
    ("solutions/rejected/same.py", '"""Trap: a. Mistake: haste Caught by: edge/zero"""', "'haste' is not a mistake", 1),
]


@pytest.mark.parametrize(("path", "content", "message", "line"), FILE_FAULTS)
def test_each_fault_of_a_file_names_it(path, content, message, line):
    with pytest.raises(PackageError) as caught:
        package(**{path: content})
    assert message in str(caught.value)
    assert caught.value.file in {path, "solutions/accepted"}
    assert line == caught.value.line
    assert caught.value.remedy.endswith(".")


def test_a_rejected_solution_need_not_compile():
    broken = '"""Trap: a typo. Mistake: none Caught by: oracle/random"""\ndef f(:\n'
    assert "a typo." == package(**{"solutions/rejected/same.py": broken}).solutions("rejected")[3].trap


@pytest.mark.parametrize("name", ["notes.txt", "solutions/accepted/x.txt", "bugs/a/b.py"])
def test_files_that_have_no_place_are_named(tmp_path, name):
    folder = write(tmp_path, files())
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("x")
    with pytest.raises(PackageError, match="no place in a package") as caught:
        load_folder(folder)
    assert name == caught.value.file


def test_links_and_binary_files_are_refused(tmp_path):
    folder = write(tmp_path, files())
    (folder / "given.py").symlink_to("/etc/passwd")
    with pytest.raises(PackageError, match="no place"):
        load_folder(folder)
    (folder / "given.py").unlink()
    (folder / "given.py").write_bytes(b"\xff\xfe")
    with pytest.raises(PackageError, match="not UTF-8"):
        load_folder(folder)


def write(tmp_path, texts):
    folder = tmp_path / "metrics" / "double"
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_a_package_is_found_by_slug_and_by_number(tmp_path):
    folder = write(tmp_path, files())
    assert folder == bank.find_folder(tmp_path, "metrics/double") == bank.find_folder(tmp_path, "metrics/7")
    for name in ("metrics/8", "double", "", "metrics/", "../metrics/double"):
        with pytest.raises(PackageError, match="no such problem"):
            bank.find_folder(tmp_path, name)


def test_an_error_is_named_from_the_bank(tmp_path):
    write(tmp_path, files(**{"problem.yaml": PROBLEM.replace("number: 7", "number: x")}))
    with pytest.raises(PackageError, match=r"^metrics/double/problem.yaml:3: "):
        bank.load_package(tmp_path / "metrics" / "double")


def test_the_candidates_view_holds_nothing_hidden():
    shown = view(package()).model_dump_json()
    assert "<math" in shown
    assert "<table>" in shown
    for hidden in ("oracle/secret", "only staff", "First hint", "Your choice", "probe_empty", "Trap", "numpy as np"):
        assert hidden not in shown


def test_statements_cannot_carry_scripts():
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> `<b>` $a<b$\n"
    html = view(package(**{"statement.md": text})).statement_html
    for bad in ("<script", 'href="javascript', "<img", "<b>"):
        assert bad not in html


def test_a_head_cell_that_is_a_formula_has_a_name_in_words():
    table = "| row | $z$ | $-\\ln p_{i,y_i}$ | loss $L$ |\n|---|---|---|---|\n| a | 1 | 2 | 3 |\n"
    html = view(package(**{"statement.md": table})).statement_html
    assert ["z", "- ln p sub i,y sub i"] == re.findall(r'<th><span class="visually-hidden">([^<]*)</span>', html)
    assert 2 == html.count('<span aria-hidden="true">')
    assert 3 == html.count("<math")


def test_code_is_highlighted_by_classes():
    html = view(package(**{"statement.md": "```python\nx = 1\n```\n"})).statement_html
    assert 'class="' in html
    assert "style=" not in html


@pytest.mark.parametrize("primitive", list(Primitive))
def test_the_parameters_of_every_primitive_are_known(primitive):
    assert parameters(primitive)


def test_function_parameters_are_told_apart():
    known = {parameter.name: parameter for parameter in parameters("stability") or ()}
    assert known["cases"].is_function
    assert not known["rtol"].is_function
    assert {"make"} == {field.name for field in known["ladder"].fields if field.is_function}


@pytest.mark.parametrize(
    "folder", bank.find_folders(ROOT / "problems"), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_the_bank_is_sound_and_has_a_twist_for_each_problem(folder):
    package = bank.load_package(folder)
    assert package.pattern in PATTERNS
    assert package.twists


def test_a_debugging_problem_hands_out_code():
    texts = files(**{"problem.yaml": PROBLEM.replace("pattern: metrics", "pattern: debugging")})
    with pytest.raises(PackageError, match="hands out code"):
        build("debugging", "double", texts)
