// Paper shows what was folded away, except answers that nobody opened.

export function printing(life: AbortSignal): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details.reveal:not([open], .key)")];
    for (const d of opened) d.open = true;
  }, { signal: life });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  }, { signal: life });
}
