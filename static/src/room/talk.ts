// What was said and done, in order, for reading while one works: statements, answers, hints, messages, marks.
import { byId, cloneTemplate, fill, slot, textButton } from "../kit/dom";
import { once } from "../kit/once";
import { count } from "../kit/words";
import { into } from "./clock";
import { colourOf } from "./people";
import { saidLabel } from "./say";
import type { Store } from "./store";
import type { RoomEvent } from "./types";
import { closeForm, takeOut } from "./writing";

interface Line {
  label: string;
  text: string;
  /** Small and quiet: it happened, nobody said it. */
  quiet?: boolean;
}

const reasons: Record<string, string> = {
  finished: "The interview has ended.",
  cancelled: "The interview was cancelled.",
  time_over: "The time is over.",
  deadline_passed: "The deadline has passed.",
};

function quiet(text: string): Line {
  return { label: "", text, quiet: true };
}

/** Null for what is not worth a line. */
export function lineOf({ kind, data, problem }: Pick<RoomEvent, "kind" | "data" | "problem">, severalProblems: boolean): Line | null {
  const where = severalProblems && problem !== null ? ` of problem ${problem + 1}` : "";
  const text = data.text ?? "";
  switch (kind) {
    case "statement_made":
      return { label: `${saidLabel(data.said ?? "note")}${data.aloud ? ", said aloud" : ""}`, text };
    case "question_answered":
      return { label: "Answer", text };
    case "hint_released":
      return { label: `Hint ${(data.index ?? 0) + 1}${where}`, text };
    case "feedback_sent":
      return { label: "Feedback", text };
    case "twist_applied":
      return { label: `Requirements${where} changed`, text: data.title ?? "" };
    case "message_sent":
      return { label: "Message", text };
    case "focus_changed":
      return quiet(data.on ? "Focus mode began." : "Focus mode ended.");
    case "code_pasted":
      return quiet(`Pasted ${count(data.characters ?? 0, "character")}.`);
    case "window_left":
      return quiet("Went to another window.");
    case "window_returned":
      return quiet("Came back to this window.");
    case "interview_started":
      return quiet("The clock started.");
    case "clock_paused":
      return quiet("The clock was paused.");
    case "clock_resumed":
      return quiet("The clock runs again.");
    case "clock_extended":
      return quiet(`${count(data.minutes ?? 0, "minute")} more.`);
    case "interview_ended":
      return quiet(reasons[data.reason ?? ""] ?? "The interview has ended.");
    case "interview_reopened":
      return quiet("The interview was opened again.");
    case "run_requested":
      return quiet(`Started a run${where}.`);
    case "submission_requested":
      return quiet(`Submitted${where}.`);
    default:
      return null;
  }
}

export interface TalkTools {
  /** What one can do with an entry: buttons below it. */
  tools: (event: RoomEvent, item: HTMLElement) => HTMLElement[];
}

export class Talk {
  private readonly list = byId("talk");
  private readonly log = byId("talk-log");
  private readonly items = new Map<number, HTMLElement>();
  private readonly tools: TalkTools["tools"][] = [];
  /** The newest stays in view until somebody scrolls away from it. */
  private follows = true;

  constructor(private readonly store: Store) {
    store.onEvent((event) => this.add(event));
    this.log.addEventListener("scroll", () => {
      this.follows = this.atEnd();
    });
    new ResizeObserver(() => this.follow()).observe(this.log);
  }

  /** Staff have more to do with an entry than the candidate; called before anything is shown. */
  with(tools: TalkTools["tools"]): void {
    this.tools.push(tools);
  }

  item(cursor: number): HTMLElement | undefined {
    return this.items.get(cursor);
  }

