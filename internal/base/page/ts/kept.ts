// What is kept on this device. A browser may refuse (private windows, files from
// disk); then nothing is kept and nothing breaks.

export function kept<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem("atelier." + name);
    return text ? (JSON.parse(text) as T) : otherwise;
  } catch {
    return otherwise;
  }
}

// Tells whether the value is kept; where it is not, the page still works.
export function keep(name: string, value: unknown): boolean {
  try {
    localStorage.setItem("atelier." + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
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
