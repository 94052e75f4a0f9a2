// The say-panel: one key chooses what one is about to say, Enter says it, and the cursor is back where it was.
import { announce, byId } from "../kit/dom";
import { once } from "../kit/once";
import { capitalised } from "../kit/words";
import { notify, withdraw } from "../workspace/notices";
import { showTab, showView } from "../workspace/tabs";
import type { Store } from "./store";
import { saidKinds, type Said } from "./types";
import { takeOut } from "./writing";

type Way = Said | "message" | "feedback";

const placeholders: Record<Way, string> = {
  assumption: "I assume that …",
  question: "Should …?",
  restatement: "So the task is …",
  outline: "First …, then …",
  tradeoff: "… costs …, but …",
  note: "Worth keeping: …",
  message: "A message to everybody here",
  feedback: "What the candidate should know",
};
const unwritten = "(said aloud, not written down)";
const sent: Record<Way, string> = { assumption: "Assumption", question: "Question", restatement: "Restatement", outline: "Outline", tradeoff: "Trade-off", note: "Note", message: "Message", feedback: "Feedback" };

export class Say {
  private readonly form = byId<HTMLFormElement>("say");
  private readonly text = byId<HTMLTextAreaElement>("say-text");
  private back: HTMLElement | null = null;

  constructor(
    private readonly store: Store,
    private readonly position: () => number,
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.form.addEventListener("change", () => this.chosen());
    this.text.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => this.shortcut(event), { capture: true });
    this.chosen();
  }

  /** Ready to write in this way, with the cursor in the field. */
  begin(way: Way): void {
    const radio = this.form.querySelector<HTMLInputElement>(`input[value="${way}"]`);
    if (!radio || radio.disabled) return;
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && !this.form.contains(activeElement)) this.back = activeElement;
    radio.checked = true;
    this.chosen();
    if (document.getElementById("tab-talk")) showTab("talk");
    showView("talk");
    this.text.focus();
  }

  allow(possible: boolean): void {
    this.form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLButtonElement>("input, textarea, button").forEach((field) => {
      field.disabled = !possible;
    });
  }

  private get way(): Way {
    return String(new FormData(this.form).get("way") ?? "message") as Way;
  }

  // Alt and a digit, wherever one is; by the key's place, as Alt changes what it would type on some keyboards.
  private shortcut(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    const radio = digit && this.form.querySelector<HTMLInputElement>(`input[data-key="${digit}"]`);
    if (!radio) return;
    event.preventDefault();
    event.stopPropagation();
    this.begin(radio.value as Way);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === "Escape") this.leave();
  }

  private chosen(): void {
    this.text.placeholder = placeholders[this.way];
    const aloud = this.aloud(this.way);
    byId("say-send").textContent = aloud ? "Log" : "Send";
    byId("say-hint").textContent = aloud ? "What the candidate said aloud. The candidate does not see your log." : "Enter sends, Shift Enter begins a line.";
  }

  private aloud(way: Way): boolean {
    return this.store.staff && (saidKinds as readonly string[]).includes(way);
  }

  private leave(): void {
    this.back?.focus();
    this.back = null;
  }

  private async send(): Promise<void> {
    const way = this.way;
    const aloud = this.aloud(way);
    const written = this.text.value;
    const text = written.trim() || (aloud ? unwritten : "");
    if (!text) return this.text.focus();
    const from = document.activeElement;
    try {
      if (!(await once(this.text, () => this.post(way, text, aloud)))) return;
    } catch (error) {
      return notify("say", { text: `${sent[way]} not sent. ${error instanceof Error ? error.message : ""} Your text is still there.` });
    }
    withdraw("say");
    const empty = takeOut(this.text, written);
    announce(`${sent[way]} ${aloud ? "logged" : "sent"}.`);
    if (empty && document.activeElement === from) this.leave();
    void this.store.catchUp(true);
  }

  private post(way: Way, text: string, aloud: boolean): Promise<unknown> {
    if (way === "message") return this.store.post("messages", { text });
    if (way === "feedback") return this.store.post("feedback", { text });
    return this.store.post("statements", { kind: way, problem: this.position(), text, aloud });
  }
}

export function saidLabel(said: Said): string {
  return said === "tradeoff" ? "Trade-off" : capitalised(said);
}
