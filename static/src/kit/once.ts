// What is sent once, however often one asks.

const underWay = new Set<HTMLElement>();

/** Whether it was sent: not while an earlier text of this field or form is on its way. */
export async function once(place: HTMLElement, send: () => Promise<unknown>): Promise<boolean> {
  if (underWay.has(place)) return false;
  underWay.add(place);
  try {
    await send();
  } finally {
    underWay.delete(place);
  }
  return true;
}
