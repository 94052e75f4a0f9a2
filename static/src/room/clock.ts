// The clock as the server counts it, and what the lead may do with it.
import { announce, byId } from "../kit/dom";
import type { Store } from "./store";

const warnings = [10 * 60, 5 * 60, 60];
const between = 3000; // where the server's clock has not come to the end yet, it is asked again after so long

/** As m:ss. */
export function shown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

export class Clock {
  private warned = Infinity;
  private asking = false;
  private notBefore = 0;

  constructor(private readonly store: Store) {
    store.onView(() => this.viewed());
    window.setInterval(() => this.tick(), 500);
  }

  /** Seconds left; it stands while paused and after the end. */
  private left(): number {
    const { ends_at, remaining_seconds } = this.store.view.clock;
    return ends_at ? (Date.parse(ends_at) - this.store.now()) / 1000 : remaining_seconds;
  }

  private tick(): void {
    const { state } = this.store.view.interview;
    const left = this.left();
    const line = byId("clock");
    const words = { planned: "not begun", lobby: "not begun", live: "left", paused: "left, paused", ended: "Over", reviewed: "Over" };
    line.dataset["state"] = state === "live" && left <= 300 ? "short" : state;
    byId("clock-time").textContent = state === "ended" || state === "reviewed" ? "" : shown(left);
    byId("clock-word").textContent = words[state];
    if (state !== "live") return;
    this.warn(left);
    if (left <= 0) this.over();
  }

  private viewed(): void {
    if (this.asking) this.notBefore = this.store.now() + between;
    this.asking = false;
    this.tick();
  }

  // The time is over for everybody once somebody looks: nobody is left to write on what will not be taken.
  private over(): void {
    if (this.asking || !this.store.view.clock.ends_at || this.store.now() < this.notBefore) return;
    this.asking = true;
    this.store.refreshSoon();
  }

  private warn(left: number): void {
    const next = warnings.find((limit) => left <= limit && this.warned > limit && left > limit - 30);
    if (next === undefined) return;
    this.warned = next;
    announce(`${next / 60} ${next === 60 ? "minute" : "minutes"} left.`);
  }
}

/** The seconds into the interview at which something happened, as m:ss; empty before it began. */
export function into(store: Store, at: string): string {
  const { started_at } = store.view.clock;
  const seconds = started_at ? (Date.parse(at) - Date.parse(started_at)) / 1000 : -1;
  return seconds < 0 ? "" : shown(Math.floor(seconds));
}
