// Turning to the other language keeps the place: the link gets the id of the
// passage at the top of the window. Passages have the same id in every language.

const passageId = /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/;

export function keepPlace(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-toggle]")) {
    const bare = link.getAttribute("href")!.split("#")[0];
    const aim = () => link.setAttribute("href", bare + hash());
    for (const moment of ["pointerdown", "focus", "click"]) link.addEventListener(moment, aim);
  }
}

function hash(): string {
  if (scrollY < 80) return "";
  for (const e of document.querySelectorAll<HTMLElement>("main [id]")) {
    if (passageId.test(e.id) && e.getBoundingClientRect().bottom > 24) return "#" + e.id;
  }
  return "";
}
