// As much of a page as the parts of a room need: an element for each id that is asked for, and for each slot in one.
export function element() {
  const slots = new Map();
  const attributes = new Set();
  const heard = new Map();
  return {
    dataset: {},
    style: { setProperty() {} },
    classList: { toggle() {} },
    children: [],
    hidden: false,
    textContent: "",
    setAttribute() {},
    removeAttribute() {},
    toggleAttribute: (name, on) => (on ? attributes.add(name) : attributes.delete(name)),
    hasAttribute: (name) => attributes.has(name),
    addEventListener: (kind, act) => heard.set(kind, act),
    click: () => heard.get("click")?.(),
    focus() {},
    remove() {},
    replaceWith() {},
    prepend() {},
    append(...rows) {
      this.children.push(...rows);
    },
    replaceChildren(...rows) {
      this.children = rows;
    },
    querySelector: (name) => slots.get(name) ?? slots.set(name, element()).get(name),
    querySelectorAll: () => [],
    closest: () => null,
    cloneNode: () => element(),
    get content() {
      return { firstElementChild: element() };
    },
  };
}

/** A new page; gives its elements by their ids. */
export function page() {
  const known = new Map();
  const byId = (id) => known.get(id) ?? known.set(id, element()).get(id);
  globalThis.document = { getElementById: byId, createElementNS: element, createElement: element, querySelector: () => null, querySelectorAll: () => [], addEventListener() {} };
  return byId;
}
