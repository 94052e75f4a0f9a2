from typing import Any

import pytest

from sandbox.judge.params import SpecError
from sandbox.judge.primitives import PARAMS
from sandbox.judge.spec import parse
from tests.judge.bench import check, package


def parsed(*checks: dict[str, Any], **more: Any) -> Any:
    return parse(package(*checks, **more)["spec"], PARAMS)


def test_defaults_are_filled_in():
    (found,) = parsed(check("oracle", generator="rows")).checks
    assert (True, False, None) == (found.required, found.gate, found.mistake)
    assert {"candidate": "during", "staff": "during"} == found.visibility
    assert PARAMS["oracle"](generator="rows", n=12) == found.params


@pytest.mark.parametrize(
    ("primitive", "params", "message"),
    [
        ("sorcery", {}, "unknown primitive 'sorcery'"),
        ("oracle", {"generator": "rows", "m": 1}, "unknown parameter m"),
        ("oracle", {}, "parameter generator is missing"),
        ("oracle", {"generator": "rows", "n": "3"}, "n must be of type int, not str"),
        ("oracle", {"generator": "rows", "n": True}, "n must be of type int, not bool"),
        ("loud", {"cases": "c", "classes": "ValueError"}, "classes must be a list"),
        ("stability", {}, "give cases, a ladder, or both"),
        ("stability", {"ladder": {"make": "m", "scales": [1, 10], "required": 5}}, "required must be one of them"),
        ("stability", {"ladder": {"make": "m", "scales": [1, 10], "requires": 5}}, "unknown parameter requires"),
        ("hygiene", {"generator": "rows", "kinds": ["tidy"]}, "kinds must be one of unmutated"),
        ("hygiene", {"generator": "rows", "kinds": []}, "kinds must name at least one"),
        ("growth", {"generator": "rows", "sizes": [1, 2]}, "at least three rising numbers"),
        ("statistical", {"cases": "c", "pvalues": "p", "alpha": 0.05}, "alpha must be in"),
        ("kill", {"mode": "implementation", "path": "bugs/a.py"}, "needs path and expect"),
        ("kill", {"mode": "witness", "bug": "a"}, "bug belongs to mode lines"),
        ("kill", {"mode": "lines", "disguise": "d"}, "disguise belongs to mode implementation"),
        (
            "kill",
            {"mode": "implementation", "path": "bugs/a.py", "expect": "caught", "min_kills": 1},
            "min_kills is at",
        ),
        ("kill", {"mode": "implementation", "path": "v/", "expect": "accepted", "min_kills": 1}, "min_kills is at"),
        ("kill", {"mode": "implementation", "path": "bugs/", "expect": "caught", "min_kills": 0}, "min_kills is at"),
        ("determinism", {"generator": "rows", "hash_seeds": []}, "at least one"),
    ],
)
def test_bad_parameters_are_typed_errors(primitive: str, params: dict[str, Any], message: str):
    with pytest.raises(SpecError, match=message):
        parsed(check(primitive, **params))


def test_two_checks_with_one_id_are_refused():
    with pytest.raises(SpecError, match="share an id"):
        parsed(check("oracle", generator="rows"), check("oracle", generator="rows"))


def test_a_missing_part_is_named():
    with pytest.raises(SpecError, match="'property'"):
        parse(
            {"entry": {"name": "f", "args": []}, "checks": [{"id": "a", "primitive": "loud", "criterion": "c"}]}, PARAMS
        )


def test_whole_numbers_stand_for_floats_in_parameters():
    (found,) = parsed(check("oracle", generator="rows", rtol=1)).checks
    assert 1.0 == found.params.rtol


@pytest.mark.parametrize("entry", [{"kind": "class"}, {"kind": "generator"}, {"methods": [{"name": "f", "args": []}]}])
def test_an_entry_of_an_unknown_kind_is_refused(entry: dict[str, Any]):
    with pytest.raises(SpecError, match="a class has methods and a function has none"):
        parsed(entry={"name": "A", "args": [], **entry})
