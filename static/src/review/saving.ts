// Saves a second after the last change, one save at a time. What another tab has changed is never overwritten unasked.
import { api, Refused } from "../kit/api";
import { byId } from "../kit/dom";
import { filledIn, sameHere, type Card } from "./card";

const pause = 1000;
const again = 5000;
const signedOut = "Sign in again in another tab; what you chose stays here.";

/** Whether the same may be taken later: the server has faults, is busy, or the person can sign in again. */
function passes({ status }: Refused): boolean {
  return status >= 500 || status === 429 || status === 401;
}

export function keepSaving(page: HTMLElement): void {
  const address = `/api/interviews/${page.dataset["interview"]}/scorecard`;
  const revision = document.querySelector<HTMLInputElement>('#scorecard input[name="revision"]');
  /** What the page was made from, with the criteria that it does not show. */
  let kept = JSON.parse(byId("card").textContent) as Card;
  /** What was sent last: its answer may have been lost, and then it comes back as somebody else's. */
  let sent: Pick<Card, "summary" | "scores"> | null = null;
  let timer = 0;
  let saving = false;
  /** How often something was changed, and how many of the changes are kept. */
  let changes = 0;
  let safe = 0;
  let stopped = false;
  /** Sends the form, once the save that is on its way has been answered: both would be of one revision. */
  let handIn: (() => void) | null = null;

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
    if (error.slug === "stale-revision" && other && [kept, sent].some((own) => own && sameHere(own, other))) {
      adopt(other);
      soon(0);
      return;
    }
    if (passes(error)) {
      tell(`Not saved yet: ${error.message} ${error.status === 401 ? signedOut : "Trying again."}`);
      soon(error.retryAfter === null ? again : error.retryAfter * 1000);
      return;
    }
    stopped = error.status === 409;
    if (other && stopped) {
      const notice = byId("stale");
      notice.hidden = false;
      notice.querySelector("p")!.textContent = error.message;
      byId("keep-mine").hidden = other.state === "submitted";
      if (other.state === "submitted") notice.querySelector("a")!.href = `/interviews/${page.dataset["interview"]}/review`;
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
    tell("Saving…");
    const upTo = changes;
    const mine = filledIn(kept);
    try {
      adopt(await api.put<Card>(address, { revision: kept.revision, ...mine }));
      safe = upTo;
      tell("Saved");
    } catch (error) {
      if (error instanceof Refused) refused(error);
      else {
        sent = mine;
        tell("Not saved yet: the server cannot be reached. Trying again.");
        soon(again);
      }
    } finally {
      saving = false;
      handIn?.();
    }
  }

  function soon(wait: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), wait);
  }

  page.addEventListener("input", (event) => {
    const field = event.target as HTMLElement;
    if (field.getAttribute("form") !== "scorecard" && field.id !== "summary") return;
    changes += 1;
    if (!stopped) tell("Not saved yet");
    soon(pause);
  });
  const form = byId<HTMLFormElement>("scorecard");
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      handIn = () => form.requestSubmit(event.submitter);
      return;
    }
    safe = changes; // the form carries it
  });
  window.addEventListener("pagehide", () => {
    if (safe === changes || stopped) return;
    sent = filledIn(kept);
    api.putLast(address, { revision: kept.revision, ...sent });
    // The save that is on its way may have been taken, or never be: one of the two is refused, or changes nothing.
    if (saving) api.putLast(address, { revision: kept.revision + 1, ...sent });
  });
}
