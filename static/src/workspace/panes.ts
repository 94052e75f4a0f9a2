// Dividers between the panes: by pointer, by arrow keys, remembered.
import { byId } from "../kit/dom";
import { preferences, remember, type Preferences } from "../kit/preferences";

interface Divider {
  id: string;
  property: string;
  preference: "statementSize" | "consoleSize" | "roomStatementSize";
  initial: number;
  /** The share in per cent that a pointer at this place gives the pane. */
  share: (event: PointerEvent) => number;
  grow: string;
  shrink: string;
}

function shareAcross(within: HTMLElement, x: number): number {
  const box = within.getBoundingClientRect();
  return ((x - box.left) / box.width) * 100;
}

function shareFromBelow(within: HTMLElement, y: number): number {
  const box = within.getBoundingClientRect();
  return ((box.bottom - y) / box.height) * 100;
}

const dividers: Divider[] = [
  {
    id: "separator-room-statement",
    property: "--room-statement-size",
    preference: "roomStatementSize",
    initial: 28,
    share: (event) => shareAcross(byId("workspace"), event.clientX),
    grow: "ArrowRight",
    shrink: "ArrowLeft",
  },
  {
    id: "separator-statement",
    property: "--statement-size",
    preference: "statementSize",
    initial: 38,
    share: (event) => shareAcross(byId("workspace"), event.clientX),
    grow: "ArrowRight",
    shrink: "ArrowLeft",
  },
  {
    id: "separator-console",
    property: "--console-size",
    preference: "consoleSize",
    initial: 38,
    share: (event) => shareFromBelow(byId("work"), event.clientY),
    grow: "ArrowUp",
    shrink: "ArrowDown",
  },
];

function resize(divider: Divider, handle: HTMLElement, wanted: number): void {
  const least = Number(handle.getAttribute("aria-valuemin"));
  const most = Number(handle.getAttribute("aria-valuemax"));
  const share = Math.round(Math.min(most, Math.max(least, wanted)) * 10) / 10;
  document.documentElement.style.setProperty(divider.property, `${share}%`);
  handle.setAttribute("aria-valuenow", String(Math.round(share)));
  const changed: Preferences = { [divider.preference]: share };
  remember(changed);
}

function keyed(divider: Divider, handle: HTMLElement, event: KeyboardEvent): number | undefined {
  const now = preferences()[divider.preference] ?? divider.initial;
  const step = event.shiftKey ? 10 : 2;
  if (event.key === divider.grow) return now + step;
  if (event.key === divider.shrink) return now - step;
  if (event.key === "Home") return Number(handle.getAttribute("aria-valuemin"));
  if (event.key === "End") return Number(handle.getAttribute("aria-valuemax"));
  if (event.key === "Enter") return divider.initial;
  return undefined;
}

function wireDragging(divider: Divider, handle: HTMLElement): void {
  const drag = (event: PointerEvent) => resize(divider, handle, divider.share(event));
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    handle.dataset["dragging"] = "";
    document.body.dataset["resizing"] = "";
    handle.addEventListener("pointermove", drag);
  });
  handle.addEventListener("lostpointercapture", () => {
    delete handle.dataset["dragging"];
    delete document.body.dataset["resizing"];
    handle.removeEventListener("pointermove", drag);
  });
  handle.addEventListener("dblclick", () => resize(divider, handle, divider.initial));
}

function wireDivider(divider: Divider): void {
  const handle = byId(divider.id);
  const size = preferences()[divider.preference] ?? divider.initial;
  handle.setAttribute("aria-valuenow", String(Math.round(size)));
  handle.addEventListener("keydown", (event) => {
    const wanted = keyed(divider, handle, event);
    if (wanted === undefined) return;
    event.preventDefault();
    resize(divider, handle, wanted);
  });
  wireDragging(divider, handle);
}

export function wirePanes(): void {
  dividers.filter(({ id }) => document.getElementById(id)).forEach(wireDivider);
}
