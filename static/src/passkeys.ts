// Passkeys: signing in with one on the sign-in page, making one on the page of one's account.
import { api, Refused } from "./kit/api";

type Json = Record<string, unknown>;

function bytes(text: unknown): Uint8Array<ArrayBuffer> {
  const plain = atob(String(text).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function described(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Json[]).map((each) => ({ type: "public-key", id: bytes(each["id"]) }));
}

/** An answer of the authenticator as JSON, buffers as base64url. */
function answer(credential: PublicKeyCredential): Json {
  const response: Json = {};
  const given = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] as const) {
    const value = given[name];
    if (value) response[name] = text(value);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

async function make(name: string): Promise<void> {
  const options = await api.post<Json>("/api/account/passkeys/begin", {});
  const user = options["user"] as Json;
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"]),
    user: { ...user, id: bytes(user["id"]) },
    excludeCredentials: described(options["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  await api.post("/api/account/passkeys", { name, credential: answer(made) });
}

async function prove(next: string): Promise<string> {
  const options = await api.post<Json>("/api/passkeys/begin", {});
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"]),
    allowCredentials: described(options["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
  const proof = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const way = await api.post<{ next: string }>("/api/passkeys/sign-in", { next, credential: answer(proof) });
  return way.next;
}

function reason(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof DOMException && error.name === "InvalidStateError") return "This device has a passkey for you already.";
  if (error instanceof DOMException) return "No passkey was given. Try again when you are ready.";
  return error instanceof Error ? error.message : "That did not work. Try again.";
}

async function attempt(button: HTMLElement | null, act: () => Promise<void>): Promise<void> {
  const fault = document.getElementById("passkey-fault");
  if (fault) fault.hidden = true;
  button?.setAttribute("aria-disabled", "true");
  try {
    await act();
  } catch (error) {
    if (fault) {
      fault.textContent = reason(error);
      fault.hidden = false;
    }
  } finally {
    button?.removeAttribute("aria-disabled");
  }
}

const signIn = document.getElementById("passkey-signin");
signIn?.addEventListener("click", () => {
  if (signIn.getAttribute("aria-disabled")) return;
  void attempt(signIn, async () => location.assign(await prove(signIn.dataset["next"] ?? "/practice")));
});

const form = document.getElementById("passkey-form");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button?.getAttribute("aria-disabled")) return;
  const name = form.querySelector("input")?.value ?? "";
  void attempt(button, async () => {
    await make(name);
    location.assign(form.dataset["next"] ?? "/account?done=passkey-made");
  });
});
