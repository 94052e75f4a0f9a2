// The run or submission that was on show at the moment, with its output as soon as it had ended.
import { api } from "../kit/api";
import { byId } from "../kit/dom";
import type { RoomProblem } from "../room/types";
import { examplesFor, RunPanel } from "../workspace/examples";
import { GradingPanel } from "../workspace/grading";
import { showTab } from "../workspace/tabs";
import type { Execution } from "../workspace/types";
import { asTime } from "./format";
import type { Mark } from "./happened";

export class Outputs {
  private readonly ran: Mark[];
  private readonly known = new Map<string, Promise<Execution>>();
  private readonly run = new RunPanel({ solution: () => undefined, checks: () => undefined });
  private readonly grading = new GradingPanel(() => undefined);
  private shown = "";

  constructor(
    private readonly base: string,
    private readonly problems: RoomProblem[],
    marks: Mark[],
    private readonly start: number,
  ) {
    this.ran = marks.filter(({ group, item }) => group === "run" && item.execution);
    this.nothing();
  }

  show(time: number): void {
    const mark = this.ran.findLast(({ at }) => at - this.start <= time);
    const execution = mark?.item.execution;
    const ended = execution?.finished_at ? Date.parse(execution.finished_at) - this.start <= time : false;
    const key = execution ? `${execution.id}:${ended}` : "";
    if (key === this.shown) return;
    this.shown = key;
    if (!mark || !execution) return this.nothing();
    byId("output-title").textContent = `${mark.label} at ${asTime(mark.at - this.start)}${mark.item.author ? `, ${mark.item.author.name}` : ""}`;
    void this.fill(execution.id, ended, key);
  }

  private nothing(): void {
    byId("output-title").textContent = "Nothing had been run by this moment";
    this.run.turn(this.problems[0]?.examples ?? []);
    this.grading.turn();
  }

  private async fill(id: string, ended: boolean, key: string): Promise<void> {
    const execution = await this.fetch(id).catch(() => null);
    if (!execution || key !== this.shown) return;
    const problem = this.problems.find(({ position }) => position === (execution as Execution & { problem: number }).problem);
    const isRun = execution.kind === "run";
    showTab(isRun ? "examples" : "grading");
    if (isRun) this.run.turn(examplesFor(execution, problem?.examples ?? []));
    const panel = isRun ? this.run : this.grading;
    panel.begin(execution);
    if (!ended) return;
    execution.events.forEach((event) => panel.event(event));
    if (!isRun) this.grading.afterwards(execution.afterwards);
  }

  private fetch(id: string): Promise<Execution> {
    const known = this.known.get(id) ?? api.get<Execution>(`${this.base}/executions/${id}`);
    this.known.set(id, known);
    return known;
  }
}
