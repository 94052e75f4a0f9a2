// Every run and submission of this attempt, newest first, each with an address of its own.
import { api } from "../kit/api";
import { byId, cloneTemplate, slot } from "../kit/dom";
import { moment } from "../kit/words";
import { setState, type Look } from "./states";
import type { Summary } from "./types";

const kinds = { run: "Run", submission: "Submission" };

function lookOf({ status, verdict, passed, total }: Summary): [Look, string] {
  if (status === "queued") return ["waiting", "Queued"];
  if (status === "running") return ["running", "Running"];
  if (status === "platform_error") return ["ours", "Our fault"];
  if (verdict === "accepted") return ["passed", "Accepted"];
  if (verdict === "rejected") return ["silent", "Not accepted"];
  return passed !== undefined && passed !== total ? ["loud", "Ran"] : ["passed", "Ran"];
}

function resultOf({ kind, passed, total }: Summary): string {
  if (typeof passed !== "number" || typeof total !== "number") return "";
  return `${kind === "run" ? "Visible" : "Required"} checks passed: ${passed} of ${total}`;
}

export class History {
  private summaries: Summary[] = [];
  private current: string | null = null;

  constructor(
    /** `page` gives where an execution can be looked at, `list` is the address of all of them. */
    private readonly at: { page: (id: string) => string; list: string },
    private readonly readonly: boolean,
    private readonly act: { open: (id: string) => void; restore: (id: string, name: string) => void },
  ) {}

  show(summaries: Summary[]): void {
    this.summaries = summaries;
    byId("history-empty").hidden = summaries.length > 0;
    byId("history").replaceChildren(...summaries.map((summary, index) => this.row(summary, this.name(index))));
    this.mark(this.current);
  }

  async refresh(): Promise<void> {
    try {
      this.show(await api.get<Summary[]>(this.at.list));
    } catch {
      // The list stays as it was; the result itself is on screen.
    }
  }

  find(id: string): Summary | undefined {
    return this.summaries.find((summary) => summary.id === id);
  }

  latest(): Summary | undefined {
    return this.summaries[0];
  }

  mark(id: string | null): void {
    this.current = id;
    for (const row of byId("history").querySelectorAll<HTMLElement>(".row")) {
      row.setAttribute("aria-current", String(row.dataset["id"] === id));
    }
  }

  /** "Submission 3": counted per kind, the oldest is 1. */
  private name(index: number): string {
    const { kind } = this.summaries[index] as Summary;
    const number = this.summaries.slice(index).filter((summary) => summary.kind === kind).length;
    return `${kinds[kind]} ${number}`;
  }

  private row(summary: Summary, name: string): HTMLElement {
    const row = cloneTemplate("history-template");
    row.dataset["id"] = summary.id;
    setState(row, ...lookOf(summary));
    const link = slot(row, "link") as HTMLAnchorElement;
    link.textContent = name;
    link.href = this.at.page(summary.id);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.act.open(summary.id);
    });
    slot(row, "text").textContent = [moment(summary.created_at), resultOf(summary)].filter(Boolean).join(" · ");
    slot(row, "restore").hidden = this.readonly;
    slot(row, "restore").addEventListener("click", () => this.act.restore(summary.id, name));
    return row;
  }
}
