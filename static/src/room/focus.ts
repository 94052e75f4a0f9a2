// Focus mode: for some minutes the candidate does not see the interviewers' cursors and presence.
import { announce } from "../kit/dom";
import { notify } from "../workspace/notices";
import type { Store } from "./store";

const lasts = 5 * 60;

export class Focus {
  private until = 0;
  private readonly button: HTMLElement | null;

  constructor(private readonly store: Store) {
    this.button = document.getElementById("focus");
    this.button?.addEventListener("click", () => void this.turn(!this.on));
    store.onEvent((event) => event.kind === "focus_changed" && this.changed(Boolean(event.data.on), event.at));
    window.setInterval(() => this.tick(), 1000);
  }

  private get on(): boolean {
    return this.until > 0;
  }

  private async turn(on: boolean): Promise<void> {
    try {
      await this.store.post("focus", { on });
      announce(on ? "Focus mode is on: for five minutes you do not see the interviewers." : "Focus mode is off.");
      await this.store.catchUp(true);
    } catch (error) {
      notify("focus", { text: error instanceof Error ? error.message : String(error) });
    }
  }

  private changed(on: boolean, at: string): void {
    this.until = on ? Date.parse(at) + lasts * 1000 : 0;
    document.body.toggleAttribute("data-focus", on);
    this.button?.setAttribute("aria-pressed", String(on));
    const banner = document.getElementById("focus-note");
    if (banner) banner.hidden = !on;
    this.tick();
  }

  private tick(): void {
    const left = Math.ceil((this.until - this.store.now()) / 1000);
    const shown = this.on && left > 0 ? `Focus ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Focus mode";
    const label = document.getElementById("focus-label");
    if (label) label.textContent = shown;
    if (this.on && left <= 0 && this.button && this.store.running) {
      this.until = 0;
      void this.turn(false);
    }
  }
}
