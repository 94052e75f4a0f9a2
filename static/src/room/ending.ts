// The end: a lead ends the interview, a candidate hands a take-home in.
import { notify } from "../workspace/notices";
import { confirm } from "./confirm";
import type { Store } from "./store";

const staffWords = ["End the interview?", "Everybody can read on, nobody can write any more. The candidate sees that it is over.", "End the interview"] as const;
const ownWords = ["Hand in?", "What stands in the room is what counts. You cannot write any more afterwards.", "Hand in"] as const;

export function wireEnd(store: Store): void {
  const button = document.getElementById("end");
  if (!button) return;
  const [title, text, label] = store.staff ? staffWords : ownWords;
  button.addEventListener("click", () => confirm(title, text, label, () => void end(store)));
  store.onView(() => {
    button.hidden = !store.running;
  });
}

async function end(store: Store): Promise<void> {
  try {
    await store.post("steps", { step: "end" });
    await Promise.all([store.catchUp(true), store.refresh()]);
  } catch (error) {
    notify("end", { text: error instanceof Error ? error.message : String(error) });
  }
}
