// Moments in the reader's own zone: the server writes and reads UTC.
const written = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

export function showLocalTimes(within: ParentNode = document): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    time.title = time.textContent ?? "";
    time.textContent = written.format(new Date(time.dateTime));
  }
}

function local(written: string): string {
  const moment = new Date(`${written}Z`);
  if (Number.isNaN(moment.getTime())) return "";
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function utc(typed: string): string {
  const moment = new Date(typed);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString().slice(0, 16);
}

/** Fields that hold UTC are typed in the reader's zone, and sent as UTC again. */
export function typeLocalTimes(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-utc]")) {
    input.value = local(input.value);
    input.form?.addEventListener("formdata", (event) => event.formData.set(input.name, utc(input.value)));
  }
  for (const name of document.querySelectorAll("[data-zone-name]")) name.textContent = zone;
}
