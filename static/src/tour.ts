// The tour: shows the page anew as soon as the verdict is there, and says so where the reader is.
import { tell, watch } from "./kit/way";

const LAST = ["finished", "platform_error", "cancelled"];
const LOOK_AGAIN_MS = 1000;

function follow(execution: string): void {
  const events = new EventSource(`/api/executions/${execution}/events`);
  const over = () => {
    events.close();
    location.reload();
  };
  LAST.forEach((type) => events.addEventListener(type, over));
  watch(events, ["queued", ...LAST], () => {
    tell("events_held_back");
    setTimeout(over, LOOK_AGAIN_MS);
  });
  events.addEventListener("error", () => {
    events.close();
    setTimeout(over, LOOK_AGAIN_MS);
  });
}

const waiting = document.querySelector<HTMLElement>("[data-execution]");
if (waiting) follow(waiting.dataset["execution"] ?? "");
else document.getElementById(location.hash.slice(1))?.querySelector<HTMLElement>("h2[tabindex]")?.focus();
