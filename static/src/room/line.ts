// Where the texts are, in one line and, when something is wrong, in a notice that says what is kept and what to do.
import { byId, icon } from "../kit/dom";
import { count } from "../kit/words";
import { notify, withdraw, type Notice } from "../workspace/notices";
import type { Link, Provider } from "./provider";
import type { Store } from "./store";

const looks: Record<Link, [string | null, string]> = {
  connecting: ["running", "Connecting…"],
  saved: ["passed", "Saved"],
  saving: [null, "Saving…"],
  offline: ["offline", "Offline"],
  refused: ["loud", "Not saved"],
  stopped: ["loud", "Not connected"],
};

export class Line {
  private readonly dialog = byId<HTMLDialogElement>("untaken");
  private readonly text = byId<HTMLTextAreaElement>("untaken-text");
  private last: [Link, string] | null = null;

  constructor(
    private readonly store: Store,
    private readonly provider: () => Provider,
  ) {
    // Why nothing may be typed is known a moment after that it may not.
    store.onView(() => this.last?.[0] === "refused" && this.show(...this.last));
    byId("untaken-copy").addEventListener("click", () => void this.copy());
    byId("untaken-undo").addEventListener("click", () => {
      this.dialog.close();
      void this.provider().undoUntaken();
    });
  }

  show(state: Link, detail: string): void {
    this.last = [state, detail];
    const line = byId("save-state");
    const waiting = this.provider().unsent;
    const paused = state === "refused" && this.pausing();
    const [look, label] = paused ? ["pause", "Waiting"] : state === "saved" && !this.store.may("write") ? ["passed", "Connected"] : looks[state];
    const edits = waiting > 0 && state !== "saving" ? `, ${count(waiting, "edit")} kept` : "";
    line.dataset["state"] = state;
    line.replaceChildren(...(look ? [icon(look)] : []), label, edits);
    const notice = this.notice(state, detail);
    if (notice) notify("link", notice);
    // Until it is known whether the next connection fares better, what was said about the last one stands.
    else if (state !== "connecting") withdraw("link");
  }

  private notice(state: Link, detail: string): Notice | null {
    if (state === "offline") return this.offline(detail);
    if (state === "stopped") return { text: `${detail}${this.provider().unsent > 0 ? ` ${this.where("What you typed is")}` : ""}` };
    return state === "refused" ? this.refused(detail) : null;
  }

  private offline(detail: string): Notice {
    const text = this.store.may("write")
      ? `${detail} You do not see the others now. Keep writing: ${this.where("what you type is")} It is sent as soon as the connection is back.`
      : `${detail} What you see is from before.`;
    return { text, actions: [{ label: "Try now", act: () => this.provider().now() }] };
  }

  /** What is not sent yet outlasts this page only where the browser stores it. */
  private where(what: string): string {
    return this.provider().keeps ? `${what} kept in this browser, also when this page is closed.` : `${what} kept in this page only, so leave it open: this browser stores nothing.`;
  }

  private pausing(): boolean {
    return this.provider().refusal?.code === "read-only" && this.store.view.interview.state === "paused";
  }

  private refused(detail: string): Notice {
    if (this.pausing()) {
      return { text: `The clock was paused before the last of your typing had arrived. ${this.where("It is")} It is sent when the clock goes on.`, tone: "calm" };
    }
    const code = this.provider().refusal?.code;
    const why = this.why(detail);
    const show = { label: "See what was not taken", act: () => this.open(why) };
    if (code !== "too-large") return { text: `${why} ${this.where("It is")}`, actions: [show] };
    const text = `${detail} What you wrote last was therefore not taken, and what you write now waits behind it.`;
    const actions = [
      { label: "Undo it", act: () => void this.provider().undoUntaken() },
      { label: "Try again", act: () => this.provider().now() },
    ];
    return { text, actions: [show, ...actions] };
  }

  private why(detail: string): string {
    const code = this.provider().refusal?.code;
    if (code === "read-only" && !this.store.running) return "The interview was over before the last of your typing had arrived.";
    return code === "resync" ? "Some of your typing does not fit to the server’s text any more." : detail;
  }

  private open(why: string): void {
    const undoes = this.provider().refusal?.code === "too-large";
    byId("untaken-why").textContent = why;
    byId("untaken-hint").textContent = `Copy what you want to keep. ${undoes ? "Undoing takes it out of the text, and the rest is sent." : "It is not part of the record."}`;
    byId("untaken-undo").textContent = undoes ? "Undo it and go on" : "Let it go and load the page again";
    byId("untaken-copied").textContent = "";
    this.text.value = this.provider().untaken();
    this.dialog.showModal();
  }

  private async copy(): Promise<void> {
    this.text.select();
    const said = byId("untaken-copied");
    try {
      await navigator.clipboard.writeText(this.text.value);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "It is selected: copy it with Ctrl C.";
    }
  }
}
