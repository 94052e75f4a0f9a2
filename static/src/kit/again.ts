// When to ask again for what did not come: soon at first, then with growing pauses, and never before the server said.
import { isFinal, Refused } from "./api";

const pauses = [1000, 2000, 4000, 8000, 15_000];

export class Again {
  private failures = 0;
  private timer: number | undefined;
  private due = Infinity;
  private notBefore = 0;

  constructor(private readonly ask: () => void) {}

  /** Asks after so many milliseconds; what is wanted until then is asked for together. */
  soon(pause: number): void {
    const at = Math.max(performance.now() + pause, this.notBefore);
    if (at >= this.due) return;
    this.due = at;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.due = Infinity;
      this.ask();
    }, at - performance.now());
  }

  answered(): void {
    this.failures = 0;
  }

  failed(error: unknown): void {
    if (isFinal(error)) return;
    const told = error instanceof Refused ? (error.retryAfter ?? 0) * 1000 : 0;
    const pause = (pauses[Math.min(this.failures, pauses.length - 1)] ?? 0) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.notBefore = Math.max(this.notBefore, performance.now() + told);
    this.soon(pause);
  }
}
