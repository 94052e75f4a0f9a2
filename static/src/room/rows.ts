// Lists that are drawn again while people are in them.

/**
 * Brings a list to these rows. What is as it was stays the element it is, with a press that is under way in it; the
 * focus in one that changed goes to the same slot of its new row, or to the row where that cannot have it any more.
 */
export function renew(list: HTMLElement, rows: HTMLElement[]): void {
  rows.forEach((row, at) => {
    const before = list.children[at];
    if (!before) return list.append(row);
    if (before.isEqualNode(row)) return;
    const { activeElement } = document;
    before.before(row);
    // While the old row is there, so that the ring of the focus is kept, or its absence.
    if (activeElement instanceof HTMLElement && before.contains(activeElement)) refocus(row, activeElement.dataset["slot"]);
    before.remove();
  });
  while (list.children.length > rows.length) list.lastElementChild?.remove();
}

function refocus(row: HTMLElement, name: string | undefined): void {
  const same = name ? row.querySelector<HTMLElement>(`[data-slot="${name}"]`) : null;
  same?.focus();
  if (!row.contains(document.activeElement)) row.focus();
}
