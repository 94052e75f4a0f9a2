// What is wrong with the draft, as the server finds it after each save: a list, a mark at each file, underlines.
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import { api } from "../kit/api";
import { announce, byId, cloneTemplate, icon, slot } from "../kit/dom";
import { count } from "../kit/words";
import type { Fault } from "./types";

const pause = 250;
const busy = 3_000;

export class Faults {
  private found: Fault[] = [];
  private timer: number | undefined;
  private asking = false;
  private again = false;

  constructor(
    private readonly url: string,
    private readonly hooks: { open: (path: string, line: number | null) => void; changed: () => void },
  ) {}

  /** The draft was saved: looks at it anew, once for several saves in a row. */
  lookSoon(after = pause): void {
    this.timer ??= window.setTimeout(() => void this.look(), after);
  }

  of(path: string): Fault[] {
    return this.found.filter((fault) => fault.path === path);
  }

  /** As underlines of whole lines, what they hold. */
  underlines(path: string, doc: Text): Diagnostic[] {
    return this.of(path).map(({ line, message, remedy }) => {
      const at = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
      const from = at.from + (/^\s*/.exec(at.text)?.[0].length ?? 0);
      return { from: Math.min(from, at.to), to: at.to, severity: "error", message: `${message}. ${remedy}` };
    });
  }

  private async look(): Promise<void> {
    this.timer = undefined;
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    try {
      const answer = await api.get<{ revision: number; faults: Fault[] }>(this.url);
      this.show(answer.faults);
    } catch {
      this.lookSoon(busy); // the list on show stays; nothing is claimed meanwhile
    } finally {
      this.asking = false;
      if (this.again) this.lookSoon();
      this.again = false;
    }
  }

  private show(faults: Fault[]): void {
    const before = this.found.length;
    this.found = faults;
    byId("faults").replaceChildren(...faults.map((fault) => this.row(fault)));
    const none = byId("faults-none");
    none.hidden = faults.length > 0;
    none.textContent = "No fault that can be known without running anything.";
    byId("fault-count").textContent = faults.length > 0 ? `(${faults.length})` : "";
    for (const link of document.querySelectorAll<HTMLElement>("[data-path]")) this.mark(link);
    if (before !== faults.length) announce(faults.length > 0 ? `${count(faults.length, "fault")} in the package.` : "No fault in the package.");
    this.hooks.changed();
  }

  private row(fault: Fault): HTMLElement {
    const row = cloneTemplate("fault-template");
    slot(row, "where").textContent = [fault.path || "The package", fault.line].filter((part) => part !== null).join(":");
    slot(row, "message").textContent = `${fault.message}.`;
    slot(row, "remedy").textContent = fault.remedy;
    const button = row.querySelector("button")!;
    button.disabled = !fault.path;
    button.addEventListener("click", () => this.hooks.open(fault.path, fault.line));
    return row;
  }

  private mark(link: HTMLElement): void {
    const faults = this.of(link.dataset["path"] ?? "").length;
    const mark = slot(link, "mark");
    mark.replaceChildren();
    if (faults === 0) return;
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.textContent = count(faults, "fault");
    mark.append(icon("loud"), told);
  }
}
