// Turning to the other language keeps the place: the link gets the id of the
// passage at the top of the window. Passages have the same id in every language.

const passageId = /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/;

export function keepPlace(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-report]")) name(link);
  tellPassage();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-toggle]")) {
    const bare = link.getAttribute("href")!.split("#")[0];
    const aim = () => link.setAttribute("href", bare + (passageInView() && "#" + passageInView()));
    for (const moment of ["pointerdown", "focus", "click"]) link.addEventListener(moment, aim);
  }
}

// Whoever reports a problem need not say where: the passage at the top of the
// window goes along, in the address that the mail or the form gets.
function name(link: HTMLAnchorElement): void {
  const bare = link.getAttribute("href")!;
  const aim = () => {
    const id = passageInView();
    if (!id) return;
    const [page, part] = bare.split("#");
    link.setAttribute("href", part ? `${page}?passage=${id}#${part}` : `${bare}%23${id}`);
  };
  for (const moment of ["pointerdown", "focus", "click"]) link.addEventListener(moment, aim);
}

// Where nobody is named to report to, the page that says whom to ask tells the
// passage's permanent address.
function tellPassage(): void {
  const line = document.querySelector<HTMLElement>("[data-passage]");
  const id = new URLSearchParams(location.search).get("passage") ?? "";
  if (!line || !passageId.test(id)) return;
  const address = line.dataset.passage!.replace("^", id[0]).replace("%", id);
  line.querySelector("code")!.textContent = new URL(address, location.href).href;
  line.hidden = false;
}

// The passage at the top of the window; "" at the top of the page. The one that the
// address names holds as long as it is in the upper half, so that arriving at a passage
// is not the same as being at the one before it.
export function passageInView(): string {
  const named = document.getElementById(location.hash.slice(1));
  if (named && passageId.test(named.id)) {
    const { top } = named.getBoundingClientRect();
    if (top > -8 && top < (scrollY < 80 ? innerHeight : innerHeight / 2)) return named.id;
  }
  if (scrollY < 80) return "";
  for (const e of document.querySelectorAll<HTMLElement>("main [id]")) {
    if (passageId.test(e.id) && e.getBoundingClientRect().bottom > 24) return e.id;
  }
  return "";
}
