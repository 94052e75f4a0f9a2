// Saves a second after the last change, one save at a time. What another tab has changed is never overwritten unasked.
import { api, Refused } from "../kit/api";
import { byId } from "../kit/dom";
import { filledIn, fillIn, sameHere, type Card, type Filled } from "./card";
import { Unsaved } from "./unsaved";

const pause = 1000;
const again = 5000;
const mostUnanswered = 20;
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
  /** What was sent since a save was answered: where an answer is lost, it comes back as if it were somebody else's. */
  let sent: Filled[] = [];
  const unsaved = new Unsaved(page.dataset["interview"] ?? "", page.dataset["person"] ?? "");
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

  function keepHere(): void {
    unsaved.keep({ mine: filledIn(kept), known: [kept, ...sent] });
  }

  function sending(filled: Filled): Filled {
    sent = [...sent, filled].slice(-mostUnanswered);
    return filled;
  }

  /** Whether it can be gone on from what is there instead. */
  function refused(error: Refused): boolean {
    const other = error.body["scorecard"] as Card | undefined;
    if (error.slug === "stale-revision" && other && [kept, ...sent].some((own) => sameHere(own, other))) {
      adopt(other);
      soon(0);
      return true;
    }
    if (passes(error)) {
      tell(`Not saved yet: ${error.message} ${error.status === 401 ? signedOut : "Trying again."}`);
      soon(error.retryAfter === null ? again : error.retryAfter * 1000);
      return false;
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
    return false;
  }

  /** Whether the server has what the page had. */
  async function put(): Promise<boolean> {
    const upTo = changes;
    try {
      adopt(await api.put<Card>(address, { revision: kept.revision, ...sending(filledIn(kept)) }));
    } catch (error) {
      if (error instanceof Refused) return refused(error);
      tell("Not saved yet: the server cannot be reached. Trying again.");
      soon(again);
      return false;
    }
    sent = [];
    safe = upTo;
    if (safe === changes) unsaved.forget();
    tell("Saved");
    return true;
  }

  async function save(): Promise<void> {
    if (stopped) return;
    if (saving) return soon(pause);
    saving = true;
    tell("Saving…");
    const taken = await put();
    saving = false;
    const go = handIn;
    handIn = null;
    if (taken) go?.();
    else if (go) tell(`${byId("saving").textContent} Then press the button again.`);
  }

  function soon(wait: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), wait);
  }

  page.addEventListener("input", (event) => {
    const field = event.target as HTMLElement;
    if (field.getAttribute("form") !== "scorecard" && field.id !== "summary") return;
    changes += 1;
    keepHere();
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
    keepHere();
    safe = changes; // the form carries it
  });
  const left = unsaved.take(kept);
  if (left) {
    sending(left);
    changes += 1;
    fillIn(left);
    soon(0);
  }
  window.addEventListener("pagehide", () => {
    if (safe === changes || stopped) return;
    const last = sending(filledIn(kept));
    api.putLast(address, { revision: kept.revision, ...last });
    // The save that is on its way may have been taken, or never be: one of the two is refused, or changes nothing.
    if (saving) api.putLast(address, { revision: kept.revision + 1, ...last });
  });
}
