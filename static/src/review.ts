// A scorecard, saved while it is filled in; wordings to use again; evidence of other criteria to refer to; J and K.
import { byId } from "./kit/dom";
import { showProgress } from "./review/progress";
import { offerOthers } from "./review/others";
import { offerSaved } from "./review/saved";
import { keepSaving } from "./review/saving";

const page = byId("review");

function walkByKeys(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLElement && event.target.closest("input:not([type=radio]), textarea, select")) return;
  const way = { j: "next", k: "prev" }[event.key.toLowerCase()];
  if (way) document.querySelector<HTMLAnchorElement>(`.review__ways a[rel="${way}"]`)?.click();
}

document.addEventListener("keydown", walkByKeys);
if (page.dataset["open"] === "yes") {
  offerOthers();
  offerSaved();
  keepSaving(page);
  showProgress(); // of what a former page left as well
}
