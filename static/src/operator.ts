// The operator's page looks again by itself and replaces the sections that changed. Where somebody is in one, what they
// have opened and where they stand stays.
import { showLocalTimes } from "./kit/times";

const beat = 3000;
const state = document.querySelector<HTMLElement>("[data-live-state]");
const written = new Map<string, string>();
let tag = "";

function keep(before: HTMLElement, after: HTMLElement): void {
  for (const open of before.querySelectorAll<HTMLDetailsElement>("details[open][id]")) {
    after.querySelector<HTMLDetailsElement>(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  }
  const active = document.activeElement;
  before.replaceWith(after);
  if (active && before.contains(active)) {
    const again = active.id ? document.getElementById(active.id) : after.querySelector<HTMLElement>("summary");
    again?.focus({ preventScroll: true });
  }
}

function show(html: string): void {
  const found = new DOMParser().parseFromString(html, "text/html");
  for (const after of found.querySelectorAll<HTMLElement>("[data-live]")) {
    const before = document.getElementById(after.id);
    if (!before || written.get(after.id) === after.outerHTML) continue;
    written.set(after.id, after.outerHTML);
    showLocalTimes(after);
    keep(before, document.adoptNode(after));
  }
}

async function look(): Promise<void> {
  const answer = await fetch(location.pathname, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
  if (answer.redirected) {
    location.reload(); // signed out
    return;
  }
  if (answer.status === 200) {
    tag = answer.headers.get("ETag") ?? "";
    show(await answer.text());
  } else if (answer.status !== 304) {
    throw new Error(String(answer.status));
  }
}

function say(text: string): void {
  if (state && state.textContent !== text) state.textContent = text;
}

async function lookForEver(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => window.setTimeout(resolve, beat));
    if (document.hidden) continue;
    try {
      await look();
      say("This page keeps itself up to date.");
    } catch {
      say("The server does not answer; what stands here is what was last known.");
    }
  }
}

for (const section of document.querySelectorAll<HTMLElement>("[data-live]")) written.set(section.id, "");
void lookForEver();