  private add(event: RoomEvent): void {
    if (event.kind === "explanation_added") return this.append(event.data.event, "Explanation", event.data.text);
    if (event.kind === "statement_linked") return this.linked(event);
    const line = lineOf(event, this.store.view.problems.length > 1);
    if (!line) return;
    const item = this.row(event, line);
    this.items.set(event.cursor, item);
    this.list.append(item);
    byId("talk-empty").hidden = true;
    if (event.kind === "question_answered") this.answered(event, item);
    this.follow();
  }

  private row(event: RoomEvent, line: Line): HTMLElement {
    const item = cloneTemplate("talk-template");
    const { author, at } = event;
    const mine = author?.id === this.store.view.me.id;
    item.dataset["kind"] = line.quiet ? "quiet" : event.kind;
    item.dataset["cursor"] = String(event.cursor);
    if (author) item.style.setProperty("--person", `var(--person-${colourOf(author.id)})`);
    slot(item, "who").textContent = author ? (mine ? "You" : author.name) : "";
    fill(item, "label", line.label);
    slot(item, "text").textContent = line.text;
    const time = slot(item, "time") as HTMLTimeElement;
    time.textContent = into(this.store, at);
    time.dateTime = at;
    time.title = new Date(at).toLocaleString();
    slot(item, "tools").append(...this.tools.flatMap((tools) => tools(event, item)));
    return item;
  }

  // An answer stands where it was given; the question says that it has one.
  private answered(event: RoomEvent, item: HTMLElement): void {
    const { statement } = event.data;
    const question = statement ? this.items.get(statement) : undefined;
    if (!question) return;
    question.dataset["answered"] = "";
    const asked = slot(question, "text").textContent ?? "";
    fill(item, "about", `To: ${asked.length > 90 ? `${asked.slice(0, 90)}…` : asked}`);
  }

  private linked({ data, problem }: RoomEvent): void {
    const policy = this.store.view.problems[problem ?? 0]?.policies?.find(({ id }) => id === data.policy);
    const option = data.option ? policy?.options[data.option] : undefined;
    this.append(data.statement ?? undefined, "About a decision", [data.policy?.replaceAll("_", " "), option].filter(Boolean).join(": "));
  }

  private append(cursor: number | undefined, label: string, text: string | undefined): void {
    const item = cursor === undefined ? undefined : this.items.get(cursor);
    if (!item || !text) return;
    const row = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = `${label}: `;
    row.className = "talk__added";
    row.append(strong, text);
    slot(item, "added").append(row);
  }

  private atEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  private follow(): void {
    if (this.follows) this.log.scrollTop = this.log.scrollHeight;
  }
}

/** A candidate's own marks can be explained, in their own words, where they stand. */
export function explaining(store: Store): TalkTools["tools"] {
  const explainable = new Set(["code_pasted", "window_left", "window_returned", "statement_made", "run_requested", "submission_requested"]);
  return (event, item) => {
    if (!store.may("explain") || !explainable.has(event.kind) || event.author?.id !== store.view.me.id) return [];
    return [textButton("Explain", ({ currentTarget }) => explain(store, event, item, currentTarget as HTMLButtonElement))];
  };
}

function explain(store: Store, event: RoomEvent, item: HTMLElement, button: HTMLButtonElement): void {
  const form = cloneTemplate("explain-template") as HTMLFormElement;
  const close = () => {
    button.hidden = false;
    closeForm(form, button);
  };
  slot(form, "cancel").addEventListener("click", close);
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    void attach(store, event, form, close);
  });
  button.hidden = true;
  item.append(form);
  slot(form, "text").focus();
}

async function attach(store: Store, { cursor }: RoomEvent, form: HTMLFormElement, close: () => void): Promise<void> {
  const field = slot(form, "text") as HTMLTextAreaElement;
  const written = field.value;
  try {
    if (!(await once(form, () => store.post("explanations", { event: cursor, text: written.trim() })))) return;
  } catch (error) {
    return fill(form, "error", error instanceof Error ? error.message : String(error));
  }
  fill(form, "error", "");
  if (takeOut(field, written)) close();
  void store.catchUp(true);
}
