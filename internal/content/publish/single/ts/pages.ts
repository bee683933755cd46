// The pages of the document, taken out of it so that one at a time is shown. They are kept
// in a template: what is in there costs nothing, and a browser that saves the document
// saves them too.

export interface Tongue {
  tag: string;
  locale: string;
  dir: string;
  root: string; // before the ids of passages; "" in the first language
  words: DOMStringMap;
  top: HTMLElement;
  bottom: HTMLElement;
  body: HTMLElement;
  leaves: HTMLElement[]; // the cover first
}

// Where an address leads: the page, and the id of what on it. "whole" is the whole course
// of the language.
export interface Place {
  tongue: Tongue;
  leaf: HTMLElement;
  target?: string;
  whole?: boolean;
}

const storeId = "atelier-pages";

// Takes the pages out of the document, or finds those that were taken out before it was saved.
export function takeOut(): HTMLTemplateElement {
  const found = document.getElementById(storeId);
  if (found) {
    for (let e = found.previousElementSibling; e; e = found.previousElementSibling) e.remove();
    return found as HTMLTemplateElement;
  }
  const store = document.createElement("template");
  store.id = storeId;
  store.content.append(...document.body.querySelectorAll(":scope > :not(script)"));
  document.body.prepend(store);
  return store;
}

export class Pages {
  readonly tongues: Tongue[];

  constructor(private readonly store: DocumentFragment) {
    this.tongues = [...store.querySelectorAll<HTMLElement>(".tongue")].map((body) => {
      const tag = body.dataset.tongue!;
      const part = (name: string) => store.querySelector<HTMLElement>(`.${name}[data-tongue="${tag}"]`)!;
      return {
        tag, locale: body.lang, dir: body.dir, root: body.dataset.root!, words: body.dataset, body, top: part("tongue-top"), bottom: part("tongue-bottom"),
        leaves: [...body.querySelectorAll<HTMLElement>(":scope > .leaf")],
      };
    });
  }

  tongue(tag: string): Tongue {
    return this.tongues.find((t) => t.tag === tag) ?? this.tongues[0];
  }

  // The page of a fragment; a passage without a language is looked for in those that are preferred first.
  find(hash: string, preferred: Tongue[]): Place | undefined {
    const id = decoded(hash.slice(1)).replace(/\?.*$/, "");
    if (!id) return undefined;
    for (const wanted of [...preferred.map((t) => (id.startsWith("/") ? id : t.root + id)), id]) {
      const e = this.store.querySelector<HTMLElement>(`[id="${CSS.escape(wanted)}"]`);
      const tongue = this.tongues.find((t) => t.body.contains(e));
      if (!e || !tongue) continue;
      if (e.matches(".contents, .contents *")) return { tongue, leaf: tongue.leaves[0], whole: true };
      const leaf = e.closest<HTMLElement>(".leaf");
      if (leaf) return { tongue, leaf, target: e === leaf ? undefined : wanted };
    }
    return undefined;
  }

  // The same page in another language.
  counterpart(at: Place, tongue: Tongue): HTMLElement {
    return tongue.leaves[at.tongue.leaves.indexOf(at.leaf)] ?? tongue.leaves[0];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
