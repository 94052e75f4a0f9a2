// The room of an interview: puts the parts together.
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { byId, icon } from "./kit/dom";
import { Clock } from "./room/clock";
import { wireEnd } from "./room/ending";
import { Focus } from "./room/focus";
import { Marks } from "./room/marks";
import { meet } from "./room/people";
import { Presence } from "./room/presence";
import { chosenFirst, ProblemTabs } from "./room/problems";
import { Provider, type Link } from "./room/provider";
import { Runs } from "./room/runs";
import { Say } from "./room/say";
import { Statement } from "./room/statement";
import { Store } from "./room/store";
import { explaining, Talk } from "./room/talk";
import { Texts } from "./room/texts";
import type { RoomView } from "./room/types";
import { wireDialogs, wireReport } from "./workspace/dialogs";
import { wireKeys } from "./workspace/keys";
import { notify, withdraw } from "./workspace/notices";
import { wirePanes } from "./workspace/panes";
import { wireSettings } from "./workspace/settings";
import { showTab, showView, wireTabs, wireViews } from "./workspace/tabs";
import type { Execution, FileName } from "./workspace/types";

const interview = byId("workspace").dataset["interview"] ?? "";
const store = new Store(interview);
await store.refresh().catch((error: Error) => {
  byId("loading").textContent = `The room could not be opened. ${error.message} Reload this page to try again.`;
  throw error;
});

const doc = new Y.Doc();
const awareness = new Awareness(doc);
meet([store.view.me, ...store.view.people]);

const marks = new Marks(store);
const texts = new Texts(doc, awareness, { pasted: (position, characters) => marks.pasted(position, characters) });
const statement = new Statement();
let writable: boolean | null = null;
let twist: string | null | undefined;
let position = chosenFirst(store.view.problems);
let waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
let link: Link = "connecting";

const looks: Record<Link, [string | null, string]> = {
  connecting: ["running", "Connecting…"],
  saved: ["passed", "Saved"],
  saving: [null, "Saving…"],
  offline: ["offline", "Offline"],
  refused: ["loud", "Not saved"],
  stopped: ["loud", "Not connected"],
};

function showLink(state: Link, detail: string): void {
  link = state;
  const line = byId("save-state");
  const [look, label] = state === "saved" && !store.may("write") ? ["passed", "Connected"] : looks[state];
  line.dataset["state"] = state;
  line.replaceChildren(...(look ? [icon(look)] : []), label);
  if (state === "offline") {
    const text = `${detail} Keep writing: what you type is kept in this browser and sent as soon as the connection is back.`;
    notify("link", { text, actions: [{ label: "Try now", act: () => provider.now() }] });
  } else if (state === "refused" || state === "stopped") notify("link", { text: `${detail} What you typed is kept in this browser.` });
  else if (state !== "connecting") withdraw("link");
  if (state === "saved") settle();
}

function settle(): void {
  waiting.forEach(({ resolve }) => resolve());
  waiting = [];
}

function settled(): Promise<void> {
  if (link === "saved") return Promise.resolve();
  if (link !== "saving") return Promise.reject(new Error("Not started: what you typed has not reached the server yet."));
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    window.setTimeout(() => reject(new Error("Not started: what you typed has not reached the server yet.")), 10_000);
  });
}

const address = new URL(`${store.base}/room`, location.href);
address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
const provider: Provider = new Provider(address.href, `${interview}:${store.view.me.id}`, doc, awareness, {
  link: showLink,
  event: (data) => store.heard(data),
  synced: () => {
    byId("loading").hidden = true;
    texts.show(store.view.problems, position);
    void store.catchUp(true);
    if (started) void store.refresh().catch(() => undefined);
    started = true;
  },
});
let started = false;

function jumpTo(file: FileName) {
  return (line: number) => {
    showView("code");
    showTab(file);
    texts.editor(position, file).goTo(line);
  };
}

function restore(execution: Execution, name: string): void {
  (["solution", "checks"] as const).forEach((file) => texts.editor(position, file).put(execution[file], true));
  notify("action", { text: `The code of ${name.toLowerCase()} is back in the editor. Undo returns to what was there.`, tone: "calm" });
}

const talk = new Talk(store);
const staff = store.staff ? (await import("./room/staff")).staffFor(store, talk) : null;
talk.with(explaining(store));
const runs = new Runs(store, { solution: jumpTo("solution"), checks: jumpTo("checks") }, settled, restore);
const tabs = new ProblemTabs(turnTo);
const say = document.getElementById("say") ? new Say(store, () => position) : null;

function turnTo(chosen: number): void {
  position = chosen;
  twist = undefined;
  const problem = store.view.problems[position];
  if (!problem) return;
  texts.show(store.view.problems, position);
  show(store.view);
  if (byId("tab-given").getAttribute("aria-selected") === "true" && !problem.given) showTab("solution");
  void runs.turn(problem);
}


function show(view: RoomView): void {
  const { state } = view.interview;
  const problem = view.problems[position];
  const canWrite = store.may("write") && state === "live";
  texts.freeze(!canWrite);
  if (canWrite && writable === false) provider.now();
  writable = canWrite;
  byId("run").hidden = !store.may("run") || state !== "live";
  byId("submit").hidden = !store.may("submit") || state !== "live";
  say?.allow(store.running);
  standing(state);
  tabs.show(view.problems, position);
  if (!problem) return;
  statement.show(problem);
  staff?.show(problem);
  if (twist !== undefined && twist !== (problem.twist?.title ?? null)) void runs.turn(problem);
  twist = problem.twist?.title ?? null;
}

// What the state means for whoever looks at it, in words, above the code.
function standing(state: RoomView["interview"]["state"]): void {
  const over = state === "ended" || state === "reviewed";
  const words: Partial<Record<typeof state, string>> = {
    planned: "The interview has not begun. The code can be read only.",
    lobby: "The interview has not begun. The code can be read only.",
    paused: "The clock is paused, and so is writing. It goes on when the interviewer resumes it.",
    ended: "The interview is over. Everything stays readable here.",
    reviewed: "The interview is over. Everything stays readable here.",
  };
  const text = words[state] ?? (store.may("write") ? "" : "You are watching: the code can be read only.");
  const line = byId("standing");
  line.hidden = !text;
  line.dataset["state"] = over ? "over" : state;
  byId("standing-text").textContent = text;
  byId("standing-replay").hidden = !(over && store.staff);
}

new Presence(store, awareness);
new Clock(store);
new Focus(store);
wireEnd(store);
store.onView(show);
wireTabs((tab) => {
  const file = tab.id.slice(4);
  if (file === "solution" || file === "checks") requestAnimationFrame(() => texts.editor(position, file).view.requestMeasure());
});
wireViews();
wirePanes();
wireDialogs();
wireReport(() => `${store.base}/problems/${position}`, () => runs.execution);
wireSettings(texts, store.view.interview.lint);
wireKeys((kind) => void runs.start(kind));
window.addEventListener("beforeunload", (event) => {
  if (provider.unsent && link !== "saving") event.preventDefault();
});
store.tell();
turnTo(position);
await store.catchUp(false).catch((error: Error) => notify("events", { text: `What was said before could not be loaded. ${error.message}` }));
await provider.start();
