"""Reference and generators of `clean_rows`: one rule after the other, over plain lists."""

import copy
import math

import numpy as np

FIELDS = ("id", "ts", "age", "amount", "label")
START = 1_700_000_000_000_000_000
NAN, INF = float("nan"), float("inf")


def _number(value):
    """The finite number that a field holds, or None."""
    if isinstance(value, str):
        try:
            value = float(value.replace(",", ""))
        except ValueError:
            return None
    if type(value) not in (int, float) or not math.isfinite(value):
        return None
    return float(value)


def _parsed(rows):
    """(position, row, age, amount, label) of every row, with None for what is no number."""
    if any(field not in row for row in rows for field in FIELDS):
        raise ValueError("a row lacks a field")
    return [(i, row, *(_number(row[field]) for field in FIELDS[2:])) for i, row in enumerate(rows)]


def _well_formed(item):
    return None not in item[2:]


def _in_range(item):
    return 0.0 <= item[2] <= 120.0 and item[4] in (0.0, 1.0)


def _newest(items):
    """Of the items of each id, the one with the greatest ts, the earlier of equals."""
    best = {}
    for item in items:
        name, ts = item[1]["id"], item[1]["ts"]
        if name not in best or ts > best[name][1]["ts"]:
            best[name] = item
    return [best[name] for name in sorted(best)]


def _result(kept, malformed, out_of_range, duplicate):
    table = np.array([item[2:] for item in kept], dtype=float).reshape(len(kept), 3)
    return table, {"malformed": malformed, "out_of_range": out_of_range, "duplicate": duplicate}


def reference(rows):
    items = _parsed(rows)
    numbers = [item for item in items if _well_formed(item)]
    plausible = [item for item in numbers if _in_range(item)]
    kept = _newest(plausible)
    return _result(kept, len(items) - len(numbers), len(numbers) - len(plausible), len(plausible) - len(kept))


def _amount(rng):
    value = round(float(rng.gamma(0.8, 4000.0)) * (-1.0 if rng.random() < 0.15 else 1.0), 2)
    forms = [value, int(value), f"{value:,.2f}", f"{int(value):,}", str(value), f" {value:.1f} ", 0]
    return forms[int(rng.integers(len(forms)))]


def _age(rng):
    value = int(rng.integers(18, 95))
    forms = [value, value, value + 0.5, str(value), float(value), f"{value}.25"]
    return forms[int(rng.integers(len(forms)))]


def _label(rng):
    value = int(rng.random() < 0.4)
    return [value, value, float(value), str(value), f"{value}.0"][int(rng.integers(5))]


def _name(rng):
    return f"{'KLM'[int(rng.integers(3))]}-{int(rng.integers(1, 130))}"


def _row(rng, name, ts):
    """A valid row, with its fields in some order and now and then one that does not matter."""
    row = {"id": name, "ts": int(ts), "age": _age(rng), "amount": _amount(rng), "label": _label(rng)}
    if rng.random() < 0.4:
        row["branch"] = None
    return {field: row[field] for field in rng.permutation(list(row)).tolist()}


