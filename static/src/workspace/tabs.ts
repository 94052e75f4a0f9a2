// Tab lists with one tab stop and arrow keys; panes switched by buttons on a narrow screen.
import { byId } from "../kit/dom";

type Shown = (tab: HTMLElement) => void;

function panelOf(tab: HTMLElement): HTMLElement {
  return byId(tab.getAttribute("aria-controls") ?? "");
}

function select(tabs: HTMLElement[], chosen: HTMLElement): void {
  for (const tab of tabs) {
    const selected = tab === chosen;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    panelOf(tab).hidden = !selected;
  }
}

function neighbour(tabs: HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const at = tabs.indexOf(from);
  if (key === "ArrowRight") return tabs[(at + 1) % tabs.length];
  if (key === "ArrowLeft") return tabs.at(at - 1);
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  return undefined;
}

function wire(list: HTMLElement, shown: Shown): void {
  const tabs = [...list.querySelectorAll<HTMLElement>("[role=tab]")];
  const there = () => tabs.filter((tab) => !tab.hidden);
  const show = (tab: HTMLElement) => {
    select(tabs, tab);
    shown(tab);
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      const next = neighbour(there(), tab, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
      show(next);
    });
  }
}

/** Wires every tab list; `shown` hears which tab a person chose. */
export function wireTabs(shown: Shown): void {
  document.querySelectorAll<HTMLElement>("[role=tablist]").forEach((list) => wire(list, shown));
}

/** Chooses a tab from code: `showTab("grading")`. */
export function showTab(name: string): void {
  const chosen = byId(`tab-${name}`);
  const list = chosen.closest("[role=tablist]");
  if (list) select([...list.querySelectorAll<HTMLElement>("[role=tab]")], chosen);
}

export type View = "statement" | "code" | "results" | "talk" | "coach" | "files" | "text" | "beside";

/** Which pane a narrow screen shows. On a wide one all are there and nothing changes. */
export function showView(view: View): void {
  byId("workspace").dataset["view"] = view;
  document.querySelectorAll<HTMLElement>(".views button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset["view"] === view));
  });
  tellOf(view, "");
}

/** Says at the button of a view that is not on show what awaits there; in words, too, for who does not see the mark. */
export function tellOf(view: View, news: string): void {
  const button = document.querySelector<HTMLElement>(`.views [data-view=${view}]`);
  const there = byId("workspace").dataset["view"] === view;
  button?.toggleAttribute("data-news", news !== "" && !there);
  button?.querySelector("[data-slot=news]")?.remove();
  if (!button?.hasAttribute("data-news")) return;
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.dataset["slot"] = "news";
  words.textContent = ` ${news}`;
  button.append(words);
}

export function wireViews(): void {
  document.querySelectorAll<HTMLElement>(".views button").forEach((button) => {
    button.addEventListener("click", () => showView(button.dataset["view"] as View));
  });
}
