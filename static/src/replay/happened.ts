// What happened beside the typing, as marks on the time line and as a list to jump from.
import { api } from "../kit/api";
import { lineOf } from "../room/talk";
import type { EventData, Note, Person } from "../room/types";
import type { Summary } from "../workspace/types";

export interface Item {
  cursor: number | null;
  at: string;
  kind: string;
  version: number;
  author: Person | null;
  problem: number | null;
  data: EventData;
  execution: (Summary & { problem: number }) | null;
  note: Note | null;
}

interface Page {
  items: Item[];
  next: string;
  more: boolean;
}

export type Group = "said" | "help" | "run" | "note" | "mark";

export interface Mark {
  item: Item;
  at: number;
  group: Group;
  label: string;
  text: string;
  /** A note's Markdown as the server has made it HTML, sanitised. */
  html?: string;
}

const groups: Record<string, Group> = {
  statement_made: "said",
  message_sent: "said",
  question_answered: "help",
  hint_released: "help",
  feedback_sent: "help",
  twist_applied: "help",
  run_requested: "run",
  submission_requested: "run",
  note_written: "note",
};

function resultOf({ kind, verdict, passed, total }: Summary): string {
  if (verdict === "accepted") return "Accepted";
  if (verdict === "rejected") return `Not accepted: required checks passed, ${passed ?? 0} of ${total ?? 0}`;
  return typeof passed === "number" ? `Visible checks passed: ${passed} of ${total ?? 0}` : kind === "run" ? "Run" : "Submission";
}

function markOf(item: Item, several: boolean): Mark | null {
  const group = groups[item.kind] ?? "mark";
  const base = { item, group, at: Date.parse(item.note?.anchor_at ?? item.at) };
  if (item.note && item.kind === "note_written") return { ...base, label: "Private note", text: "", html: item.note.text_html };
  if (item.execution && group === "run") return { ...base, label: item.execution.kind === "run" ? "Run" : "Submission", text: resultOf(item.execution) };
  const line = lineOf(item, several);
  return line && { ...base, label: line.label, text: line.text };
}

export async function fetchMarks(base: string, several: boolean): Promise<Mark[]> {
  const marks: Mark[] = [];
  for (let after = "", more = true; more; ) {
    const page: Page = await api.get<Page>(`${base}/timeline?limit=500&after=${after}`);
    marks.push(...page.items.flatMap((item) => (item.kind === "edited" ? [] : (markOf(item, several) ?? []))));
    ({ next: after, more } = page);
  }
  return marks.toSorted((one, other) => one.at - other.at);
}
