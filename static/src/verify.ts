// A verification as it happens: fills cells and gates as they are found. What else there is to say the server says, so
// each turn of the whole (begun, begun again, over) shows the page anew, where it was.
import { api } from "./kit/api";
import { icon } from "./kit/dom";
import { tell, watch } from "./kit/way";

interface Graded { twist: string; solution: string; checks: Record<string, string> }
interface Gate { gate: string; faults: unknown[] }

const words: Record<string, [string, string]> = {
  passed: ["passed", "Passed"],
  failed_loudly: ["loud", "Failed loudly"],
  failed_silently: ["silent", "Failed silently"],
  not_reached: ["skipped", "Not reached"],
  platform_error: ["ours", "Our fault"],
};
const askEvery = 5000;
const turns = ["started", "retrying", "finished", "platform_error", "cancelled"];

function show(cell: HTMLElement, state: string): void {
  const [look, word] = words[state] ?? ["waiting", "Waiting"];
  cell.dataset["state"] = look;
  cell.querySelector("svg")?.replaceWith(icon(look));
  const said = cell.querySelector(".visually-hidden");
  if (said) said.textContent = word + ("due" in cell.dataset ? ", must catch it" : "");
}

function graded(found: Graded): void {
  const row = document.querySelector(`[data-row="${CSS.escape(`${found.twist}|${found.solution}`)}"]`);
  for (const [check, state] of Object.entries(found.checks)) {
    const cell = row?.querySelector<HTMLElement>(`[data-check="${CSS.escape(check)}"]`);
    if (cell) show(cell, state);
  }
}

function gate(found: Gate): void {
  const state = document.querySelector<HTMLElement>(`[data-gate="${CSS.escape(found.gate)}"] .state`);
  if (!state) return;
  const look = found.faults.length ? "silent" : "passed";
  state.dataset["state"] = look;
  const word = document.createElement("span");
  word.textContent = found.faults.length ? `Does not hold (${String(found.faults.length)})` : "Holds";
  state.replaceChildren(icon(look), word);
}

function follow(id: string, seen: number): void {
  const source = new EventSource(`/api/studio/verifications/${id}/events`);
  const listen = (type: string, take: (data: unknown) => void) => {
    source.addEventListener(type, (message: MessageEvent<string>) => {
      if (Number(message.lastEventId) > seen) take(JSON.parse(message.data));
    });
  };
  listen("graded", (data) => graded(data as Graded));
  listen("gate", (data) => gate(data as Gate));
  turns.forEach((type) => listen(type, () => { source.close(); location.reload(); }));
  watch(source, ["queued", "graded", "gate", ...turns], () => void ask(id, seen, () => tell("events_held_back")));
  // The browser reconnects by itself unless the answer was a refusal: too many pages follow something.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) later(id, seen);
  });
}

// Where events do not come: by asking, and with the whole page anew where there is something to show.
async function ask(id: string, seen: number, answered = (): void => undefined): Promise<void> {
  try {
    const { events } = await api.get<{ events: { seq: number }[] }>(`/api/studio/verifications/${id}`);
    answered();
    if (events.some(({ seq }) => seq > seen)) return location.reload();
  } catch {
    // Out of reach for the moment.
  }
  later(id, seen);
}

function later(id: string, seen: number): void {
  window.setTimeout(() => void ask(id, seen), askEvery);
}

const whole = document.querySelector<HTMLElement>("[data-verification]");
if (whole) follow(whole.dataset["verification"] ?? "", Number(whole.dataset["seen"]));
