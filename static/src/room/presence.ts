// The people of the room: everybody with a seat, and who of them has it open now.
import type { Awareness } from "y-protocols/awareness";
import { byId, icon } from "../kit/dom";
import { colourOf, initials, partNames } from "./people";
import type { Store } from "./store";
import type { Person } from "./types";

interface State {
  user?: { id: string };
}

export class Presence {
  constructor(
    private readonly store: Store,
    private readonly awareness: Awareness,
  ) {
    awareness.on("change", () => this.show());
    store.onView(() => this.show());
  }

  private here(): Set<string> {
    const states = [...this.awareness.getStates().values()] as State[];
    return new Set([this.store.view.me.id, ...states.flatMap(({ user }) => user?.id ?? [])]);
  }

  private show(): void {
    const here = this.here();
    const { me, people, focus } = this.store.view;
    const shown = people.filter(({ part }) => part === "candidate" || this.store.staff || !focus);
    byId("people").replaceChildren(...shown.map((person) => this.chip(person, here.has(person.id), person.id === me.id)));
  }

  private chip(person: Person, here: boolean, mine: boolean): HTMLElement {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    const name = document.createElement("span");
    item.className = "person";
    item.dataset["here"] = String(here);
    item.style.setProperty("--person", `var(--person-${colourOf(person.id)})`);
    mark.className = "person__mark";
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = initials(person.name);
    name.className = "person__name";
    const part = person.part ? partNames[person.part] : "Administrator";
    name.textContent = mine ? "You" : person.name;
    const state = document.createElement("span");
    state.className = "visually-hidden";
    state.textContent = `, ${part}${here ? "" : ", not here"}`;
    item.title = `${person.name}, ${part}${here ? "" : ", not here now"}`;
    item.append(mark, name, state);
    if (!here) item.append(icon("offline"));
    return item;
  }
}
