// Times of the replay as people read them.
export function asTime(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const rest = `${hours > 0 ? String(minutes).padStart(2, "0") : minutes}:${String(seconds).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

export function addressOf(time: number): string {
  const url = new URL(location.href);
  url.searchParams.set("at", String(Math.round(time)));
  url.hash = "";
  return url.href;
}
