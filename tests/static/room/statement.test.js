// What the statement's pane shows of a problem, as it is now.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page";

globalThis.ResizeObserver = class {
  disconnect() {}
  observe() {}
};
const { Statement } = await import("../../../static/src/room/statement");

const entry = (signature, ...names) => ({
  name: "fit",
  kind: "function",
  signature,
  args: names.map((name) => ({ name, about: "", dtype: null, shape: null })),
  methods: [],
});
const problem = (changes) => ({
  position: 0,
  title: "Fit",
  statement_html: "<p>Fit it.</p>",
  entry: entry("fit(x)", "x"),
  examples: [],
  given: null,
  minutes: 30,
  hints_released: [],
  twist: null,
  ...changes,
});

test("a twist that changes the entry point changes what is shown of it, with the same statement above", () => {
  const byId = page();
  const statement = new Statement();
  statement.show(problem({}));
  assert.equal(byId("entry-signature").textContent, "fit(x)");
  const twist = { title: "Weights", statement_html: "<p>Weigh it.</p>" };
  statement.show(problem({ twist, entry: entry("fit(x, weights)", "x", "weights") }));
  assert.equal(byId("entry-signature").textContent, "fit(x, weights)");
  const [list] = byId("entry-parts").children;
  assert.equal(list.children.length, 2);
});
