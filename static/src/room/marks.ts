// Neutral marks for the record, told to everybody before it begins: a longer paste, another window in front.
import type { Store } from "./store";

const settle = 1500;

export class Marks {
  private left = false;
  private timer: number | undefined;

  constructor(private readonly store: Store) {
    if (store.may("say")) document.addEventListener("visibilitychange", () => this.looked());
  }

  pasted(problem: number, characters: number): void {
    this.post({ kind: "paste", problem, characters });
  }

  // Somebody who only passes by another window has not left.
  private looked(): void {
    window.clearTimeout(this.timer);
    const away = document.visibilityState === "hidden";
    if (away === this.left) return;
    this.timer = window.setTimeout(() => this.settled(away), away ? settle : 0);
  }

  private settled(away: boolean): void {
    this.left = away;
    this.post({ kind: away ? "left" : "returned" });
  }

  private post(mark: Record<string, unknown>): void {
    if (!this.store.running) return;
    // A mark that cannot be made is no loss to anybody.
    void this.store.post("marks", mark).then(() => this.store.catchUp(true), () => undefined);
  }
}
