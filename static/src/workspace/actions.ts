// Run and Submit: save first, then ask the server, then watch. One at a time.
import { api, Refused } from "../kit/api";
import { announce, byId } from "../kit/dom";
import type { Console } from "./console";
import type { DraftKeeper } from "./draft";
import type { History } from "./history";
import { notify, withdraw } from "./notices";
import type { Execution, Kind } from "./types";

const paths: Record<Kind, string> = { run: "runs", submission: "submissions" };
const buttons: Record<Kind, string> = { run: "run", submission: "submit" };
const underWay: Record<Kind, string> = { run: "A run is still going on.", submission: "A submission is still being graded." };

export class Actions {
  private busyWith: Kind | null = null;

  constructor(
    private readonly attempt: string,
    private readonly parts: { draft: DraftKeeper; console: Console; history: History },
  ) {
    byId("run").addEventListener("click", () => void this.start("run"));
    byId("submit").addEventListener("click", () => void this.start("submission"));
  }

  busy(kind: Kind | null): void {
    this.busyWith = kind;
    for (const id of Object.values(buttons)) byId(id).setAttribute("aria-disabled", String(kind !== null));
  }

  async start(kind: Kind): Promise<void> {
    if (this.busyWith) return announce(underWay[this.busyWith]);
    this.busy(kind);
    withdraw("action");
    try {
      await this.ask(kind);
    } catch (error) {
      this.busy(null);
      await this.refused(error as Error);
    }
  }

  private async ask(kind: Kind): Promise<void> {
    const { draft, console, history } = this.parts;
    const revision = await draft.settled();
    const execution = await api.post<Execution>(`/api/attempts/${this.attempt}/${paths[kind]}`, { revision });
    announce(kind === "run" ? "Run started." : "Submitted for grading.");
    console.show({ ...execution, events: execution.events ?? [] }, "asked");
    await history.refresh();
  }

  private async refused(error: Error): Promise<void> {
    if (error instanceof Refused && error.slug === "already-running") {
      await this.parts.console.open(String(error.body["execution_id"]), "asked");
      return notify("action", { text: `${error.message} It is the one on show now.`, tone: "calm" });
    }
    if (error instanceof Refused && error.slug === "stale-revision") this.parts.draft.retry();
    notify("action", { text: error.message });
  }
}
