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
      return JSON.parse(player.get("reading") ?? "{}");
    } catch {
      return {};
    }
  });
  window.atelierSession = player;
  void begin(player, view, contents);
  view.leave(() => {
    player.close(true);
    if (window.top === window) window.close(); // a window that the system opened goes; no other can
    return player.isSent;
  });
  addEventListener("pagehide", () => player.close());
  addEventListener("beforeunload", () => player.flush(false));
  addEventListener("online", () => player.flush());
  addEventListener("pageshow", (e) => e.persisted && location.reload());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && player.flush());
}

async function begin(player: Player, view: View, contents: Contents): Promise<void> {
  const { page, passage, language } = await player.open();
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
