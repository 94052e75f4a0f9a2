// Which run is on show in a room.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { page } from "./page";

globalThis.location = { href: "http://localhost/interviews/one", pathname: "/interviews/one" };
globalThis.window = { history: { replaceState() {} }, setTimeout, clearTimeout, setInterval() {} };
globalThis.EventSource = class {
  addEventListener() {}
  close() {}
};
const { Runs } = await import("../../../static/src/room/runs");

let list;
let fetched;

const summary = (id, problem = 0) => ({ id, problem, kind: "run", status: "finished", created_at: "2026-11-27T10:00:00Z" });
const execution = (id) => ({ ...list.find((each) => each.id === id), events: [], afterwards: [], check_ids: [], solution: `# ${id}`, checks: "" });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A page at the first problem with nothing run yet. */
async function opened() {
  let told;
  const store = { base: "/api/interviews/one", may: () => true, onEvent: (act) => (told = act), post: async () => ({}) };
  const runs = new Runs(store, { solution() {}, checks() {} }, async () => undefined, () => undefined);
  await runs.turn({ position: 0, twist: null, examples: [] });
  fetched = [];
  return { runs, told: (id) => told({ kind: "run_requested", data: { execution_id: id } }, true) };
}

beforeEach(() => {
  list = [];
  fetched = [];
  page();
  globalThis.fetch = async (url) => {
    const id = url.split("/executions/")[1];
    if (!id) return Response.json(list);
    fetched.push(id);
    return Response.json(execution(id));
  };
});

test("after an absence with several runs only the newest is opened", async () => {
  const { runs, told } = await opened();
  list = [summary("newest"), summary("other", 1), summary("older"), summary("oldest")];
  for (const id of ["oldest", "older", "other", "newest"]) told(id);
  await settle();
  assert.deepEqual(fetched, ["newest"]);
  assert.equal(runs.execution, "newest");
});
