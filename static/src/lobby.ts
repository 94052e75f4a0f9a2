// Before the clock: says that this person is there, shows who else is, checks the browser, offers an editor to try.
import { api } from "./kit/api";
import { announce, byId, icon } from "./kit/dom";

/** How often the lobby looks; more often once this person is ready, when the clock may start at any moment. */
const beats = { usual: 4000, ready: 1500 };

interface Person {
  id: string;
  name: string;
  here: boolean;
  ready: boolean;
}

interface Interview {
  state: string;
  people: Person[];
  me: { id: string };
  clock: { now: string };
}

const page = byId("lobby");
const address = `/api/interviews/${page.dataset["interview"]}/presence`;
const shown = new Map<string, string>();

function stateOf(person: Person): { key: string; icon: string; word: string } {
  if (person.ready) return { key: "ready", icon: "passed", word: "Ready" };
  return person.here ? { key: "here", icon: "started", word: "Here" } : { key: "away", icon: "waiting", word: "Not here" };
}

function show(person: Person, me: string): void {
  const state = stateOf(person);
  const before = shown.get(person.id);
  shown.set(person.id, state.key);
  if (before === state.key) return;
  const target = document.querySelector<HTMLElement>(`[data-person="${person.id}"] .presence`);
  if (!target) return;
  const word = document.createElement("span");
  word.textContent = state.word;
  target.dataset["here"] = person.here ? "yes" : "no";
  target.dataset["ready"] = person.ready ? "yes" : "no";
  target.replaceChildren(icon(state.icon), word);
  if (before && person.id !== me && document.getElementById("announcer")) announce(`${person.name}: ${state.word}`);
}

function namesOf(people: Person[]): string {
  return people.map((person) => person.id).sort().join();
}

let names = "";
let beat = beats.usual;
let wake: () => void = () => undefined;

async function look(): Promise<void> {
  const interview = await api.post<Interview>(address, {});
  const changed = interview.state !== page.dataset["state"] || (names !== "" && names !== namesOf(interview.people));
  names = namesOf(interview.people);
  if (changed && !isTyping()) {
    location.reload();
    return;
  }
  beat = interview.people.some(({ id, ready }) => ready && id === interview.me.id) ? beats.ready : beats.usual;
  for (const person of interview.people) show(person, interview.me.id);
  checkClock(new Date(interview.clock.now));
}

/** A form somebody is filling in is not taken away from them; the clock running is worth more than that. */
function isTyping(): boolean {
  const active = document.activeElement;
  return page.dataset["state"] === "planned" && !!active?.closest("form") && active.matches("input, select, textarea");
}

async function lookForEver(): Promise<void> {
  for (;;) {
    try {
      await look();
    } catch {
      report("connection", false, "The server cannot be reached at the moment. This page keeps trying.");
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
      window.setTimeout(resolve, beat);
    });
  }
}

// A page in the background is slowed down by its browser, and one without a network sees nothing: both look when that ends.
document.addEventListener("visibilitychange", () => document.hidden || wake());
window.addEventListener("online", () => wake());

// The checks: what the room needs, each as one line.
const lines = new Map<string, HTMLElement>();

function report(name: string, fine: boolean, text: string): void {
  const list = document.getElementById("browser-check");
  if (!list) return;
  let line = lines.get(name);
  if (!line) {
    if (lines.size === 0) list.replaceChildren();
    line = document.createElement("li");
    lines.set(name, line);
    list.append(line);
  }
  if (line.dataset["text"] === text) return;
  line.dataset["text"] = text;
  line.dataset["done"] = fine ? "yes" : "no";
  line.replaceChildren(icon(fine ? "passed" : "loud"), text);
}

function checkClock(server: Date): void {
  report("connection", true, "The server answers.");
  const off = Math.round(Math.abs(Date.now() - server.getTime()) / 60_000);
  const fine = off < 2;
  report("clock", true, fine ? "Your computer’s clock agrees with the server’s." : `Your computer’s clock is ${off} minutes off. The server’s decides; nothing to do.`);
}

const tryAgain = 10_000;

// The room's own address lets nobody in yet, but whether the way there is open shows before it says so.
function checkSocket(): void {
  const room = new URL(`/api/interviews/${page.dataset["interview"]}/room`, location.href);
  room.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(room);
  socket.onopen = () => {
    report("sockets", true, "Live editing works.");
    socket.close();
  };
  socket.onerror = () => {
    report("sockets", false, "Live editing does not get through. A proxy, a virtual network or an extension may block WebSockets: try without it, or another network.");
    window.setTimeout(checkSocket, tryAgain);
  };
}

function keepsTexts(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("holdout-check");
      request.onerror = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        indexedDB.deleteDatabase("holdout-check");
        resolve(true);
      };
    } catch {
      resolve(false);
    }
  });
}

async function checkBrowser(): Promise<void> {
  checkSocket();
  const keeps = await keepsTexts();
  report("storage", keeps, keeps ? "Text is also kept in this browser while you are offline." : "This browser keeps nothing while you are offline. Leave private browsing, or allow site data.");
  const wide = window.innerWidth >= 768;
  report("width", wide, wide ? "The window is wide enough for everything side by side." : "The window is narrow: statement, code and results take turns. A wider screen is more comfortable.");
}

async function rehearse(): Promise<void> {
  const parent = document.getElementById("rehearsal");
  if (!parent) return;
  const { createEditor } = await import("./workspace/editor");
  const text = "# Try it: this is the editor you will have.\ndef mean(values):\n    total = 0.0\n    for value in values:\n        total += value\n    return total / len(values)\n";
  const entry = { name: "mean", kind: "function" as const, args: [{ name: "values" }], methods: [] };
  createEditor({ parent, text, label: "Rehearsal", entry, typed: () => undefined });
}

if (document.getElementById("browser-check")) void checkBrowser();
void lookForEver();
void rehearse();
