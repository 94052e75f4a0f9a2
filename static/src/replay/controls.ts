// Play, speed, leaps, comparison, link; by button and by key.
import { announce, byId, icon } from "../kit/dom";
import { addressOf, asTime } from "./format";
import { speeds, type Player } from "./player";

interface Facts {
  textAt: (time: number) => { name: string; text: string };
  /** When things happened, in order. */
  marks: number[];
  /** How many edits there had been at a time; when an edit was. */
  edits: (time: number) => number;
  timeOf: (edit: number) => number;
}

const settle = 300;
const caretKeys = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

/** Whether a key belongs to where the keyboard stands: to a field, to the caret in the code, or to tabs. */
export function isTaken({ target, key, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, select, dialog, input:not([type=range], [type=checkbox])")) return true;
  return caretKeys.has(key) && target.closest(".cm-content, [contenteditable], [role=tab]") !== null;
}

export class ControlBar {
  private readonly play = byId("play");
  private readonly speed = byId<HTMLSelectElement>("speed");
  private first: number | null = null;
  private playing = false;
  private timer: number | undefined;

  constructor(
    private readonly player: Player,
    private readonly facts: Facts,
  ) {
    const press = (id: string, act: () => void) => byId(id).addEventListener("click", act);
    press("play", () => player.toggle());
    press("event-before", () => this.event(-1));
    press("event-after", () => this.event(1));
    press("keep", () => this.keep());
    press("compare", () => void this.compare());
    press("copy", () => void this.copy());
    this.speed.value = String(player.speed);
    this.speed.addEventListener("change", () => {
      player.speed = Number(this.speed.value);
    });
    const skip = byId<HTMLInputElement>("skip");
    skip.addEventListener("change", () => {
      player.skipsIdle = skip.checked;
    });
    document.addEventListener("keydown", (event) => this.key(event));
  }

  show(time: number, playing: boolean): void {
    byId("time").textContent = asTime(time);
    if (playing !== this.playing || !this.play.hasChildNodes()) this.look(playing);
    this.playing = playing;
    window.clearTimeout(this.timer);
    if (!playing) this.timer = window.setTimeout(() => window.history.replaceState(null, "", addressOf(time)), settle);
  }

  private look(playing: boolean): void {
    this.play.replaceChildren(icon(playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  private key(event: KeyboardEvent): void {
    const { target } = event;
    if (isTaken(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = target instanceof Element && target.closest("button, a, summary, [type=checkbox]") !== null;
    if (event.key === " " && onControl) return;
    const act = this.actions(event.shiftKey)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private actions(shift: boolean): Record<string, () => void> {
    const { player } = this;
    const by = (seconds: number) => () => player.seek(player.time + seconds * 1000);
    return {
      " ": () => player.toggle(),
      k: () => player.toggle(),
      ArrowRight: by(shift ? 30 : 5),
      ArrowLeft: by(shift ? -30 : -5),
      Home: () => player.seek(0),
      End: () => player.seek(player.length),
      "]": () => this.event(1),
      "[": () => this.event(-1),
      ".": () => this.edit(1),
      ",": () => this.edit(-1),
      "+": () => this.faster(1),
      "-": () => this.faster(-1),
      a: () => this.keep(),
      d: () => void this.compare(),
      c: () => void this.copy(),
      "?": () => byId<HTMLDialogElement>("shortcuts").showModal(),
    };
  }

  private event(direction: 1 | -1): void {
    const { time } = this.player;
    const next = direction > 0 ? this.facts.marks.find((at) => at > time + 1) : this.facts.marks.findLast((at) => at < time - 1);
    if (next !== undefined) this.player.seek(next);
  }

  private edit(direction: 1 | -1): void {
    const count = this.facts.edits(this.player.time);
    const next = this.facts.timeOf(direction > 0 ? count : count - 2);
    if (direction > 0 ? next > this.player.time : count >= 2) this.player.seek(next);
  }

  private faster(direction: 1 | -1): void {
    const at = speeds.indexOf(this.player.speed) + direction;
    this.player.speed = speeds[Math.min(Math.max(at, 0), speeds.length - 1)] ?? 1;
    this.speed.value = String(this.player.speed);
    announce(`Speed ${this.player.speed}.`);
  }

  private keep(): void {
    this.first = this.player.time;
    byId("kept").textContent = asTime(this.first);
    byId("compare").removeAttribute("aria-disabled");
    announce(`Comparing from ${asTime(this.first)}.`);
  }

  private async compare(): Promise<void> {
    if (this.first === null) return announce("Set the first moment with A.");
    this.player.pause();
    const { compareMoments } = await import("./compare");
    const [early, late] = [this.first, this.player.time].sort((one, other) => one - other) as [number, number];
    const dialog = byId<HTMLDialogElement>("difference");
    byId("difference-early").textContent = `At ${asTime(early)}`;
    byId("difference-late").textContent = `At ${asTime(late)}`;
    const [before, after] = [this.facts.textAt(early).text, this.facts.textAt(late).text];
    byId("difference-same").hidden = before !== after;
    dialog.showModal();
    const close = compareMoments(byId("difference-view"), before, after);
    dialog.addEventListener("close", close, { once: true });
  }

  private async copy(): Promise<void> {
    const address = addressOf(this.player.time);
    window.history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      announce("Link copied.");
      byId("copied").textContent = "Copied";
    } catch {
      byId("copied").textContent = "Copy it from the address bar";
    }
    window.setTimeout(() => {
      byId("copied").textContent = "";
    }, 3000);
  }
}
