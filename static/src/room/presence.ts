// The people of the room: everybody with a seat, and who of them has it open now.
import type { Awareness } from "y-protocols/awareness";
import { byId, icon } from "../kit/dom";
import { colourOf, initials, partNames } from "./people";
import type { Store } from "./store";
import type { Person } from "./types";

interface State {
  user?: { id: string };
}

type Where = "here" | "away" | "unknown";
const said: Record<Where, string> = { here: "", away: ", not here now", unknown: ", not known while you are not connected" };

export class Presence {
  private connected = false;
  /** Who was here without a place in the list: whoever came to the interview while it ran. */
  private readonly strangers = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly awareness: Awareness,
  ) {
    awareness.on("change", () => {
      this.show();
      this.lookUp();
    });
    store.onView(() => this.show());
  }

  /** Without a connection nobody knows who else is here, only that oneself is not. */
  reach(connected: boolean): void {
    if (connected === this.connected) return;
    this.connected = connected;
    this.show();
  }

  private here(): Set<string> {
    const states = [...this.awareness.getStates().values()] as State[];
    return new Set([this.store.view.me.id, ...states.flatMap(({ user }) => user?.id ?? [])]);
  }

  // Only staff are told who was added; once for each, since somebody without a seat is never listed.
  private lookUp(): void {
    const listed = new Set(this.store.view.people.map(({ id }) => id).concat(this.store.view.me.id));
    const unknown = [...this.here()].filter((id) => !listed.has(id) && !this.strangers.has(id));
    unknown.forEach((id) => this.strangers.add(id));
    if (unknown.length > 0) this.store.refreshSoon();
  }

  private show(): void {
    const here = this.here();
    const { me, people, focus } = this.store.view;
    const shown = people.filter(({ part }) => part === "candidate" || this.store.staff || !focus);
    const whereIs = ({ id }: Person): Where => (!this.connected ? (id === me.id ? "away" : "unknown") : here.has(id) ? "here" : "away");
    byId("people").replaceChildren(...shown.map((person) => this.chip(person, whereIs(person), person.id === me.id)));
  }

  private chip(person: Person, where: Where, mine: boolean): HTMLElement {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    const name = document.createElement("span");
    item.className = "person";
    item.dataset["where"] = where;
    item.style.setProperty("--person", `var(--person-${colourOf(person.id)})`);
    mark.className = "person__mark";
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = initials(person.name);
    name.className = "person__name";
    const part = person.part ? partNames[person.part] : "Administrator";
    name.textContent = mine ? "You" : person.name;
    const state = document.createElement("span");
    state.className = "visually-hidden";
    state.textContent = `, ${part}${mine && where === "away" ? ", not connected" : said[where]}`;
    item.title = `${person.name}${state.textContent}`;
    item.append(mark, name, state);
    if (where === "away") item.append(icon("offline"));
    return item;
  }
}
