// Tells the browser's time zone where a page depends on when a day begins, and shows the page again by it.
import { api } from "./kit/api";

const page = document.querySelector<HTMLElement>("[data-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (page && zone && page.dataset["zone"] !== zone) {
  api
    .put("/api/drill/settings", { time_zone: zone })
    .then(() => location.reload())
    .catch(() => undefined); // a zone that the server does not know: its own day stays
}
