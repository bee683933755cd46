// What is kept on this device, by the session. A browser may refuse (private
// windows, files from disk); then nothing is kept and nothing breaks.
import { session, type Session } from "./session";

type Store = Pick<Session, "get" | "set">;

export function kept<T>(name: string, otherwise: T, store: Store = session()): T {
  try {
    return (JSON.parse(store.get(name) ?? "null") as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

// Tells whether the value is kept; where it is not, the page still works.
export function keep(name: string, value: unknown, store: Store = session()): boolean {
  return store.set(name, JSON.stringify(value));
}

// The action of a form as it is written: form.action would give the page's own address.
export const actionOf = (form: HTMLElement): string => form.getAttribute("action") || "";

// Sends a form in the background and tells when that failed.
export function send(form: HTMLFormElement, failed: () => void): void {
  const data = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  fetch(actionOf(form), { method: "POST", body: data, keepalive: true, credentials: "same-origin" }).then(
    (answer) => answer.ok || failed(),
    failed,
  );
}
