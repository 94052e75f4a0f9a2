// Which result is on show, and whether another can be begun; the page is played by as much of one as that takes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Console } from "../../../static/src/workspace/console";

const element = () => ({
  dataset: {},
  classList: { toggle() {} },
  setAttribute() {},
  replaceChildren() {},
  prepend() {},
  append() {},
  closest: () => null,
});

let answers;
let busy;
let begun;
let views;

/** A console, and its panels, which tell what they begin with. */
function results() {
  const panel = { begin: ({ id }) => begun.push(id), event: () => "", turn() {}, afterwards() {} };
  return new Console({
    below: "/api",
    run: panel,
    grading: panel,
    history: { mark() {}, refresh: async () => {} },
    busy: (kind) => busy.push(kind),
  });
}

const execution = (id, status) => ({ id, kind: "submission", status, events: [], afterwards: [], finished_at: null });

beforeEach(() => {
  answers = new Map();
  busy = [];
  begun = [];
  views = element();
  const known = new Map([["workspace", views]]);
  const byId = (id) => known.get(id) ?? known.set(id, element()).get(id);
  globalThis.document = { getElementById: byId, createElementNS: element, createElement: element, querySelector: () => null, querySelectorAll: () => [] };
  globalThis.location = { href: "http://localhost/room" };
  globalThis.window = { history: { replaceState() {} }, clearTimeout() {}, setTimeout() {} };
  globalThis.EventSource = class {
    addEventListener() {}
    close() {}
  };
  globalThis.fetch = (url) => new Promise((resolve) => answers.set(url, (body) => resolve(Response.json(body))));
});

const arrived = () => new Promise((resolve) => setTimeout(resolve, 5));

test("another can be begun once a result is opened beside one that is being graded", () => {
  const shown = results();
  shown.show(execution("live", "running"), "asked");
  assert.equal(busy.at(-1), "submission");
  shown.show(execution("old", "finished"), "asked");
  assert.equal(busy.at(-1), null);
});

test("what is cleared is not reported, and keeps nobody from beginning another", () => {
  const shown = results();
  shown.show(execution("live", "running"), "asked");
  shown.clear();
  assert.equal(shown.execution, null);
  assert.equal(busy.at(-1), null);
});

test("an answer that comes after the next was turned to is not shown", async () => {
  const shown = results();
  void shown.open("slow", "asked");
  void shown.open("quick", "asked");
  answers.get("/api/executions/quick")(execution("quick", "finished"));
  await arrived();
  answers.get("/api/executions/slow")(execution("slow", "finished"));
  await arrived();
  assert.deepEqual(begun, ["quick"]);
  void shown.open("late", "asked");
  shown.clear();
  answers.get("/api/executions/late")(execution("late", "finished"));
  await arrived();
  assert.equal(shown.execution, null);
});

test("only a result that was asked for takes the place of the code", () => {
  const shown = results();
  views.dataset.view = "code";
  shown.show(execution("theirs", "running"), "news");
  shown.show(execution("earlier", "finished"), "kept");
  assert.equal(views.dataset.view, "code");
  shown.show(execution("mine", "running"), "asked");
  assert.equal(views.dataset.view, "results");
});
