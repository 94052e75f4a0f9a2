// Where one is in a YAML file, and what may stand there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { functionsOf, optionsAt, placeOf, primitiveOf } from "../../static/src/studio/yaml";

const schema = {
  properties: {
    title: { type: "string" },
    level: { $ref: "#/$defs/Level" },
    entry: { $ref: "#/$defs/Entry" },
    checks: { type: "array", items: { $ref: "#/$defs/Check" } },
    rubric: { type: "object", propertyNames: { $ref: "#/$defs/Criterion" }, additionalProperties: { type: "object", propertyNames: { $ref: "#/$defs/Level" } } },
  },
  required: ["title"],
  $defs: {
    Level: { enum: ["junior", "senior"] },
    Criterion: { enum: ["correctness", "stability"] },
    Entry: { properties: { name: { type: "string" }, args: { type: "array", items: { properties: { name: {}, kind: { enum: ["array", "float"] } } } } } },
    Check: {
      properties: { id: {}, primitive: { enum: ["oracle", "edge"] }, required: { type: "boolean" }, mistake: { anyOf: [{ enum: ["leakage"] }, { type: "null" }] }, params: { type: "object" } },
      "x-params": { oracle: [{ name: "generator", about: "a function of grader.py" }, { name: "n", about: "" }] },
    },
  },
};

const grader = "import numpy\n\n\ndef reference(x):\n    def inner():\n        pass\n\n\nclass Model:\n    def fit(self):\n        pass\n";

/** Labels at the bar. */
function at(marked) {
  const [before, after = ""] = marked.split("|");
  const place = placeOf(before, after.split("\n").slice(1));
  return place && optionsAt(schema, place, primitiveOf(before), functionsOf(grader)).map(({ label }) => label);
}

test("a key at the top is one that is not there yet, above or below", () => {
  assert.deepEqual(at("title: a\n|"), ["level", "entry", "checks", "rubric"]);
  assert.deepEqual(at("ti|\nlevel: junior\nchecks:\n  - id: a\n"), ["title", "entry", "rubric"]);
});

test("a value is one of the words the format has", () => {
  assert.deepEqual(at("level: ju|"), ["junior", "senior"]);
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    required: |"), ["true", "false"]);
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    mistake: |"), ["leakage"]);
});

test("items of a list are found, however the list is indented", () => {
  const rest = ["primitive", "required", "mistake", "params"];
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    |"), rest);
  assert.deepEqual(at("checks:\n- id: oracle/a\n  |"), rest);
  assert.deepEqual(at("checks:\n  - id: a\n    required: true\n  - id: b\n    |"), rest);
  assert.deepEqual(at("checks:\n  - |"), ["id", ...rest]);
});

test("what is written in braces has places too", () => {
  assert.deepEqual(at("entry:\n  args:\n    - {name: x, kind: |"), ["array", "float"]);
  assert.deepEqual(at("entry:\n  args:\n    - {name: x, |"), ["kind"]);
  assert.deepEqual(at("entry: {name: f, args: [{name: a, kind: float}, {kind: |"), ["array", "float"]);
});

test("the parameters of a check are those of its primitive", () => {
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    primitive: oracle\n    params: {n: 4, |"), ["generator"]);
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    primitive: oracle\n    params:\n      |"), ["generator", "n"]);
  assert.deepEqual(at("checks:\n  - id: edge/a\n    primitive: edge\n    params:\n      |"), []);
});

test("where a function of grader.py is asked for, those it has are offered", () => {
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    primitive: oracle\n    params: {generator: |"), ["reference", "Model"]);
  assert.deepEqual(at("checks:\n  - id: oracle/a\n    primitive: oracle\n    params: {n: |"), []);
});

test("keys of a mapping may be words of the format", () => {
  assert.deepEqual(at("rubric:\n  |"), ["correctness", "stability"]);
  assert.deepEqual(at("rubric:\n  correctness:\n    junior: a\n    |"), ["senior"]);
});

test("a deeper part before does not hide where one is", () => {
  assert.deepEqual(at("entry:\n  name: f\n  args:\n    - name: a\n      kind: float\nlevel: |"), ["junior", "senior"]);
  assert.deepEqual(at("entry:\n  args:\n    - name: a\n      kind: float\n  |"), ["name"]);
});

test("inside of quotes, comments and past the end of a value there is nothing to offer", () => {
  assert.equal(at('title: "ab|'), null);
  assert.equal(at("# level: |"), null);
  assert.equal(at("level: junior # |"), null);
  assert.deepEqual(at("nonsense:\n  - {a: [|"), []);
});
