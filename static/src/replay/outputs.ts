// The run or submission that was on show at the moment, with its output as soon as it had ended.
import { api } from "../kit/api";
import { byId, textButton } from "../kit/dom";
import type { RoomProblem } from "../room/types";
import { examplesFor, RunPanel } from "../workspace/examples";
import { GradingPanel } from "../workspace/grading";
import { showTab } from "../workspace/tabs";
import type { Execution } from "../workspace/types";
import { asTime } from "./format";
import type { Mark } from "./happened";

export class Outputs {
  private readonly ran: Mark[];
  private readonly known = new Map<string, Execution>();
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
    const title = `${mark.label} at ${asTime(mark.at - this.start)}${mark.item.author ? `, ${mark.item.author.name}` : ""}`;
    void this.load(execution.id, ended, key, title);
  }

  private nothing(title = "Nothing had been run by this moment"): void {
    byId("output-title").textContent = title;
    this.run.turn(this.problems[0]?.examples ?? []);
    this.grading.turn();
  }

  // What is not there yet must not have the result of another under its title.
  private async load(id: string, ended: boolean, key: string, title: string): Promise<void> {
    if (!this.known.has(id)) {
      this.nothing(`${title}: loading…`);
      const found = await api.get<Execution>(`${this.base}/executions/${id}`).catch(() => null);
      if (found) this.known.set(id, found);
    }
    if (key !== this.shown) return;
    const execution = this.known.get(id);
    if (execution) return this.fill(execution, ended, title);
    this.nothing(`${title}: could not be loaded. `);
    byId("output-title").append(textButton("Try again", () => void this.load(id, ended, key, title)));
  }

  private fill(execution: Execution, ended: boolean, title: string): void {
    byId("output-title").textContent = title;
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
}
