// Ids in the document and on a page. The document says where an id belongs
// (html_address.go): "/en/introduction/the-licence/cite-1", "/fr/k7m2qp". On the page that
// is shown they are those of the web edition: "cite-1", "k7m2qp". Addresses keep their
// long form, which can be shared; the steps of a scenario alone go by the short one.

const one = ["id", "for", "list", "form", "popovertarget", "aria-activedescendant", "data-note", "data-results", "data-status", "data-more", "data-empty"];
const many = ["headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "aria-errormessage", "aria-flowto"];

export class Names {
  // path of the page, root of its language.
  constructor(private readonly path: string, private readonly root: string) {}

  short(id: string): string {
    for (const start of [this.path, this.root]) if (start && id.startsWith(start)) return id.slice(start.length);
    return id;
  }

  // Makes all ids below an element short.
  shorten(top: Element | DocumentFragment): void {
    for (const e of top.querySelectorAll("*")) {
      for (const name of one) this.change(e, name, (id) => this.short(id));
      for (const name of many) this.change(e, name, (ids) => ids.split(" ").map((id) => this.short(id)).join(" "));
      if (this.root) this.change(e, "name", (name) => (name.startsWith(this.root) ? name.slice(this.root.length) : name));
    }
    for (const a of top.querySelectorAll("a.choice")) this.change(a, "href", (href) => "#" + this.short(href.slice(1)));
  }

  private change(e: Element, name: string, to: (value: string) => string): void {
    const value = e.getAttribute(name);
    if (value) e.setAttribute(name, to(value));
  }
}
