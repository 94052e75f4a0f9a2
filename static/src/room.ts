// The room of an interview: puts the parts together.
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { isFinal } from "./kit/api";
import { byId } from "./kit/dom";
import { Clock } from "./room/clock";
import { wireEnd } from "./room/ending";
import { Focus } from "./room/focus";
import { Line } from "./room/line";
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
import type { RoomExecution, RoomView } from "./room/types";
import { wireDialogs, wireReport } from "./workspace/dialogs";
import { wireKeys } from "./workspace/keys";
import { notify, withdraw } from "./workspace/notices";
import { wirePanes } from "./workspace/panes";
import { wireSettings } from "./workspace/settings";
import { showTab, showView, wireTabs, wireViews } from "./workspace/tabs";
import type { FileName } from "./workspace/types";

const interview = byId("workspace").dataset["interview"] ?? "";
const store = new Store(interview);
const described = new Promise<void>((resolve) => store.onView(() => resolve()));
await store.refresh().catch((error: Error) => {
  const then = isFinal(error) ? "Reload this page to try again." : "It opens as soon as there is an answer.";
  byId("loading").textContent = `The room could not be opened. ${error.message} ${then}`;
  if (isFinal(error)) throw error;
  return described;
});

const doc = new Y.Doc();
const awareness = new Awareness(doc);
meet([store.view.me, ...store.view.people]);

const marks = new Marks(store);
const texts = new Texts(doc, awareness, { pasted: (position, characters) => marks.pasted(position, characters) });
const statement = new Statement();
const presence = new Presence(store, awareness);
let writable: boolean | null = null;
let twist: string | null | undefined;
let position = chosenFirst(store.view.problems);
let waiting: (() => void)[] = [];
let link: Link = "connecting";
let started = false;

const line = new Line(store, () => provider);

function showLink(state: Link, detail: string): void {
  link = state;
  if (!started && state === "offline") {
    byId("loading").textContent = `${detail} The room opens as soon as there is a connection.`;
    return;
  }
  line.show(state, detail);
  presence.reach(state === "saved" || state === "saving" || state === "refused");
  if (state === "saved") settle();
}

function settle(): void {
  waiting.forEach((resolve) => resolve());
  waiting = [];
}

/** When all that was typed has reached the server; else fails with what was `not` done. */
function settled(not: string): Promise<void> {
  const late = new Error(`${not}: what you typed has not reached the server yet.`);
  if (link === "saved") return Promise.resolve();
  if (link !== "saving") return Promise.reject(late);
  return new Promise((resolve, reject) => {
    waiting.push(resolve);
    window.setTimeout(() => reject(late), 10_000);
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
    if (started) store.refreshSoon();
    started = true;
  },
});

function jumpTo(file: FileName) {
  return (line: number) => {
    showView("code");
    showTab(file);
    texts.editor(position, file).goTo(line);
  };
}

// By the time the code is here, another problem may be on show.
function restore({ problem, ...code }: RoomExecution, name: string): void {
  (["solution", "checks"] as const).forEach((file) => texts.editor(problem, file).put(code[file], true));
  const where = problem === position ? "the editor" : `the editor of problem ${problem + 1}`;
  notify("action", { text: `The code of ${name.toLowerCase()} is back in ${where}. Undo returns to what was there.`, tone: "calm" });
}

const talk = new Talk(store);
const staff = store.staff ? (await import("./room/staff")).staffFor(store, talk) : null;
talk.with(explaining(store));
const runs = new Runs(store, { solution: jumpTo("solution"), checks: jumpTo("checks") }, () => settled("Not started"), restore);
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

function ended(): string {
  if (store.view.interview.kind !== "take_home") return "The interview is over.";
  const last = store.events.findLast(({ kind }) => kind === "interview_ended");
  return last?.data.reason === "finished" ? "Handed in." : "The time of this take-home is over.";
}

// What the state means for whoever looks at it, in words, above the code.
function standing(state: RoomView["interview"]["state"]): void {
  const over = state === "ended" || state === "reviewed";
  const words: Partial<Record<typeof state, string>> = {
    planned: "The interview has not begun. The code can be read only.",
    lobby: "The interview has not begun. The code can be read only.",
    paused: "The clock is paused, and so is writing. It goes on when the interviewer resumes it.",
    ended: `${ended()} Everything stays readable here.`,
    reviewed: "The interview is over. Everything stays readable here.",
  };
  const text = words[state] ?? (store.may("write") ? "" : "You are watching: the code can be read only.");
  const line = byId("standing");
  line.hidden = !text;
  line.dataset["state"] = over ? "over" : state;
  byId("standing-text").textContent = text;
  byId("standing-replay").hidden = !(over && store.staff);
}

new Clock(store);
new Focus(store);
wireEnd(store, () => settled("Not handed in"));
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
  if (provider.unsent > 0 && link !== "saving") event.preventDefault();
});
store.tell();
turnTo(position);
await store.catchUp(false).catch((error: Error) => {
  notify("events", { text: `What was said before could not be loaded. ${error.message}` });
  store.onEvent(() => withdraw("events"));
});
await provider.start();
