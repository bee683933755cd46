// Asks the browser for a passkey (Web Authentication, level 3) where a form with
// data-passkey is sent: "new" makes one, "get" signs with one. What to ask comes from
// the server, what the browser answers goes to it in the form itself. Only pages with
// such a form load this script; without it the server says which other ways there are.

interface Descriptor {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}

interface Asked {
  ceremony: string;
  options: {
    challenge: string;
    user?: { id: string; name: string; displayName: string };
    excludeCredentials?: Descriptor[];
    allowCredentials?: Descriptor[];
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

function text(data: ArrayBuffer | null): string | undefined {
  if (!data) return undefined;
  let plain = "";
  for (const b of new Uint8Array(data)) plain += String.fromCharCode(b);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const descriptors = (list?: Descriptor[]) => list?.map((d) => ({ ...d, id: bytes(d.id) }));

// What the server asks is JSON, where the browser wants bytes.
async function credential(kind: string, { options }: Asked): Promise<PublicKeyCredential> {
  const challenge = bytes(options.challenge);
  let made: Credential | null;
  if (kind === "new") {
    const user = { ...options.user!, id: bytes(options.user!.id) };
    const publicKey = { ...options, challenge, user, excludeCredentials: descriptors(options.excludeCredentials) };
    made = await navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions });
  } else {
    made = await navigator.credentials.get({ publicKey: { ...options, challenge, allowCredentials: descriptors(options.allowCredentials) } });
  }
  return made as PublicKeyCredential;
}

// The credential as JSON (section 5.1, toJSON), which not every browser can write.
function json(c: PublicKeyCredential): string {
  const r = c.response;
  const response: Record<string, unknown> = { clientDataJSON: text(r.clientDataJSON) };
  if (r instanceof AuthenticatorAttestationResponse) {
    response.attestationObject = text(r.attestationObject);
    response.transports = r.getTransports?.() ?? [];
  } else if (r instanceof AuthenticatorAssertionResponse) {
    response.authenticatorData = text(r.authenticatorData);
    response.signature = text(r.signature);
    response.userHandle = text(r.userHandle);
  }
  return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: {}, response });
}

async function ask(form: HTMLFormElement): Promise<void> {
  const answer = await fetch(form.dataset.options!, { method: "POST", headers: { Accept: "application/json" } });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => null);
    throw new Error(problem?.title || form.dataset.failed);
  }
  const asked: Asked = await answer.json();
  const got = await credential(form.dataset.passkey!, asked);
  (form.elements.namedItem("answer") as HTMLInputElement).value = json(got);
  (form.elements.namedItem("ceremony") as HTMLInputElement).value = asked.ceremony;
  form.submit();
}

// Names of errors by which the browser says why there is no passkey (section 5.1.3
// and 5.1.4.1): the person stopped or waited too long; the device has one already.
const reasons: Record<string, string> = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", TypeError: "failed" };

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  const button = form.querySelector("button")!;
  const said = form.querySelector<HTMLElement>("[data-said]")!;
  const say = (what: string) => {
    said.querySelector("span")!.textContent = what;
    said.hidden = false;
  };
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    said.hidden = true;
    if (!window.PublicKeyCredential) {
      say(form.dataset.unsupported!);
      return;
    }
    button.setAttribute("aria-disabled", "true");
    ask(form)
      .catch((err: Error) => say(form.dataset[reasons[err.name] ?? ""] ?? (err.name === "Error" ? err.message : form.dataset.failed!)))
      .finally(() => button.removeAttribute("aria-disabled"));
  });
}
