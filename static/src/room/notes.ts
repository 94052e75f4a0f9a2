// Private notes: written beside the interview, anchored to a moment of it, read by staff on the interview only.
import { api } from "../kit/api";
import { announce, byId, cloneTemplate, fill, slot } from "../kit/dom";
import { once } from "../kit/once";
import { into } from "./clock";
import { confirm } from "./confirm";
import { colourOf } from "./people";
import type { Store } from "./store";
import type { Note } from "./types";
import { closeForm, takeOut } from "./writing";

export class Notes {
  private readonly form = byId<HTMLFormElement>("note-form");
  private readonly text = byId<HTMLTextAreaElement>("note-text");
  private readonly list = byId("notes");
  private readonly rows = new Map<string, HTMLElement>();
  private notes = new Map<string, Note>();
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

  // Rows stay the elements they are: in one of them a note may be open for editing, or have the focus.
  private show(notes: Note[]): void {
    this.notes = new Map(notes.map((note) => [note.id, note]));
    this.rows.forEach((row, id) => this.notes.has(id) || row.querySelector("form") || this.drop(id, row));
    notes.forEach((note, at) => {
      const row = this.rows.get(note.id) ?? this.made(note.id);
      if (this.list.children[at] !== row) this.list.insertBefore(row, this.list.children[at] ?? null);
      this.draw(row, note);
    });
    byId("notes-empty").hidden = this.rows.size > 0;
  }

  private drop(id: string, row: HTMLElement): void {
    const focused = row.contains(document.activeElement);
    row.remove();
    this.rows.delete(id);
    if (focused) byId("panel-notes").focus();
  }

  private made(id: string): HTMLElement {
    const row = cloneTemplate("note-template");
    slot(row, "edit").addEventListener("click", () => this.edit(row, id));
    slot(row, "delete").addEventListener("click", () =>
      confirm("Delete the note?", "Its text is gone for good. That there was a note stays on record.", "Delete the note", () => void this.remove(id)),
    );
    this.rows.set(id, row);
    return row;
  }

  private draw(row: HTMLElement, note: Note): void {
    if (note.author) row.style.setProperty("--person", `var(--person-${colourOf(note.author.id)})`);
    slot(row, "who").textContent = note.mine ? "You" : (note.author?.name ?? "");
    const time = slot(row, "time") as HTMLTimeElement;
    time.textContent = into(this.store, note.anchor_at) || new Date(note.anchor_at).toLocaleString();
    time.dateTime = note.anchor_at;
    // The server makes the HTML of its Markdown, sanitised.
    const text = slot(row, "text");
    if (text.innerHTML !== note.text_html) text.innerHTML = note.text_html;
    slot(row, "tools").hidden = !note.mine;
  }

  private edit(row: HTMLElement, id: string): void {
    const note = this.notes.get(id);
    const open = row.querySelector("textarea");
    if (open || !note) return open?.focus();
    const form = cloneTemplate("explain-template") as HTMLFormElement;
    const text = slot(form, "text") as HTMLTextAreaElement;
    text.value = note.text;
    text.setAttribute("aria-label", "The note");
    slot(form, "save").textContent = "Keep";
    slot(form, "cancel").addEventListener("click", () => this.close(row, form, id));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep(row, form, note);
    });
    row.append(form);
    text.focus();
  }

  private close(row: HTMLElement, form: HTMLFormElement, id: string): void {
    closeForm(form, slot(row, "edit"));
    if (!this.notes.has(id)) this.drop(id, row);
  }

  private async add(): Promise<void> {
    const written = this.text.value;
    const text = written.trim();
    if (!text) return;
    const anchor_at = this.begun;
    try {
      if (!(await once(this.form, () => api.post(this.address, { text, anchor_at })))) return;
    } catch (error) {
      return this.failed(this.form, error);
    }
    // What was typed meanwhile is about a moment of its own.
    this.begun = takeOut(this.text, written) ? null : new Date(this.store.now()).toISOString();
    fill(this.form, "error", "");
    announce("Note kept.");
    await this.refresh();
  }

  private async keep(row: HTMLElement, form: HTMLFormElement, { id, anchor_at }: Note): Promise<void> {
    const field = slot(form, "text") as HTMLTextAreaElement;
    const written = field.value;
    try {
      if (!(await once(form, () => api.put(`${this.address}/${id}`, { text: written.trim(), anchor_at })))) return;
    } catch (error) {
      return this.failed(form, error);
    }
    fill(form, "error", "");
    announce("Note kept.");
    if (field.value === written) this.close(row, form, id);
    await this.refresh();
  }

  private failed(form: HTMLFormElement, error: unknown): void {
    fill(form, "error", `Not kept. ${error instanceof Error ? error.message : ""} Your text is still here.`);
  }

  private async remove(id: string): Promise<void> {
    try {
      await api.remove(`${this.address}/${id}`);
      announce("Note deleted.");
      await this.refresh();
    } catch (error) {
      fill(this.form, "error", error instanceof Error ? error.message : String(error));
    }
  }
}