def _rows(rng, n, distinct=False):
    """Valid rows of n / 2 or so applications; without `distinct` some share id and ts, and others are 1 ns apart."""
    names = [_name(rng) for _ in range(max(1, n // 2))]
    steps = rng.permutation(n) * 7 if distinct else rng.integers(0, 3, n)
    return [_row(rng, names[int(rng.integers(len(names)))], START + int(steps[j])) for j in range(n)]


def _spoil(rng, row):
    """Give one field a value that is no number, or one that is out of range."""
    bad = [None, True, False, "n/a", "", NAN, INF, -INF, "nan", "-", "12 months"]
    if rng.random() < 0.55:
        field = ("age", "amount", "label")[int(rng.integers(3))]
        row[field] = bad[int(rng.integers(len(bad)))]
    elif rng.random() < 0.5:
        row["age"] = [-1, 121, 130.5, "150", -0.5][int(rng.integers(5))]
    else:
        row["label"] = [2, -1, 0.5, "3"][int(rng.integers(4))]


def export_case(rng, i):
    """From two rows to sixty: valid ones, others spoilt once or twice, many exported again."""
    rows = _rows(rng, 2 + 5 * i)
    for row in rows:
        while rng.random() < 0.3:
            _spoil(rng, row)
    return (rows,)


def distinct_case(rng, i):
    """As an export, but no two rows share a ts."""
    rows = _rows(rng, 6 + 6 * i, distinct=True)
    for row in rows:
        if rng.random() < 0.2:
            _spoil(rng, row)
    return (rows,)


def reorder_rows(rng, args):
    rows = args[0]
    return ([rows[int(j)] for j in rng.permutation(len(rows))],)


def same_result(args, out, args2, out2):
    if np.shape(out[0]) != np.shape(out2[0]) or not np.allclose(out[0], out2[0], rtol=1e-9, atol=1e-12):
        return "the table changed with the order of the rows"
    return None if dict(out[1]) == dict(out2[1]) else f"the counts changed from {out[1]} to {out2[1]}"


def add_unusable_rows(rng, args):
    """Newer exports of the same applications that are malformed, and one that is out of range."""
    rows = args[0]
    newer = [_row(rng, row["id"], START + 10**6 + j) for j, row in enumerate(rows[:4])]
    for j, row in enumerate(newer):
        row[("amount", "label", "age")[j % 3]] = None if j else 300
    newer[0]["label"] = 7
    return ([*newer[:2], *rows, *newer[2:]],)


def only_counts_changed(args, out, args2, out2):
    added = len(args2[0]) - len(args[0])
    if np.shape(out[0]) != np.shape(out2[0]) or not np.allclose(out[0], out2[0], rtol=1e-9, atol=1e-12):
        return "unusable rows changed the table"
    wanted = {**out[1], "malformed": out[1]["malformed"] + added - 1, "out_of_range": out[1]["out_of_range"] + 1}
    return None if dict(out2[1]) == wanted else f"the counts went from {out[1]} to {out2[1]}"


def _with(rng, **values):
    """Two valid rows, and between them one with these values."""
    rows = [_row(rng, name, START + j) for j, name in enumerate(("K-1", "K-2", "K-3"))]
    rows[1].update(values)
    return (rows,)


def odd_values(rng):
    cases = {}
    for name, value in {
        "None": None,
        "True": True,
        "False": False,
        "no text": "",
        "words": "n/a",
        "a number and a unit": "12 months",
        "a currency": "$50",
        "True as text": "True",
        "NaN": NAN,
        "NaN as text": "NaN",
        "infinity": INF,
        "minus infinity": -INF,
        "infinity as text": "inf",
        "too large a text": "1e999",
        "two points": "1.234.5",
        "a comma": ",",
    }.items():
        for field in FIELDS[2:]:
            cases[f"{name} as {field}"] = _with(rng, **{field: value})
    return cases


def texts_that_are_numbers(rng):
    amounts = ["1,234.5", "1,234,567.25", "-1,000", "+5", " 7 ", "1e3", "0", "0.0", "-0.5", "12", ".5", "1,000"]
    cases = {f"amount {text!r}": _with(rng, amount=text) for text in amounts}
    fields = {"age": ["40", "40.5", " 61", "0", "1e1"], "label": ["0", "1", "1.0", " 0 ", "0e0"]}
    for field, texts in fields.items():
        cases |= {f"{field} {text!r}": _with(rng, **{field: text}) for text in texts}
    return cases


def ranges(rng):
    ages = [0, 120, 0.0, 120.0, "120", -0.001, 120.001, -1, 121, "1,200", 119.999, -1e300, 1]
    labels = [0, 1, 0.0, 1.0, 2, -1, 0.5, 0.999999, 1.5, "2", "0.5", 1e300]
    amounts = [0, 0.0, -1, -1e12, 1e15, 1e-9, "-3,000", 10**12]
    cases = {f"age {value!r}": _with(rng, age=value) for value in ages}
    cases |= {f"label {value!r}": _with(rng, label=value) for value in labels}
    return cases | {f"amount {value!r}": _with(rng, amount=value) for value in amounts}


def _versions(rng, *changes, other=True):
    """Rows of one application with the given ts and changes, and a valid row of another."""
    rows = [{**_row(rng, "K-5", START + ts), **change} for ts, change in changes]
    for j, row in enumerate(rows):
        row["amount"] = row["amount"] if "amount" in changes[j][1] else 100 * j + 7
    return (rows + [_row(rng, "K-40", START)] * other,)


def precedence(rng):
    ok, no_number, too_old, both = {}, {"amount": "n/a"}, {"age": 130}, {"age": 130, "amount": None}
    return {
        "malformed and out of range": _versions(rng, (0, both)),
        "bad label, age out of range": _versions(rng, (0, {"age": -3, "label": "yes"})),
        "two malformed fields": _versions(rng, (0, {"age": None, "label": NAN})),
        "two fields out of range": _versions(rng, (0, {"age": 200, "label": 5})),
        "the newest is malformed": _versions(rng, (0, ok), (5, no_number)),
        "the newest is out of range": _versions(rng, (5, too_old), (0, ok)),
        "older ones are unusable": _versions(rng, (0, no_number), (1, too_old), (2, ok)),
        "all unusable": _versions(rng, (0, no_number), (1, too_old), (2, both)),
        "unusable between usable": _versions(rng, (0, ok), (3, no_number), (2, ok), (3, too_old)),
    }


def duplicates(rng):
    ok = {}
    pair = _versions(rng, (0, ok), (0, ok), other=False)[0]
    names = ["K-10", "K-9", "k-1", "K-1", "K-100", "Ä-1", "A-2", "K 1", "10", "9"]
    return {
        "newest last": _versions(rng, (0, ok), (4, ok)),
        "newest first": _versions(rng, (4, ok), (0, ok)),
        "newest between": _versions(rng, (1, ok), (9, ok), (2, ok)),
        "equal ts": _versions(rng, (0, ok), (0, ok)),
        "equal ts three times": _versions(rng, (0, ok), (0, ok), (0, ok)),
        "equal ts, and an older one between": _versions(rng, (3, ok), (1, ok), (3, ok)),
        "equal ts, and an older one first": _versions(rng, (1, ok), (3, ok), (3, ok)),
        "one nanosecond apart": _versions(rng, (1, ok), (2, ok)),
        "one nanosecond apart, newest first": _versions(rng, (2, ok), (1, ok)),
        "the same row twice": ([copy.deepcopy(pair[0]), copy.deepcopy(pair[0])],),
        "many, one nanosecond apart": _versions(rng, *((int(ts), ok) for ts in rng.permutation(40))),
        "many, some at the same moment": _versions(rng, *((int(ts), ok) for ts in rng.integers(0, 6, 40))),
        "ids in the order of texts": ([_row(rng, names[int(j)], START) for j in rng.permutation(len(names))],),
    }


def empty_tables(rng):
    dropped = [_row(rng, f"K-{j}", START + j) for j in range(3)]
    dropped[0]["age"], dropped[1]["label"], dropped[2]["amount"] = 500, 3, None
    return {"no rows": ([],), "every row dropped": (dropped,), "one row": ([_row(rng, "K-1", START)],)}


def missing_fields(rng):
    cases = {}
    for field in FIELDS:
        for place, where in ((0, "first"), (2, "last")):
            rows = [_row(rng, f"K-{j}", START + j) for j in range(3)]
            del rows[place][field]
            cases[f"{where} row without {field}"] = (rows,)
    malformed, older, implausible, misspelt = ([_row(rng, f"K-{j % 2}", START + j) for j in range(3)] for _ in range(4))
    malformed[1]["age"] = None
    del malformed[1]["label"]
    del older[0]["amount"]
    implausible[1]["age"] = 400
    del implausible[1]["label"]
    misspelt[2]["Age"] = misspelt[2].pop("age")
    one = [_row(rng, "K-1", START)]
    del one[0]["label"]
    return {
        **cases,
        "in a malformed row": (malformed,),
        "in a row that a newer one replaces": (older,),
        "in a row out of range": (implausible,),
        "misspelt": (misspelt,),
        "the only row": (one,),
    }
