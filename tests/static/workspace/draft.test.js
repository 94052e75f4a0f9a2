// Run and Submit ask for a revision that holds what stood there when they were pressed, and one may type on meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = globalThis.document = new EventTarget();
globalThis.localStorage = { setItem: () => undefined, removeItem: () => undefined };
globalThis.BroadcastChannel = class {
  postMessage() {}
};
Object.defineProperty(globalThis, "navigator", { value: {} });
const { DraftKeeper } = await import("../../../static/src/workspace/draft");

/** An editor, the keeper of its draft, and a server that answers a save when it is let. */
class Desk {
  editor = "start";
  server = { revision: 1, solution: "start", checks: "", saved_at: "" };

  constructor(status = 200) {
    globalThis.fetch = async (_, { body }) => {
      const { solution, checks, revision } = JSON.parse(body);
      await this.arrived;
      if (status !== 200) return Response.json({ detail: "That is too long." }, { status });
      this.server = { solution, checks, revision: revision + 1, saved_at: "" };
      return Response.json({ revision: revision + 1, saved_at: "" });
    };
    this.keeper = new DraftKeeper("1", this.server, {
      texts: () => ({ solution: this.editor, checks: "" }),
      adopt: ({ solution }) => (this.editor = solution),
      resolve: async () => null,
      changed: () => undefined,
    });
  }

  type(text) {
    this.editor = text;
    this.keeper.edited();
  }
}

test("what is typed while the save of what was pressed on is under way refuses nothing", async () => {
  const desk = new Desk();
  let arrive;
  desk.arrived = new Promise((done) => (arrive = done));
  desk.type("pressed");
  const revision = desk.keeper.settled();
  desk.type("pressed, and more");
  arrive();
  assert.equal(await revision, 2);
  assert.deepEqual([desk.server.revision, desk.server.solution], [2, "pressed"]);
});

test("what the server does not take is not run", async () => {
  const desk = new Desk(422);
  desk.type("pressed");
  await assert.rejects(desk.keeper.settled(), /That is too long/);
});
