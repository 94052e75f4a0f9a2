// Run and Submit in a room: everybody sees what was started, whoever started it, and the console follows the newest.
import { api, Refused } from "../kit/api";
import { announce, byId } from "../kit/dom";
import { Console, type Reason } from "../workspace/console";
import { RunPanel } from "../workspace/examples";
import { changedSince, GradingPanel } from "../workspace/grading";
import { History } from "../workspace/history";
import { notify, withdraw } from "../workspace/notices";
import type { Jump } from "../workspace/states";
import type { Execution, Kind, Summary } from "../workspace/types";
import type { Store } from "./store";
import type { RoomExecution, RoomProblem, Visible } from "./types";

interface Started extends Summary {
  problem: number;
}

const paths: Record<Kind, string> = { run: "runs", submission: "submissions" };
const buttons: Record<Kind, string> = { run: "run", submission: "submit" };
const underWay: Record<Kind, string> = { run: "A run is still going on.", submission: "A submission is still being graded." };

export class Runs {
  private readonly console: Console;
  private readonly history: History;
  private readonly run: RunPanel;
  private readonly grading: GradingPanel;
  private busyWith: Kind | null = null;
  private position = 0;
  /** The change of requirements that is in force. */
  private change: string | null = null;
  private examples: Visible[] = [];
  private all: Started[] = [];

  constructor(
    private readonly store: Store,
    jump: { solution: Jump; checks: Jump },
    /** Resolves when all that was typed is on the server; rejects when it cannot be. */
    private readonly settled: () => Promise<void>,
    restore: (execution: RoomExecution, name: string) => void,
  ) {
    const { base } = store;
    this.run = new RunPanel(jump);
    this.grading = new GradingPanel(jump.solution, (before) => (before === this.change ? "" : changedSince));
    this.history = new History({ page: (id) => `${location.pathname}?problem=${this.position + 1}&execution=${id}`, list: `${base}/executions` }, !store.may("write"), {
      open: (id) => void this.open(id, "asked"),
      restore: (id, name) => void api.get<RoomExecution>(`${base}/executions/${id}`).then((execution) => restore(execution, name), failed),
    });
    this.console = new Console({
      below: base,
      run: this.run,
      grading: this.grading,
      // Of the problem on show alone.
      history: { mark: (id) => this.history.mark(id), refresh: () => this.refresh() },
      examples: () => this.examples,
      busy: (kind) => this.busy(kind),
    });
    for (const kind of ["run", "submission"] as const) byId(buttons[kind]).addEventListener("click", () => void this.start(kind));
    store.onEvent((event, live) => {
      if (live && /^(run_requested|submission_requested|execution_)/.test(event.kind)) void this.follow(event.data.execution_id, event.kind);
    });
  }

  get execution(): string | null {
    return this.console.execution;
  }

  async turn(problem: RoomProblem): Promise<void> {
    this.console.clear();
    this.position = problem.position;
    this.change = problem.twist?.title ?? null;
    this.examples = problem.examples;
    this.run.turn(problem.examples);
    this.grading.turn();
    await this.refresh();
    // Meanwhile somebody may have turned on, or started one.
    if (problem.position !== this.position || this.execution) return;
    const all = this.ofProblem();
    const wanted = new URL(location.href).searchParams.get("execution");
    const first = all.find(({ id }) => id === wanted) ?? all[0];
    if (first) await this.open(first.id, "kept");
  }

  async start(kind: Kind): Promise<void> {
    if (byId(buttons[kind]).hidden) return;
    if (this.busyWith) return announce(underWay[this.busyWith]);
    this.busy(kind);
    withdraw("action");
    const { position } = this;
    try {
      await this.settled();
      const execution = await this.store.post<Execution>(`problems/${position}/${paths[kind]}`, {});
      announce(kind === "run" ? "Run started." : "Submitted for grading.");
      if (position === this.position) this.console.show(execution, "asked");
      await this.refresh();
    } catch (error) {
      if (position === this.position) await this.refused(error as Error);
      failed(error as Error);
    }
  }

  private async refused(error: Error): Promise<void> {
    this.busy(null);
    if (error instanceof Refused && error.slug === "already-running") await this.open(String(error.body["execution_id"]), "asked");
  }

  private busy(kind: Kind | null): void {
    this.busyWith = kind;
    for (const id of Object.values(buttons)) byId(id).setAttribute("aria-disabled", String(kind !== null));
  }

  private async follow(id: string | undefined, kind: string): Promise<void> {
    await this.refresh();
    const found = this.all.find((each) => each.id === id);
    if (!found || !kind.endsWith("_requested") || found.id === this.execution) return;
    // Of several that were started while nobody listened here, the answers would race each other.
    if (this.ofProblem()[0] === found) await this.open(found.id, "news");
  }

  private ofProblem(): Started[] {
    return this.all.filter(({ problem }) => (problem ?? this.position) === this.position);
  }

  private async refresh(): Promise<void> {
    try {
      this.all = await api.get<Started[]>(`${this.store.base}/executions`);
      this.history.show(this.ofProblem());
    } catch {
      // The list stays as it was.
    }
  }

  private async open(id: string, reason: Reason): Promise<void> {
    try {
      await this.console.open(id, reason);
    } catch (error) {
      failed(error as Error);
    }
  }
}

function failed(error: Error): void {
  notify("action", { text: error.message });
}
