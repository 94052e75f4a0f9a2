// Saves a second after the last change, one save at a time. What another tab has changed is never overwritten unasked.
import { api, Refused } from "../kit/api";
import { byId } from "../kit/dom";
import { filledIn, type Card } from "./card";

const pause = 1000;
const again = 5000;

/** `kept` is what the page was made from; where it shows one criterion alone, the others are read first. */
export function keepSaving(page: HTMLElement): void {
  const address = `/api/interviews/${page.dataset["interview"]}/scorecard`;
  const revision = document.querySelector<HTMLInputElement>('#scorecard input[name="revision"]');
  const alone = page.dataset["alone"] === "yes";
  let kept: Card = { revision: Number(page.dataset["revision"]), state: "draft", summary: "", scores: [] };
  let whole = !alone;
  let timer = 0;
  let saving = false;
  let stopped = false;

  function tell(text: string): void {
    const said = document.getElementById("saving");
    if (said) said.textContent = text;
  }

  function adopt(card: Card): void {
    kept = card;
    if (revision) revision.value = String(card.revision);
  }

  function refused(error: Refused): void {
    const other = error.body["scorecard"] as Card | undefined;
    if (error.slug === "stale-revision" && other && alone) {
      adopt(other);
      soon(0);
      return;
    }
    stopped = error.status === 409;
    if (other && stopped) {
      const notice = byId("stale");
      notice.hidden = false;
      notice.querySelector("p")!.textContent = error.message;
      byId("keep-mine").hidden = other.state === "submitted";
      byId("keep-mine").onclick = () => {
        notice.hidden = true;
        stopped = false;
        adopt(other);
        soon(0);
      };
    }
    tell(`Not saved: ${error.message}`);
  }

  async function save(): Promise<void> {
    if (stopped) return;
    if (saving) return soon(pause);
    saving = true;
    timer = 0;
    tell("Saving…");
    try {
      if (!whole) adopt(await api.get<Card>(address));
      whole = true;
      adopt(await api.put<Card>(address, { revision: kept.revision, ...filledIn(kept) }));
      tell("Saved");
    } catch (error) {
      if (error instanceof Refused) refused(error);
      else {
        tell("Not saved yet: the server cannot be reached. Trying again.");
        soon(again);
      }
    } finally {
      saving = false;
    }
  }

  function soon(wait: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), wait);
  }

  page.addEventListener("input", (event) => {
    const field = event.target as HTMLElement;
    if (field.getAttribute("form") !== "scorecard" && field.id !== "summary") return;
    if (!stopped) tell("Not saved yet");
    soon(pause);
  });
  byId<HTMLFormElement>("scorecard").addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
  });
  window.addEventListener("pagehide", () => {
    if (timer && whole && !stopped) api.putLast(address, { revision: kept.revision, ...filledIn(kept) });
  });
}
