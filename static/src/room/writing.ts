// What is written in the room: kept where more was typed while it was on its way.

/** Takes what was sent out of its field, and nothing that was typed since. Whether the field is empty then. */
export function takeOut(field: HTMLTextAreaElement, sent: string): boolean {
  const { value } = field;
  if (!value.startsWith(sent)) return !value.trim();
  const rest = value.slice(sent.length).trimStart();
  // Not by `value`, which would put the cursor at the end while somebody types further ahead.
  field.setRangeText("", 0, value.length - rest.length, "preserve");
  return !rest;
}

/** Takes a small form away. A focus in it goes back to what opened it. */
export function closeForm(form: HTMLElement, opener: HTMLElement): void {
  const inside = form.contains(document.activeElement);
  form.remove();
  if (inside) opener.focus();
}
