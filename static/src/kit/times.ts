// Moments in the reader's own zone: the server writes and reads UTC.
const written = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

export function showLocalTimes(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    time.title = time.textContent ?? "";
    time.textContent = written.format(new Date(time.dateTime));
  }
}

function local(utc: string): string {
  const moment = new Date(`${utc}Z`);
  if (Number.isNaN(moment.getTime())) return "";
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** Fields that hold UTC are typed in the reader's zone; the form says which one that is. */
export function typeLocalTimes(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const hidden of document.querySelectorAll<HTMLInputElement>("input[data-zone]")) {
    hidden.value = zone;
    for (const input of hidden.form?.querySelectorAll<HTMLInputElement>("input[data-utc]") ?? []) {
      input.value = local(input.value);
    }
    for (const name of hidden.form?.querySelectorAll("[data-zone-name]") ?? []) name.textContent = zone;
  }
}
