// The problem on show: statement, entry point, hints that were released, the twist that was applied.
import { byId, cloneTemplate, fill, slot } from "../kit/dom";
import { createEditor } from "../workspace/editor";
import { wireScrollers } from "../workspace/scrollers";
import type { Entry, RoomProblem } from "./types";

function argumentRows(args: Entry["args"]): HTMLElement | null {
  if (args.length === 0) return null;
  const list = document.createElement("dl");
  for (const { name, about, dtype, shape } of args) {
    const row = cloneTemplate("argument-template");
    slot(row, "name").textContent = name;
    slot(row, "about").textContent = about;
    slot(row, "shape").textContent = shape ? [dtype, shape].filter(Boolean).join(" ") : "";
    list.append(row);
  }
  return list;
}

function entryParts(entry: Entry): HTMLElement[] {
  const methods = entry.methods.flatMap(({ signature, about, args }) => {
    const title = document.createElement("h3");
    const text = document.createElement("p");
    title.textContent = signature;
    text.textContent = about;
    return [title, text, argumentRows(args)];
  });
  return [argumentRows(entry.args), ...methods].filter((part) => part !== null);
}

function hintRow({ index, text }: { index: number; text: string }): HTMLElement {
  const row = document.createElement("li");
  row.textContent = text;
  row.value = index + 1;
  return row;
}

export class Statement {
  private shown: RoomProblem | null = null;

  /** Scrolls to the top when it is another problem than before. */
  show(problem: RoomProblem): void {
    const other = this.shown?.position !== problem.position;
    const changed = other || this.shown?.statement_html !== problem.statement_html;
    byId("statement-title").textContent = problem.title;
    byId("statement-minutes").textContent = `${problem.minutes} minutes`;
    if (changed) {
      // The server has sanitised it, as on every page with a statement.
      byId("statement-text").innerHTML = problem.statement_html;
    }
    this.entry(problem);
    this.hints(problem);
    this.twist(problem);
    this.given(problem, other);
    if (changed || problem.twist?.title !== this.shown?.twist?.title) wireScrollers();
    if (other) byId("panel-statement").scrollTop = 0;
    this.shown = problem;
  }

  // A twist can change it and leave the statement as it is.
  private entry({ entry }: RoomProblem): void {
    if (JSON.stringify(entry) === JSON.stringify(this.shown?.entry)) return;
    byId("entry-signature").textContent = entry.signature;
    byId("entry-parts").replaceChildren(...entryParts(entry));
  }

  private hints({ hints_released: hints }: RoomProblem): void {
    byId("hints").hidden = hints.length === 0;
    byId("hint-rows").replaceChildren(...hints.map(hintRow));
  }

  private twist({ twist }: RoomProblem): void {
    const box = byId("twist");
    box.hidden = !twist;
    if (!twist || twist.title === this.shown?.twist?.title) return;
    fill(box, "title", twist.title);
    slot(box, "text").innerHTML = twist.statement_html;
  }

  private given({ given }: RoomProblem, other: boolean): void {
    byId("tab-given").hidden = !given;
    if (!other) return;
    byId("editor-given").replaceChildren();
    if (given) {
      const entry = { name: "", kind: "function" as const, args: [], methods: [] };
      createEditor({ parent: byId("editor-given"), text: given, label: "Given code, read-only", entry });
    }
  }
}
