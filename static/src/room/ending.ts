// The end: a lead ends the interview, a candidate hands a take-home in.
import { notify } from "../workspace/notices";
import { confirm } from "./confirm";
import type { Store } from "./store";

const staffWords = ["End the interview?", "Everybody can read on, nobody can write any more. The candidate sees that it is over.", "End the interview"] as const;
const ownWords = ["Hand in?", "What stands in the room is what counts. You cannot write any more afterwards.", "Hand in"] as const;

/** Nothing is handed in before all that was typed has arrived: `arrived` fails when it has not. */
export function wireEnd(store: Store, arrived: () => Promise<void>): void {
  const button = document.getElementById("end");
  if (!button) return;
  const [title, text, label] = store.staff ? staffWords : ownWords;
  button.addEventListener("click", () => confirm(title, text, label, () => void end(store, store.staff ? async () => undefined : arrived)));
  store.onView(() => {
    button.hidden = !store.running;
  });
}

async function end(store: Store, ready: () => Promise<void>): Promise<void> {
  try {
    await ready();
    await store.post("steps", { step: "end" });
    await Promise.all([store.catchUp(true), store.refresh()]);
  } catch (error) {
    notify("end", { text: error instanceof Error ? error.message : String(error) });
  }
}
