// The check bench: an editor over the text field, and runs that leave the page and what is typed on it where they are.
import { begin, ended, isGoing, untilAnswered } from "./bench/runs";
import { api } from "./kit/api";
import { announce, byId } from "./kit/dom";
import { BackupStore } from "./kit/backup";

interface Kept { revision: number; checks: string }

const form = document.querySelector<HTMLFormElement>("form[data-bench]");
const area = document.querySelector<HTMLTextAreaElement>("#checks");

function say(text: string): void {
  const fault = byId("checks-fault");
  fault.hidden = !text;
  fault.textContent = text;
}

function failed(error: unknown): void {
  say(error instanceof Error ? error.message : String(error));
}

/** Takes the results of the page as the server has it now into this one. */
async function refresh(address: string): Promise<HTMLElement> {
  const page = new DOMParser().parseFromString(await api.html(address), "text/html");
  const part = document.getElementById("after") ? "after" : "results";
  const fresh = page.getElementById(part);
  if (!fresh) throw new Error("The results cannot be read.");
  byId(part).replaceWith(fresh);
  return byId("results");
}

/** Waits until a run is over and takes in what it found. */
async function follow(id: string, address: string): Promise<HTMLElement> {
  await ended(id, say);
  return untilAnswered(() => refresh(address), say);
}

function tell(results: HTMLElement): void {
  announce([...results.querySelectorAll(".bench__score dd, .message")].map((each) => each.textContent?.trim()).join(". "));
  results.focus({ preventScroll: true });
  results.scrollIntoView({ block: "start" });
}

async function send(form: HTMLFormElement, text: () => string, store: BackupStore<Kept>): Promise<void> {
  const here = new URL(form.action);
  const tutorial = here.pathname === "/bench/tutorial";
  const sent = text();
  const { id, instead } = await begin(tutorial ? "/api/bench/tutorial/runs" : `/api${here.pathname}/runs`, sent);
  if (instead === null && text() === sent) store.clear(); // what was typed since is nowhere else
  if (instead !== null) say(instead);
  if (tutorial) here.searchParams.set("typed", "1");
  const results = await untilAnswered(() => refresh(here.href), say);
  tell(isGoing(results.dataset["status"]) || instead !== null ? await follow(id, here.href) : results);
  if (instead !== null) say(instead); // which another word may have taken the place of
}

function wire(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const store = new BackupStore<Kept>(form.dataset["keep"] ?? "bench", ["checks"]);
  const button = byId<HTMLButtonElement>("run");
  let text = () => area.value;
  const typed = () => store.write({ revision: 0, checks: text() });
  area.addEventListener("input", typed);

  const run = async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    say("");
    try {
      await send(form, text, store);
    } catch (error) {
      failed(error);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void run();
    }
  }, { capture: true });

  void (async () => {
    const left = await store.takeOver();
    if (left && left.checks !== area.value) area.value = left.checks;
    const { over } = await import("./bench/editor");
    text = over(byId("editor"), area, typed);
  })();
}

if (form && area) wire(form, area);
const results = document.getElementById("results");
if (results && isGoing(results.dataset["status"])) {
  void follow(results.dataset["run"] ?? "", location.href).then(tell).catch(failed);
}
