// Time: where the replay is, how fast it goes, what it leaps over. Knows nothing of what is shown.
export const speeds = [1, 2, 4, 8, 16, 32];

const idle = 3000;
const run = 1000;

export class Player {
  speed = 4;
  skipsIdle = true;
  private now = 0;
  private frame: number | undefined;
  private drawn = 0;

  constructor(
    readonly length: number,
    /** When anything happens, in milliseconds since the start, in order. */
    private readonly moments: number[],
    private readonly moved: (now: number, playing: boolean) => void,
  ) {}

  get time(): number {
    return this.now;
  }

  get playing(): boolean {
    return this.frame !== undefined;
  }

  seek(to: number): void {
    this.now = Math.min(Math.max(to, 0), this.length);
    this.moved(this.now, this.playing);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  pause(): void {
    if (this.frame === undefined) return;
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    this.moved(this.now, false);
  }

  private play(): void {
    if (this.now >= this.length) this.now = 0;
    this.drawn = performance.now();
    this.frame = requestAnimationFrame((at) => this.step(at));
    this.moved(this.now, true);
  }

  private step(at: number): void {
    const before = this.now;
    this.now = Math.min(this.now + Math.max(at - this.drawn, 0) * this.speed, this.length);
    this.drawn = at;
    if (this.skipsIdle) this.leap(before);
    if (this.now >= this.length) {
      this.frame = undefined;
      return this.moved(this.now, false);
    }
    this.frame = requestAnimationFrame((next) => this.step(next));
    this.moved(this.now, true);
  }

  // Where nothing happens for a while, time goes on shortly before the next thing does.
  private leap(before: number): void {
    const next = this.moments[this.after(before)];
    if (next === undefined) this.now = this.length;
    else if (next - this.now > idle) this.now = next - run;
  }

  /** The first of the moments after this time. */
  after(time: number): number {
    let [low, high] = [0, this.moments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.moments[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
