// Begins the visit when the page is there, and ends it in whichever way the page goes.
import type { Contents } from "./contents";
import { Player } from "./player";
import type { Runtime } from "./runtime";
import { View } from "./view";

export function play(runtime: Runtime): void {
  const contents = window.atelierContents!;
  // From disk every file is a stranger to the others: the pages keep to themselves.
  if (location.protocol === "file:") {
    if (contents.languages.length === 1) location.replace(contents.languages[0].home);
    else document.getElementById("choose")!.hidden = false;
    return;
  }
  const player: Player = new Player(contents, runtime, (kept, standing) => view.tell(kept, standing));
  const view: View = new View(contents, () => {
    try {
      return { ...JSON.parse(player.get("reading") ?? "{}"), silent: player.silent };
    } catch {
      return { silent: player.silent };
    }
  });
  window.atelierSession = player;
  void begin(player, view, contents);
  view.leave(() => {
    const sent = player.close(true);
    void goBack(player);
    return sent;
  });
  addEventListener("pagehide", () => void player.close());
  addEventListener("beforeunload", () => player.flush(false));
  addEventListener("online", () => player.flush());
  addEventListener("pageshow", (e) => e.persisted && location.reload());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && player.flush());
}

async function begin(player: Player, view: View, contents: Contents): Promise<void> {
  const opened = await player.open();
  if ("refused" in opened) {
    return view.refuse(opened, () => {
      view.show(preferred(contents)?.tag ?? contents.languages[0].tag, "", "");
      view.tell("nothing", player.standing());
    });
  }
  const { page, passage } = opened;
  const language = opened.language
    .split(",") // in the order in which they are preferred
    .map((l) => l.trim())
    .find((l) => contents.languages.some((c) => c.tag.split("-")[0].toLowerCase() === l.toLowerCase().split("-")[0])) ?? "";
  const tag = contents.languages.find((l) => language && [l.tag, l.locale].some((t) => t.toLowerCase() === language.toLowerCase())) ??
    contents.languages.find((l) => language && l.tag === language.toLowerCase().split("-")[0]);
  if (tag) view.show(tag.tag, page, passage);
  else if (contents.languages.length === 1) view.show(contents.languages[0].tag, page, passage);
  else
    view.choose((chosen) => {
      player.speaks(chosen);
      view.show(chosen, page, passage);
    });
}

// To the address that the system gave; else a window that the system opened goes, and no
// other can.
async function goBack(player: Player): Promise<void> {
  const address = await player.away();
  if (/^https?:/.test(address)) location.replace(address);
  else if (window.top === window) window.close();
}

// Of the languages of the course, that of the browser.
function preferred(contents: Contents): Contents["languages"][number] | undefined {
  const wanted = navigator.languages.map((l) => l.toLowerCase().split("-")[0]);
  return contents.languages.find((l) => l.tag === wanted.find((w) => contents.languages.some((c) => c.tag === w)));
}
