// The one line that says where the text is, and the notice when it is not on the server.
import { byId, icon } from "../kit/dom";
import type { SaveState } from "../kit/saver";
import { moment } from "../kit/words";
import { notify, withdraw, type Notice } from "./notices";

/** What is saved, and what can be done where it is not. */
export interface Saving {
  readonly savedAt: string | null;
  retry: () => void;
  resolveNow: () => Promise<void>;
}

const looks: Record<SaveState, [string | null, string]> = {
  saved: ["passed", "Saved"],
  unsaved: [null, "Saving…"],
  saving: [null, "Saving…"],
  offline: ["offline", "Offline"],
  stale: ["loud", "Changed elsewhere"],
  refused: ["loud", "Not saved"],
  "signed-out": ["loud", "Signed out"],
};

function noticeFor(state: SaveState, detail: string, draft: Saving): Notice | null {
  if (state === "offline") {
    const text = `${detail} Keep writing: your text is kept in this browser and saved as soon as the connection is back.`;
    return { text, actions: [{ label: "Try now", act: () => draft.retry() }] };
  }
  if (state === "stale") {
    const text = "This code was also changed somewhere else. Both versions are kept.";
    return { text, actions: [{ label: "Compare and choose", act: () => void draft.resolveNow() }] };
  }
  return detail ? { text: detail } : null;
}

export function showSaveState(state: SaveState, detail: string, draft: Saving): void {
  const line = byId("save-state");
  const [look, label] = looks[state];
  const when = document.createElement("span");
  when.className = "wide-only";
  if (state === "saved" && draft.savedAt) when.textContent = moment(draft.savedAt);
  line.dataset["state"] = state;
  line.replaceChildren(...(look ? [icon(look)] : []), label, when);
  // A save under way says nothing new about the trouble before it.
  if (state === "unsaved" || state === "saving") return;
  const notice = noticeFor(state, detail, draft);
  if (notice) notify("draft", notice);
  else withdraw("draft");
}
