// The few things every island does to the page.

/** The element the template promises; a missing one is a fault of ours, named in the console. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page lacks #${id}`);
  return found as T;
}

/** The part of a cloned template marked data-slot="name". */
export function slot(within: ParentNode, name: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(`[data-slot="${name}"]`);
  if (!found) throw new Error(`The template lacks the slot ${name}`);
  return found;
}

export function cloneTemplate(id: string): HTMLElement {
  const first = byId<HTMLTemplateElement>(id).content.firstElementChild;
  if (!first) throw new Error(`The template ${id} is empty`);
  return first.cloneNode(true) as HTMLElement;
}

/** Shows text, or hides the slot when there is none. */
export function fill(within: ParentNode, name: string, text: string | null | undefined): void {
  const target = slot(within, name);
  target.hidden = !text;
  target.textContent = text ?? "";
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function textButton(label: string, act: (event: MouseEvent) => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "text-button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

/** A line that is read out as soon as it stands in the page. */
export function alerting(text: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "message";
  line.setAttribute("role", "alert");
  line.textContent = text;
  return line;
}

/** Says something to a screen reader without moving anything. */
export function announce(text: string): void {
  byId("announcer").textContent = text;
}
