// The list of what happened: the latest before the moment on show is marked, each leads to its own moment.
import { byId, cloneTemplate, fill, slot } from "../kit/dom";
import { colourOf } from "../room/people";
import { addressOf, asTime } from "./format";
import type { Mark } from "./happened";

export class EventList {
  private readonly list = byId("events");
  private readonly rows: HTMLElement[];
  private current = -2;

  constructor(
    private readonly marks: Mark[],
    private readonly start: number,
    private readonly jump: (time: number) => void,
  ) {
    this.rows = marks.map((mark) => this.row(mark));
    this.list.append(...this.rows);
    byId("events-empty").hidden = marks.length > 0;
  }

  show(time: number): void {
    let last = -1;
    for (const { at } of this.marks) {
      if (at - this.start > time) break;
      last += 1;
    }
    if (last === this.current) return;
    this.rows[this.current]?.removeAttribute("aria-current");
    this.current = last;
    const row = this.rows[last];
    row?.setAttribute("aria-current", "true");
    if (row) this.reveal(row);
  }

  // Scrolls the list only, never the page it is on.
  private reveal(row: HTMLElement): void {
    const { list } = this;
    if (list.contains(document.activeElement)) return;
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 2;
  }

  private row({ at, label, text, html, group, item }: Mark): HTMLElement {
    const row = cloneTemplate("event-template");
    const time = Math.max(0, at - this.start);
    row.dataset["group"] = group;
    const { author } = item;
    if (author) row.style.setProperty("--person", `var(--person-${colourOf(author.id)})`);
    const link = slot(row, "link") as HTMLAnchorElement;
    link.href = addressOf(time);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.jump(time);
    });
    slot(row, "time").textContent = asTime(time);
    slot(row, "who").textContent = author?.name ?? "";
    fill(row, "label", label);
    fill(row, "text", text);
    slot(row, "note").hidden = !html;
    slot(row, "note").innerHTML = html ?? "";
    return row;
  }
}
