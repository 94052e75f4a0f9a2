// Private notes: written beside the interview, anchored to a moment of it, read by staff on the interview only.
import { api } from "../kit/api";
import { announce, byId, cloneTemplate, fill, slot } from "../kit/dom";
import { into } from "./clock";
import { colourOf } from "./people";
import type { Store } from "./store";
import type { Note } from "./types";

export class Notes {
  private readonly form = byId<HTMLFormElement>("note-form");
  private readonly text = byId<HTMLTextAreaElement>("note-text");
  private begun: string | null = null;

  constructor(private readonly store: Store) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.add();
    });
    // The moment a note is about is when one begins to write it.
    this.text.addEventListener("input", () => {
      this.begun = this.text.value.trim() ? (this.begun ?? new Date(this.store.now()).toISOString()) : null;
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    store.onEvent((event, live) => live && event.kind.startsWith("note_") && void this.refresh());
    this.form.hidden = !store.may("note");
    void this.refresh();
  }

  private get address(): string {
    return `${this.store.base}/notes`;
  }

  async refresh(): Promise<void> {
    try {
      this.show(await api.get<Note[]>(this.address));
    } catch (error) {
      fill(this.form, "error", error instanceof Error ? error.message : String(error));
    }
  }

  private show(notes: Note[]): void {
    byId("notes").replaceChildren(...notes.map((note) => this.row(note)));
    byId("notes-empty").hidden = notes.length > 0;
  }

  private row(note: Note): HTMLElement {
    const row = cloneTemplate("note-template");
    if (note.author) row.style.setProperty("--person", `var(--person-${colourOf(note.author.id)})`);
    slot(row, "who").textContent = note.mine ? "You" : (note.author?.name ?? "");
    const time = slot(row, "time") as HTMLTimeElement;
    time.textContent = into(this.store, note.anchor_at) || new Date(note.anchor_at).toLocaleString();
    time.dateTime = note.anchor_at;
    // The server makes the HTML of its Markdown, sanitised.
    slot(row, "text").innerHTML = note.text_html;
    slot(row, "tools").hidden = !note.mine;
    slot(row, "edit").addEventListener("click", () => this.edit(row, note));
    slot(row, "delete").addEventListener("click", () => void this.change("DELETE", note.id));
    return row;
  }

  private edit(row: HTMLElement, note: Note): void {
    const form = cloneTemplate("explain-template") as HTMLFormElement;
    const text = slot(form, "text") as HTMLTextAreaElement;
    text.value = note.text;
    text.setAttribute("aria-label", "The note");
    slot(form, "save").textContent = "Keep";
    slot(form, "cancel").addEventListener("click", () => form.remove());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.change("PUT", note.id, { text: text.value.trim(), anchor_at: note.anchor_at });
    });
    row.querySelector("form")?.remove();
    row.append(form);
    text.focus();
  }

  private async add(): Promise<void> {
    const text = this.text.value.trim();
    if (!text) return;
    try {
      await api.post(this.address, { text, anchor_at: this.begun });
      this.text.value = "";
      this.begun = null;
      fill(this.form, "error", "");
      announce("Note kept.");
      await this.refresh();
    } catch (error) {
      fill(this.form, "error", `Not kept. ${error instanceof Error ? error.message : ""} Your text is still here.`);
    }
  }

  private async change(method: "PUT" | "DELETE", id: string, body?: unknown): Promise<void> {
    const address = `${this.address}/${id}`;
    try {
      await (method === "PUT" ? api.put(address, body) : api.remove(address));
      await this.refresh();
    } catch (error) {
      fill(this.form, "error", error instanceof Error ? error.message : String(error));
    }
  }
}
