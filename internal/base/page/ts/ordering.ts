// Ordering: buttons that move a line up or down. The lists of places stay the
// answer that is sent; the buttons only set them.

export function ordering(): void {
  for (const list of document.querySelectorAll<HTMLElement>("ol[data-order]")) {
    if (list.querySelector("select:disabled")) continue;
    const items = [...list.children] as HTMLElement[];
    const place = (i: HTMLElement) => Number(i.querySelector("select")!.value) || 99;
    if (items.some((i) => place(i) < 99)) items.sort((a, b) => place(a) - place(b)).forEach((i) => list.append(i));
    const live = document.createElement("p");
    live.className = "unseen";
    live.setAttribute("role", "status");
    list.after(live);
    for (const item of items) {
      const box = document.createElement("span");
      box.className = "movers";
      box.append(mover(list, item, -1, live), mover(list, item, 1, live));
      item.querySelector(".item-text")!.after(box);
      const select = item.querySelector("select")!;
      select.addEventListener("change", () => {
        const to = place(item) - 1;
        const others = [...list.children].filter((e) => e !== item);
        const held = document.activeElement === select; // an element that moves loses the focus
        if (to < 99) list.insertBefore(item, others[to] ?? null);
        number(list);
        if (held) select.focus();
      });
    }
    mark(list);
  }
}

function mover(list: HTMLElement, item: HTMLElement, step: -1 | 1, live: HTMLElement): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "tool";
  b.setAttribute("aria-label", `${step < 0 ? list.dataset.up : list.dataset.down}: ${item.querySelector(".item-text")!.textContent!.trim()}`);
  b.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${step < 0 ? "M12 20V5M6 11l6-6 6 6" : "M12 4v15m-6-6 6 6 6-6"}"/></svg>`;
  b.addEventListener("click", () => {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    number(list);
    live.textContent = list.dataset.moved!.replace("%", item.querySelector("select")!.value);
    b.focus();
  });
  return b;
}

function number(list: HTMLElement): void {
  [...list.children].forEach((item, i) => (item.querySelector("select")!.value = String(i + 1)));
  mark(list);
}

// The ends of the list cannot move further; the button says so and keeps the focus.
function mark(list: HTMLElement): void {
  [...list.children].forEach((item, i) => {
    const [up, down] = item.querySelectorAll(".movers button");
    up.setAttribute("aria-disabled", String(i === 0));
    down.setAttribute("aria-disabled", String(i === list.children.length - 1));
  });
}
