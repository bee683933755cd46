// A visitor with a keyboard and nothing else.
import { partners } from "./keys.mjs";

// Presses Tab, or Shift+Tab when it lies before the focus, until what has the focus matches a selector.
export async function tabTo(page, selector, most = 500) {
  const before = (s) => {
    const to = document.querySelector(s);
    const now = document.activeElement;
    return Boolean(to && now && now !== document.body && now.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING && !to.contains(now));
  };
  const key = (await page.evaluate(before, selector)) ? "Shift+Tab" : "Tab";
  for (let i = 0; i < most; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${selector} on ${page.url()}`);
}

// Presses Enter and waits for the page it leads to.
export async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

export async function follow(page, selector) {
  await tabTo(page, selector);
  await enter(page);
}

// Chooses a value of a list by its arrows.
async function choose(page, selector, value) {
  await tabTo(page, selector);
  const steps = await page.evaluate(
    ([v, texts]) => {
      const list = document.activeElement;
      return [...list.options].findIndex((o) => o.value === v || texts.includes(o.text)) - list.selectedIndex;
    },
    [value, [...(partners.get(value) ?? [])]],
  );
  for (let i = 0; i < Math.abs(steps); i++) {
    await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
    if (!(await page.evaluate((s) => document.activeElement.matches(s), selector))) throw new Error(`the focus is lost when ${selector} changes`);
  }
}

// Answers one question with what its key says; `key` is as the static edition writes it. Things are put in order from the
// first place on, because the script moves them as their place is set.
export async function answer(page, id, kind, key) {
  const box = `[id="${id}"]`;
  switch (kind) {
    case "single":
    case "truefalse":
    case "likert":
    case "scenario":
      return pick(page, box, key[0]);
    case "multiple":
      for (const value of await inOrder(page, box, key)) {
        await tabTo(page, `${box} input[value="${value}"]`);
        if (!(await page.evaluate(() => document.activeElement.checked))) await page.keyboard.press("Space");
      }
      return;
    case "matching":
    case "ordering":
      for (const line of await linesInOrder(page, box, key, kind)) await choose(page, `${box} select[name="${id}.${line.name}"]`, line.value);
      return;
    default:
      await tabTo(page, `${box} :is(input, textarea)`);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(key[0] ?? "nothing yet");
  }
}

// A group of radio buttons is one stop of Tab; the arrows go from one to the next.
async function pick(page, box, value) {
  await tabTo(page, `${box} input[type=radio]`);
  const steps = await page.evaluate((v) => {
    const now = document.activeElement;
    const all = [...document.getElementsByName(now.name)];
    const to = v ? all.findIndex((i) => i.value === v) : 0;
    return to - all.indexOf(now);
  }, value);
  if (steps === 0) await page.keyboard.press("Space");
  for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
}

const inOrder = (page, box, key) => page.evaluate(([b, k]) => [...document.querySelectorAll(`${b} input`)].map((i) => i.value).filter((v) => k.includes(v)), [box, key]);

async function linesInOrder(page, box, key, kind) {
  const lines = key.map((k) => ({ name: k.split("=")[0], value: k.split("=")[1] }));
  if (kind === "ordering") return lines.sort((a, b) => a.value - b.value);
  const order = await page.evaluate((b) => [...document.querySelectorAll(`${b} select`)].map((s) => s.name.split(".")[1]), box);
  return order.map((name) => lines.find((l) => l.name === name));
}

// The questions on a page that can still be answered, in order.
export function questions(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".question")]
      .filter((q) => q.querySelector("fieldset :is(input, select, textarea):not(:disabled, [readonly])"))
      .map((q) => ({ id: q.id, kind: [...q.classList].find((c) => c.startsWith("q-")).slice(2) })),
  );
}
