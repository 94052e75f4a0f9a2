// The results pane: which execution is on show, and how its stream is doing.
import { api } from "../kit/api";
import { announce, byId, icon } from "../kit/dom";
import { examplesFor, type RunPanel } from "./examples";
import type { GradingPanel } from "./grading";
import type { History } from "./history";
import { Stream } from "./stream";
import { showTab, showView, tellOf } from "./tabs";
import type { Event, Execution, Kind, Visible } from "./types";

/** Why a result is shown: the person asked for it, somebody just started it, or it was there already. */
export type Reason = "asked" | "news" | "kept";

interface Parts {
  /** Below which address the executions are: `/api`, or an interview's. */
  below: string;
  run: RunPanel;
  grading: GradingPanel;
  history: Pick<History, "mark" | "refresh">;
  /** The examples as they are after a twist: a run from before it was on others. */
  examples?: () => Visible[] | null;
  /** Told when an execution starts or ends: only one at a time. */
  busy: (kind: Kind | null) => void;
  /** Told which submission is shown to its end; null when another is begun. */
  graded?: (submission: string | null) => void;
}

export class Console {
  private stream: Stream | null = null;
  private shown: string | null = null;
  /** Counts what was turned to: an answer that comes after the next is of no use. */
  private turns = 0;

  constructor(private readonly parts: Parts) {}

  get execution(): string | null {
    return this.shown;
  }

  private address(id: string): string {
    return `${this.parts.below}/executions/${id}`;
  }

  async open(id: string, reason: Reason): Promise<void> {
    const turn = ++this.turns;
    const execution = await api.get<Execution>(this.address(id));
    if (turn === this.turns) this.show(execution, reason);
  }

  /** Nothing is on show, and nothing that was on its way comes to be. */
  clear(): void {
    this.turns += 1;
    this.stream?.stop();
    this.shown = null;
    this.parts.history.mark(null);
    this.parts.busy(null);
    this.status("", null);
    tellOf("results", "");
  }

  show(execution: Execution, reason: Reason): void {
    const { run, grading, history } = this.parts;
    const panel = execution.kind === "run" ? run : grading;
    this.turns += 1;
    this.stream?.stop();
    this.shown = execution.id;
    this.reveal(execution, reason);
    const examples = this.parts.examples?.();
    if (execution.kind === "run" && examples) run.turn(examplesFor(execution, examples));
    history.mark(execution.id);
    panel.begin(execution);
    if (execution.kind !== "run") this.parts.graded?.(null);
    const live = execution.status === "queued" || execution.status === "running";
    // Also when this one is over: of the one that was followed until now, nobody hears the end.
    this.parts.busy(live ? execution.kind : null);
    this.status(live ? "Queued" : "", live ? "waiting" : null);
    this.stream = new Stream(this.address(execution.id), {
      event: (event) => this.told(event, panel.event(event), live),
      waiting: (taken) => this.waits(taken, null),
      link: (state) => this.link(state),
      ended: () => this.ended(execution, live),
    });
    this.stream.start(execution);
    if (!live) this.parts.grading.afterwards(execution.afterwards);
  }

  private reveal({ id, kind }: Execution, reason: Reason): void {
    showTab(kind === "run" ? "examples" : "grading");
    // Where one pane fits, another's run must not take the code away from under somebody's hands.
    if (reason === "asked") showView("results");
    if (reason === "news") tellOf("results", "new");
    byId(kind === "run" ? "panel-examples" : "panel-grading").scrollTop = 0;
    const url = new URL(location.href);
    url.searchParams.set("execution", id);
    window.history.replaceState(null, "", url);
  }

  private told(event: Event, said: string, live: boolean): void {
    if (said && live) announce(said);
    if (event.type === "queued") this.waits(event.data.taken !== false || !live, event.data.position);
    else if (event.type === "started") this.status("Running", "running");
    else if (event.type === "retrying") this.status("Trying again", "running");
  }

  private waits(taken: boolean, position: number | null): void {
    const place = position === null ? "Queued" : position > 1 ? `Queued, ${position - 1} before yours` : "Queued, next";
    this.status(place, "waiting");
    const note = byId("stream-note");
    if (note.hidden && !taken) announce(note.textContent ?? "");
    note.hidden = taken;
  }

  private link(state: "connected" | "reconnecting"): void {
    if (state === "reconnecting") this.status("Reconnecting…", "offline");
    else if (byId("stream-status").textContent === "Reconnecting…") this.status("Running", "running");
  }

  private ended({ id, kind }: Execution, live: boolean): void {
    this.status("", null);
    if (kind !== "run") this.parts.graded?.(id);
    if (!live) return;
    this.parts.busy(null);
    const { shown } = this;
    if (shown) void api.get<Execution>(this.address(shown)).then((now) => shown === this.shown && this.parts.grading.afterwards(now.afterwards), () => undefined);
    void this.parts.history.refresh();
  }

  private status(text: string, look: string | null): void {
    const line = byId("stream-status");
    byId("stream-note").hidden = true;
    line.replaceChildren(text);
    if (!look) return;
    const picture = icon(look);
    picture.classList.toggle("spinner", look === "running");
    line.prepend(picture);
  }
}
