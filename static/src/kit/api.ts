// Talking to the server: JSON both ways, and every failure as one clear sentence.

/** The server answered, and said no (RFC 9457). `body` holds the problem's own fields. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    detail: string,
    readonly body: Record<string, unknown>,
    readonly retryAfter: number | null,
  ) {
    super(detail);
  }
}

const forGood = new Set([401, 403, 404]);

/** Whether asking again can only be told the same: signed out, not allowed, or gone. */
export function isFinal(error: unknown): boolean {
  return error instanceof Refused && forGood.has(error.status);
}

/** No answer arrived: offline, the server is down, or the way there is cut. */
export class Unreachable extends Error {
  constructor() {
    super("The server cannot be reached.");
  }
}

const fallback: Record<number, string> = {
  401: "You have been signed out.",
  403: "You may not do that.",
  404: "That is no longer there.",
  413: "That is too large.",
  429: "That was too often. Wait a moment and try again.",
  503: "The server is busy. Try again in a moment.",
};

async function problemOf(response: Response): Promise<Refused> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // A proxy answered with something else; the status still says what happened.
  }
  const slug = String(body["type"] ?? "").split(/[:/]/).pop() ?? "";
  const detail = body["detail"] ?? body["title"] ?? fallback[response.status] ?? "The server could not do that.";
  const retryAfter = Number(response.headers.get("Retry-After"));
  return new Refused(response.status, slug, String(detail), body, retryAfter > 0 ? retryAfter : null);
}

// What a proxy in front of a stopped server answers is as good as no answer.
const gatewayStatus = new Set([502, 504]);

async function send(method: string, url: string, body?: unknown, keepalive = false, accept = "application/json"): Promise<Response> {
  const init: RequestInit = { method, keepalive, headers: { Accept: accept } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { Accept: accept, "Content-Type": "application/json" };
  }
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new Unreachable();
  }
  if (gatewayStatus.has(response.status)) throw new Unreachable();
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json<T>(response: Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}

// Where a page leads whoever may not see it, which `fetch` follows: what comes from there is no answer to what was asked.
const ledTo: Record<string, () => Refused> = {
  "/signin": () => new Refused(401, "sign-in-required", "You have been signed out.", {}, null),
  "/account/passkey": () => new Refused(403, "passkey-required", "A passkey is needed here: show yours at /account/passkey.", {}, null),
};

async function html(url: string): Promise<string> {
  const response = await send("GET", url, undefined, false, "text/html");
  const refused = response.redirected ? ledTo[new URL(response.url).pathname] : undefined;
  if (refused) throw refused();
  return response.text();
}

/** Whether it is for want of being signed in that something was refused. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Refused && error.status === 401;
}

export const api = {
  get: <T>(url: string) => json<T>(send("GET", url)),
  put: <T>(url: string, body: unknown) => json<T>(send("PUT", url, body)),
  post: <T>(url: string, body: unknown) => json<T>(send("POST", url, body)),
  remove: (url: string) => send("DELETE", url),
  /** A page, or a part of one, as the server writes it. */
  html,
  /** For answers without a body. */
  tell: (url: string, body: unknown) => send("POST", url, body),
  /** As the page goes away: nobody waits for the answer. */
  putLast: (url: string, body: unknown) => void send("PUT", url, body, true).catch(() => undefined),
};
