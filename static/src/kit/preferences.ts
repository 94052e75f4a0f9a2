// What this browser remembers about how someone likes to work. Never anything they wrote.
export interface Preferences {
  statementSize?: number;
  consoleSize?: number;
  roomStatementSize?: number;
  codeSize?: number;
  lint?: boolean;
  complete?: boolean;
  vim?: boolean;
  coach?: "off" | "rail" | "open";
}

const KEY = "holdout:preferences";

export function preferences(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof stored === "object" && stored !== null ? stored : {};
  } catch {
    return {};
  }
}

export function remember(changed: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...changed }));
  } catch {
    // Storage is full or forbidden: the choice then lasts as long as the page.
  }
}
