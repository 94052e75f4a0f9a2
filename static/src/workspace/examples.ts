// The run: visible examples and the candidate's own checks.
import { byId, cloneTemplate, fill, slot } from "../kit/dom";
import { showLoadError } from "./load-error";
import { setState, withLine, type Jump } from "./states";
import type { CodeError, Event, ExampleDone, Execution, OwnCheckDone, Usage, Visible } from "./types";

const exampleLooks = { passed: ["passed", "Passed"], failed: ["silent", "Differs"], error: ["loud", "Error"] } as const;
const ownLooks = { passed: ["passed", "Passed"], failed: ["silent", "Failed"], error: ["loud", "Error"] } as const;

// While it runs the list is an overview; what went wrong unfolds.
function unfold(example: HTMLElement, open: boolean): void {
  example.querySelector("details")?.toggleAttribute("open", open);
}

function sentence(error: CodeError): string {
  return [error.kind, error.message].filter(Boolean).join(": ");
}

function used(usage: Usage): string {
  return `${usage.cpu_ms.toFixed(0)} ms of processor time, ${usage.wall_ms.toFixed(0)} ms in all, up to ${usage.peak_mb.toFixed(0)} MB of memory`;
}

/**
 * The examples to list before an execution is shown: what one that ended was run on, it says itself, as the examples may
 * have changed since.
 */
export function examplesFor<T>(execution: Execution, now: T[]): T[] {
  const told = execution.finished_at !== null && execution.events.some(({ type }) => type === "example_done");
  return told ? [] : now;
}

export class RunPanel {
  private readonly list = byId("examples");
  private readonly summary = byId("run-summary");
  private passed = 0;
  private own = { passed: 0, total: 0 };
  private loaded = true;

  constructor(private readonly jump: { solution: Jump; checks: Jump }) {}

  /** Turn to another problem: its visible examples, not run yet. */
  turn(visible: Visible[]): void {
    this.begin();
    this.list.replaceChildren();
    for (const { name, input, expected, note } of visible) {
      const example = this.find(name);
      slot(example, "input").textContent = input;
      slot(example, "expected").textContent = expected;
      fill(example, "note", note);
      setState(example, "waiting", "Not run");
      unfold(example, true);
    }
    this.say("idle", "Visible examples", "Run calls your code with these and runs your own checks. It is not graded.");
  }

  begin(): void {
    this.passed = 0;
    this.own = { passed: 0, total: 0 };
    this.loaded = true;
    this.examples().forEach((example) => this.clear(example));
    showLoadError("run-load", null, this.jump.solution);
    byId("own-checks").hidden = true;
    slot(byId("own-checks"), "rows").replaceChildren();
    byId("run-output").hidden = true;
    this.say("running", "Running…", "Your code is called with the visible examples.");
  }

  /** What a person should hear when it is over; empty while it is not. */
  event(event: Event): string {
    if (event.type === "compiled" && !event.data.ok) this.notLoaded(event.data.error);
    if (event.type === "example_done") this.example(event.data);
    if (event.type === "own_check_done") this.ownCheck(event.data);
    if (event.type === "output") this.output(event.data.text, event.data.truncated);
    if (event.type === "platform_error") return this.ours("Trying again did not help; please run it once more in a while.");
    if (event.type === "retrying") {
      this.begin();
      return this.ours("We are trying again by ourselves.");
    }
    return event.type === "finished" ? this.finish() : "";
  }

  private examples(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(".example")];
  }

  private clear(example: HTMLElement): void {
    setState(example, "waiting", "Waiting");
    unfold(example, false);
    for (const name of ["got-row", "difference-row", "error-row", "output-row", "usage-row"]) slot(example, name).hidden = true;
  }

  private find(name: string): HTMLElement {
    const known = this.examples().find((example) => example.dataset["name"] === name);
    if (known) return known;
    const added = cloneTemplate("example-template");
    added.dataset["name"] = name;
    slot(added, "name").textContent = name;
    this.list.append(added);
    return added;
  }

  private example(done: ExampleDone): void {
    const example = this.find(done.name);
    const [look, label] = exampleLooks[done.state];
    setState(example, look, label);
    slot(example, "input").textContent = done.input;
    slot(example, "expected").textContent = done.expected;
    slot(example, "got").dataset["state"] = done.state;
    this.value(example, "got", done.got);
    this.value(example, "output", done.truncated ? `${done.output}\n… (cut here)` : done.output);
    slot(example, "error-row").hidden = !done.error;
    if (done.error) withLine(slot(example, "error"), sentence(done.error), done.error.line, this.jump.solution);
    this.value(example, "difference", done.note);
    this.value(example, "usage", done.usage && used(done.usage));
    if (done.state === "passed") this.passed += 1;
    else unfold(example, true);
  }

  private value(example: HTMLElement, name: string, text: string | null): void {
    slot(example, `${name}-row`).hidden = !text;
    slot(example, name).textContent = text ?? "";
  }

  private ownCheck(done: OwnCheckDone): void {
    byId("own-checks").hidden = false;
    const row = cloneTemplate("own-check-template");
    const [look, label] = ownLooks[done.state];
    setState(row, look, label);
    slot(row, "name").textContent = done.name === "module" ? "Statements outside functions" : done.name;
    fill(row, "message", done.message);
    withLine(slot(row, "line"), "", done.line, this.jump.checks);
    fill(row, "output", done.output);
    slot(byId("own-checks"), "rows").append(row);
    this.own.total += 1;
    if (done.state === "passed") this.own.passed += 1;
  }

  private output(text: string, truncated: boolean): void {
    byId("run-output").hidden = !text;
    slot(byId("run-output"), "text").textContent = truncated ? `${text}\n… (cut here)` : text;
  }

  private notLoaded(error: CodeError | null): void {
    this.loaded = false;
    showLoadError("run-load", error, this.jump.solution);
    this.examples().forEach((example) => setState(example, "skipped", "Not reached"));
  }

  private finish(): string {
    const total = this.examples().length;
    const all = this.loaded && this.passed === total && this.own.passed === this.own.total;
    const own = this.own.total > 0 ? `Own checks passed: ${this.own.passed} of ${this.own.total}. ` : "";
    const visible = `Visible checks passed: ${this.passed} of ${total}`;
    this.say(all ? "passed" : "seen", visible, `${own}A run is not graded.`);
    return `${visible}. ${own}`;
  }

  private ours(next: string): string {
    this.say("ours", "This was our fault", `The run broke on our side. It says nothing about your code. ${next}`);
    return "The run broke on our side.";
  }

  private say(state: string, title: string, text: string): void {
    this.summary.dataset["state"] = state;
    slot(this.summary, "title").textContent = title;
    slot(this.summary, "text").textContent = text;
  }
}
