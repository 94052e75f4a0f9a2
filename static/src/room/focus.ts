// Focus mode: for some minutes the candidate does not see the interviewers' cursors and presence. Both sides see how long
// it lasts; the candidate can end it at any time.
import { isFinal } from "../kit/api";
import { announce, byId } from "../kit/dom";
import { timeOfDay } from "../kit/words";
import { notify, withdraw } from "../workspace/notices";
import { shown } from "./clock";
import type { Store } from "./store";

const lasts = 5 * 60;
const between = 5000; // an end that did not reach the server is tried again after so long

export class Focus {
  private until = 0;
  private notBefore = 0;
  private readonly button: HTMLElement | null;

  constructor(private readonly store: Store) {
    this.button = document.getElementById("focus");
    this.button?.addEventListener("click", () => void this.turn(!this.on));
    document.getElementById("focus-end")?.addEventListener("click", () => {
      void this.turn(false);
      this.button?.focus();
    });
    store.onEvent((event) => event.kind === "focus_changed" && this.changed(Boolean(event.data.on), event.at));
    store.onView(() => this.show());
    window.setInterval(() => this.tick(), 1000);
  }

  private get on(): boolean {
    return this.until > 0;
  }

  private async turn(on: boolean): Promise<void> {
    try {
      await this.store.post("focus", { on });
      withdraw("focus");
      if (!on) this.until = 0;
      announce(on ? "Focus mode is on: for five minutes you do not see the interviewers." : "Focus mode is off.");
      await this.store.catchUp(true);
    } catch (error) {
      if (isFinal(error)) this.until = 0;
      notify("focus", { text: error instanceof Error ? error.message : String(error) });
    }
  }

  private changed(on: boolean, at: string): void {
    this.until = on ? Date.parse(at) + lasts * 1000 : 0;
    this.show();
  }

  private show(): void {
    const left = (this.until - this.store.now()) / 1000;
    const on = this.on && left > 0 && this.store.running;
    this.button?.toggleAttribute("data-on", on);
    this.button?.toggleAttribute("hidden", !this.store.running);
    document.getElementById("focus-state")?.toggleAttribute("hidden", !on);
    byId("focus-note").hidden = !on;
    byId("focus-label").textContent = on ? `${this.button ? "End focus" : "In focus"}, ${shown(left)}` : "Focus mode";
    if (on) byId("focus-until").textContent = `until ${timeOfDay(this.until)}, ${shown(left)} left`;
  }

  private tick(): void {
    this.show();
    // The page of whoever turned it on turns it off; where that page is gone, nobody is there to hide from.
    // A period that is over may have been ended, and another begun, by what has not been read yet.
    const now = this.store.now();
    if (!this.store.caughtUp || !this.on || this.until > now || !this.button || !this.store.running || this.notBefore > now) return;
    this.notBefore = now + between;
    void this.turn(false);
  }
}
