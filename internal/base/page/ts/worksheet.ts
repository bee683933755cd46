// Worksheets are for the reader alone: what is written there stays on the device,
// and leaves it only as the file that the reader downloads.
import { keep, kept } from "./kept";

type Field = HTMLInputElement | HTMLTextAreaElement;

const isChoice = (f: Field) => f.type === "radio" || f.type === "checkbox";

export function worksheets(): void {
  for (const sheet of document.querySelectorAll<HTMLElement>("[data-worksheet]")) fill(sheet);
}

function fill(sheet: HTMLElement): void {
  const name = "worksheet." + sheet.dataset.worksheet;
  const fields = [...sheet.querySelectorAll<Field>("input, textarea")];
  const tools = sheet.querySelector<HTMLElement>("[data-tools]")!;
  const plain = sheet.querySelector<HTMLElement>("[data-plain]")!;
  const asks = tools.querySelector("dialog")!;
  const told = tools.querySelector("[role=status]")!;

  // Where the browser keeps nothing the sentence for pages without script holds.
  const store = (values: Record<string, string>) => {
    const done = keep(name, values);
    plain.hidden = done;
    tools.querySelector<HTMLElement>("[data-keeps]")!.hidden = !done;
  };
  const set = (values: Record<string, string>) => {
    for (const f of fields) {
      if (isChoice(f)) (f as HTMLInputElement).checked = values[f.name] === f.value;
      else f.value = values[f.name] ?? "";
    }
    store(values);
  };
  set(kept<Record<string, string>>(name, {}));
  tools.hidden = false;

  sheet.addEventListener("input", () => {
    const given = fields.filter((f) => (isChoice(f) ? (f as HTMLInputElement).checked : f.value));
    store(Object.fromEntries(given.map((f) => [f.name, f.value])));
    told.textContent = "";
  });
  const does: Record<string, () => void> = {
    csv: () => download(sheet, tools.dataset.comma!),
    print: () => print(),
    ask: () => asks.showModal(),
    no: () => asks.close(),
    clear: () => {
      set({});
      asks.close();
      told.textContent = tools.dataset.cleared!;
    },
  };
  tools.addEventListener("click", (e) => does[(e.target as HTMLElement).closest<HTMLElement>("[data-do]")?.dataset.do ?? ""]?.());
}

// One row a field: what it asks, what was answered. The byte order mark tells a
// spreadsheet that the file is UTF-8.
function download(sheet: HTMLElement, comma: string): void {
  const rows = [...sheet.querySelectorAll(".field")].map((field) => [
    words(field.querySelector("legend, label")!),
    field.matches("fieldset")
      ? [...field.querySelectorAll(":checked")].map((f) => words(f.closest("label")!)).join("; ")
      : field.querySelector<Field>("input, textarea")!.value,
  ]);
  const text = "\ufeff" + rows.map((row) => row.map(cell).join(comma) + "\r\n").join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = words(document.querySelector("h1")!) + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// RFC 4180; and what a spreadsheet would take for a formula is marked as text.
const cell = (s: string) => '"' + (/^\s*[=+\-@\t\r]/.test(s) ? "'" + s : s).replace(/"/g, '""') + '"';

// What a label says, without its hint and its marks of sources.
function words(e: Element): string {
  const copy = e.cloneNode(true) as Element;
  for (const more of copy.querySelectorAll("small, .ref, .unseen")) more.remove();
  return copy.textContent!.replace(/[ \t\r\n]+/g, " ").trim();
}
