// The search form of the static edition. The page holds, with its texts in its
// own language:
//
//   <form role="search" data-index="…/search-index.fr.js" data-lang="fr" data-root="../"
//         data-results="ID of a list" data-status="ID of a live region"
//         data-loading="…" data-failed="…" data-none="…" data-one="…" data-many="… {n} …"
//         data-some="…" data-instead="… {typed} … {used} …" data-more="ID of a button, hidden"
//         data-empty="ID of what is shown when nothing is found, hidden">
//     <input name="q" type="search">
//
// data-root leads from the page to the root of the site. Without script the form
// and the list stay as they are: an alphabetical index.
import type { Answer, Result } from "./index"
import type { Shards } from "./shards"
import type { Part } from "./snippet"

const pageSize = 10
const typingPause = 200 // milliseconds

/** Where the query stands in the address of the page, and what a result leads to. */
export interface Place {
  query(): string
  /** The address of this page with a query; empty for none. */
  address(query: string): string
  href(form: HTMLFormElement, result: Result): string
  /** Ends when another page takes the place of this one in the document. */
  life?: AbortSignal
}

const pagePlace: Place = {
  query: () => new URLSearchParams(location.search).get("q") ?? "",
  address(query) {
    const address = new URL(location.href)
    if (query) {
      address.searchParams.set("q", query)
    } else {
      address.searchParams.delete("q")
    }
    return address.href
  },
  href: (form, result) => (form.dataset.root ?? "") + result.address + (result.passage ? "#" + result.passage : ""),
}

export function enhance(form: HTMLFormElement, shards: Shards, place = pagePlace): void {
  const input = form.elements.namedItem("q") as HTMLInputElement | null
  const list = document.getElementById(form.dataset.results ?? "")
  const status = document.getElementById(form.dataset.status ?? "")
  if (input && list && status) {
    new SearchForm(form, input, list, status, shards, place).begin()
  }
}

class SearchForm {
  private asked = 0
  private limit = pageSize
  private timer = 0
  private readonly more: HTMLElement | null
  private readonly empty: HTMLElement | null

  constructor(
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly status: HTMLElement,
    private readonly shards: Shards,
    private readonly place: Place,
  ) {
    this.more = document.getElementById(form.dataset.more ?? "")
    this.empty = document.getElementById(form.dataset.empty ?? "")
  }

  begin(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.ask("pushState")
    })
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer)
      this.timer = window.setTimeout(() => this.ask("replaceState"), typingPause)
    })
    this.more?.addEventListener("click", () => void this.showMore())
    window.addEventListener("popstate", () => this.readAddress(), { signal: this.place.life })
    this.readAddress()
  }

  private readAddress(): void {
    this.input.value = this.place.query()
    this.limit = pageSize
    void this.show()
  }

  private ask(write: "pushState" | "replaceState"): void {
    clearTimeout(this.timer)
    this.limit = pageSize
    const query = this.input.value
    const address = this.place.address(query.trim() ? query : "")
    try {
      if (address !== location.href) {
        history[write](null, "", address)
      }
    } catch {
      // Some browsers keep the address of a page opened from disk as it is.
    }
    void this.show()
  }

  private async showMore(): Promise<void> {
    const before = this.limit
    this.limit += pageSize
    await this.show()
    this.list.children[before]?.querySelector("a")?.focus()
  }

  private async show(): Promise<void> {
    const asked = ++this.asked
    const query = this.input.value
    if (!query.trim()) {
      this.draw(null)
      return
    }
    this.status.textContent = this.form.dataset.loading ?? ""
    try {
      const index = await this.shards.index(this.form.dataset.lang ?? "", this.form.dataset.index)
      const answer = await index.search(query, this.limit)
      if (asked === this.asked) {
        this.draw(answer)
      }
    } catch {
      if (asked === this.asked) {
        this.status.textContent = this.form.dataset.failed ?? ""
      }
    }
  }

  private draw(answer: Answer | null): void {
    this.status.textContent = answer ? this.sentence(answer) : ""
    this.list.replaceChildren(...(answer?.results ?? []).map((result) => this.item(result)))
    this.list.hidden = !answer?.results.length
    if (this.empty) {
      this.empty.hidden = !answer || answer.total > 0
    }
    if (this.more) {
      this.more.hidden = !answer || answer.results.length >= answer.total
    }
  }

  /** Says how many passages there are and what had to be done to find them. */
  private sentence(answer: Answer): string {
    const texts = this.form.dataset
    const count = answer.total === 0 ? texts.none : answer.total === 1 ? texts.one : texts.many
    const query = this.input.value.trim()
    const out = [(count ?? "").replace("{n}", String(answer.total)).replace("{query}", () => query)]
    if (answer.total > 0 && !answer.all) {
      out.push(texts.some ?? "")
    }
    for (const [typed, used] of answer.instead) {
      out.push((texts.instead ?? "").replace("{typed}", () => typed).replace("{used}", () => used))
    }
    return out.filter(Boolean).join(" ")
  }

  private item(result: Result): HTMLElement {
    const link = document.createElement("a")
    link.href = this.place.href(this.form, result)
    link.append(...draw(result.title))
    const box = document.createElement("div")
    if (result.heading.length && plain(result.heading) !== plain(result.title)) {
      box.append(line("p", "row-meta", result.heading))
    }
    const title = line("h2", "row-title", [])
    title.append(link)
    box.append(title, line("p", "row-text", result.snippet))
    const item = document.createElement("li")
    item.dataset.kind = result.kind
    item.append(box)
    return item
  }
}

// The same elements and classes as the server's results (base/page, Found).
function line(element: string, name: string, parts: Part[]): HTMLElement {
  const p = document.createElement(element)
  p.className = name
  p.append(...draw(parts))
  return p
}

function draw(parts: Part[]): (Node | string)[] {
  return parts.map(({ text, mark }) => {
    if (!mark) {
      return text
    }
    const node = document.createElement("mark")
    node.textContent = text
    return node
  })
}

function plain(parts: Part[]): string {
  return parts.map(({ text }) => text).join("")
}
