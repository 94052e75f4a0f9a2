// Run and Submit in a room: everybody sees what was started, whoever started it, and the console follows the newest.
import { api, Refused } from "../kit/api";
import { announce, byId } from "../kit/dom";
import { Console } from "../workspace/console";
import { examplesFor, RunPanel } from "../workspace/examples";
import { changedSince, GradingPanel } from "../workspace/grading";
import { History } from "../workspace/history";
import { notify, withdraw } from "../workspace/notices";
import type { Jump } from "../workspace/states";
import type { Execution, Kind, Summary } from "../workspace/types";
import type { Store } from "./store";
import type { RoomProblem, Visible } from "./types";

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
    restore: (execution: Execution, name: string) => void,
  ) {
    const { base } = store;
    this.run = new RunPanel(jump);
    this.grading = new GradingPanel(jump.solution, (before) => (before === this.change ? "" : changedSince));
    this.history = new History({ page: location.pathname, list: `${base}/executions` }, !store.may("write"), {
      open: (id) => void this.open(id),
      restore: (id, name) => void api.get<Execution>(`${base}/executions/${id}`).then((execution) => restore(execution, name), failed),
    });
    this.console = new Console({ below: base, run: this.run, grading: this.grading, history: this.history, busy: (kind) => this.busy(kind) });
    for (const kind of ["run", "submission"] as const) byId(buttons[kind]).addEventListener("click", () => void this.start(kind));
    store.onEvent((event, live) => {
      if (live && /^(run_requested|submission_requested|execution_)/.test(event.kind)) void this.follow(event.data.execution_id, event.kind);
    });
  }

  get execution(): string | null {
    return this.console.execution;
  }

  async turn(problem: RoomProblem): Promise<void> {
    this.position = problem.position;
    this.change = problem.twist?.title ?? null;
    this.examples = problem.examples;
    this.run.turn(problem.examples);
    this.grading.turn();
    await this.refresh();
    const [latest] = this.ofProblem();
    if (latest) await this.open(latest.id);
  }

  async start(kind: Kind): Promise<void> {
    if (byId(buttons[kind]).hidden) return;
    if (this.busyWith) return announce(underWay[this.busyWith]);
    this.busy(kind);
    withdraw("action");
    try {
      await this.settled();
      const execution = await this.store.post<Execution>(`problems/${this.position}/${paths[kind]}`, {});
      announce(kind === "run" ? "Run started." : "Submitted for grading.");
      if (kind === "run") this.run.turn(this.examples);
      this.console.show(execution);
      await this.refresh();
    } catch (error) {
      this.busy(null);
      if (error instanceof Refused && error.slug === "already-running") await this.open(String(error.body["execution_id"]));
      failed(error as Error);
    }
  }

  private busy(kind: Kind | null): void {
    this.busyWith = kind;
    for (const id of Object.values(buttons)) byId(id).setAttribute("aria-disabled", String(kind !== null));
  }

  private async follow(id: string | undefined, kind: string): Promise<void> {
    await this.refresh();
    const found = this.all.find((each) => each.id === id);
    if (!found || !kind.endsWith("_requested") || found.id === this.execution) return;
    if (found.problem === this.position) await this.open(found.id);
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

  private async open(id: string): Promise<void> {
    try {
      const execution = await api.get<Execution>(`${this.store.base}/executions/${id}`);
      if (execution.kind === "run") this.run.turn(examplesFor(execution, this.examples));
      this.console.show(execution);
    } catch (error) {
      failed(error as Error);
    }
  }
}

function failed(error: Error): void {
  notify("action", { text: error.message });
}
