// A counterexample on request: one check of a practice submission is run again and its input made small.
import { api } from "../kit/api";
import { announce, textButton } from "../kit/dom";
import { Stream } from "./stream";
import type { Counterexample, Event, Execution } from "./types";

const ours = "This could not be found because of a fault on our side. Try once more in a moment.";

export class CounterexampleBox {
  private stream: Stream | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly submission: string,
    private readonly check: string,
  ) {
    this.offer();
  }

  private offer(): void {
    this.box.hidden = false;
    this.box.replaceChildren(textButton("Show a counterexample", () => void this.ask()));
  }

  private async ask(): Promise<void> {
    this.say("Looking for a small input that shows it…");
    try {
      const rerun = await api.post<Execution>(`/api/executions/${this.submission}/counterexamples`, { check: this.check });
      this.follow(rerun);
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error));
    }
  }

  private follow(rerun: Execution): void {
    let found: Counterexample | null = null;
    let broke = false;
    const event = (event: Event) => {
      if (event.type === "counterexample") found = event.data;
      if (event.type === "platform_error") broke = true;
    };
    const ended = () => (broke ? this.failed(ours) : this.show(found));
    this.stream = new Stream(`/api/executions/${rerun.id}`, { event, link: () => undefined, ended });
    this.stream.start(rerun);
  }

  private show(found: Counterexample | null): void {
    const parts = found?.parts ?? [];
    if (parts.length === 0) return this.say("There is no single input to show for this check. Its property and hint say what was looked at.");
    const list = document.createElement("dl");
    list.className = "values";
    for (const { name, text } of parts) {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      const pre = document.createElement("pre");
      term.textContent = name;
      pre.textContent = text;
      pre.tabIndex = 0;
      value.append(pre);
      row.append(term, value);
      list.append(row);
    }
    this.box.replaceChildren(list);
    announce("A counterexample is shown below the check.");
  }

  private failed(text: string): void {
    this.say(text);
    this.box.append(" ", textButton("Try again", () => void this.ask()));
  }

  private say(text: string): void {
    const line = document.createElement("p");
    line.textContent = text;
    this.box.replaceChildren(line);
    announce(text);
  }
}
