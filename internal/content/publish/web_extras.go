package publish

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"atelier/internal/base/lang"
	"atelier/internal/base/page"
	"atelier/internal/content/course"
	"atelier/internal/content/render"
)

// Extra is a file of the web edition that is no page of the course.
type Extra struct {
	Path string
	Data []byte
}

// Redirect is an old address that leads to a new one; both are paths of pages.
type Redirect struct{ From, To string }

// Redirects are the addresses that pages and modules had under old slugs, in
// order. A path that a page has now is no old address.
func (w *Web) Redirects() []Redirect {
	var out []Redirect
	seen := map[string]bool{}
	add := func(from string, to *WebPage) {
		if w.byPath[from] == nil && !seen[from] {
			seen[from] = true
			out = append(out, Redirect{from, to.Path})
		}
	}
	for _, p := range w.pages {
		for _, from := range w.formerPaths(p) {
			add(from, p)
		}
	}
	return out
}

// formerPaths are the paths a page had: under every name of its module, every
// name of its own.
func (w *Web) formerPaths(p *WebPage) []string {
	root := w.home(p.Tag, w.languages[p.Tag].Face)
	if p.Kind == KindModule {
		var out []string
		for _, old := range p.Module.Formerly[p.Tag] {
			out = append(out, root+old+"/")
		}
		return out
	}
	if p.Page == nil {
		return nil
	}
	parent := p.Path[:strings.LastIndexByte(strings.TrimSuffix(p.Path, "/"), '/')+1]
	parents := []string{parent}
	if p.Module != nil {
		for _, old := range p.Module.Formerly[p.Tag] {
			parents = append(parents, root+old+"/")
		}
	}
	last := strings.TrimSuffix(p.Path[len(parent):], "/")
	var out []string
	for _, under := range parents {
		for _, name := range append([]string{last}, p.Page.Formerly[p.Tag]...) {
			if under+name+"/" != p.Path {
				out = append(out, under+name+"/")
			}
		}
	}
	return out
}

// Extras are the files around the pages: the page that lets one choose a
// language, 404.html, old addresses, sitemap.xml and robots.txt.
func (w *Web) Extras() ([]Extra, error) {
	root, err := w.Choose(nil)
	if err != nil {
		return nil, err
	}
	lost, err := w.Lost()
	if err != nil {
		return nil, err
	}
	out := []Extra{{"index.html", root}, {"404.html", lost}, {"robots.txt", w.Robots()}}
	if w.base != "" {
		out = append(out, Extra{"sitemap.xml", w.Sitemap()})
	}
	for _, r := range w.Redirects() {
		out = append(out, Extra{r.From[1:] + "index.html", w.redirectPage(r)})
	}
	return out, nil
}

// Choose is the page at the root: the course in each language, side by side. href is where each leads; nil is its home
// page.
func (w *Web) Choose(href func(lang.Tag) string) ([]byte, error) {
	c := page.Choose{Assets: page.Assets{Prefix: "assets/"}, Brand: w.Options.Host.Brand}
	if w.Options.Style == Site {
		c.Assets.Prefix = w.Options.Assets
	}
	for i, tag := range w.tags {
		t := w.languages[tag]
		home := t.byKey[string(KindHome)]
		to := w.Options.Style.address("/", home.Path)
		if href != nil {
			to = href(tag)
		}
		if i == 0 {
			c.Locale, c.Head.Canonical = t.Locale, ""
		}
		c.Title = append(c.Title, home.Title)
		c.Languages = append(c.Languages, page.ChooseLanguage{
			Language: page.Language{Tag: tag, Locale: t.Locale, Name: t.name, Href: to},
			Title:    page.Text(home.Title), Lede: page.Text(w.Course.Description.In(tag)), Go: Say(t.Face, "choose.go", lang.A{"language": SpokenName(t)}),
		})
		if w.base != "" {
			c.Head.Alternates = append(c.Head.Alternates, page.Alternate{Locale: t.Locale, Href: w.absolute(home)})
		}
	}
	if w.base != "" {
		c.Head.Canonical = w.base + "/"
		c.Head.Alternates = append(c.Head.Alternates, page.Alternate{Locale: "x-default", Href: w.base + "/"})
	}
	return drawn(page.ChoosePage(c))
}

// SpokenName is a language's name inside a sentence; French writes it small.
func SpokenName(t *Tongue) string {
	if t.Face == lang.French {
		return strings.ToLower(t.name)
	}
	return t.name
}

func drawn(c templ.Component) ([]byte, error) {
	var out bytes.Buffer
	if err := c.Render(context.Background(), &out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// plainShell is the frame of a page in all languages at once: its words are in
// the first, the others are marked.
func (w *Web) plainShell(title, from string) page.Shell {
	t := w.languages[w.tags[0]]
	assets := w.Options.Assets
	if w.Options.Style == Files {
		assets = relative(from, "/") + "assets/"
	}
	return page.Shell{
		Tag: t.Face, Locale: t.Locale, Title: []string{title, w.Course.Title.In(w.tags[0])},
		Head:   page.Head{Robots: "noindex"},
		Assets: page.Assets{Prefix: assets, Early: w.Options.Style == Files}, Brand: w.Options.Host.BrandIn(w.tags[0]),
		Course: page.Link{Text: w.Course.Title.In(w.tags[0]), Href: w.Options.Style.address(from, t.byKey[string(KindHome)].Path)},
	}
}

// Lost is the page for an address that leads nowhere, in every language. Its
// links are those of the root's: a server shows it at any address, so with Style
// Files they are right at the root alone.
func (w *Web) Lost() ([]byte, error) {
	title := Say(w.languages[w.tags[0]].Face, "lost.title")
	var body strings.Builder
	for i, tag := range w.tags {
		t := w.languages[tag]
		h := "h2"
		if i == 0 {
			h = "h1"
		}
		body.WriteString(`<section lang="` + render.Escape(t.Locale) + `"><` + h + ">" + render.Escape(Say(t.Face, "lost.title")) + "</" + h + "><p>" +
			render.Escape(Say(t.Face, "lost.text")) + "</p><ul>")
		for _, kind := range []Kind{KindHome, KindSearch} {
			p := t.byKey[string(kind)]
			body.WriteString(`<li><a href="` + render.Escape(w.Options.Style.address("/", p.Path)) + `">` + render.Escape(p.Title) + "</a></li>")
		}
		body.WriteString("</ul></section>\n")
	}
	return drawn(page.Page(w.plainShell(title, "/"), page.HTML(body.String())))
}

// redirectPage leads from an old address to the new one without script.
func (w *Web) redirectPage(r Redirect) []byte {
	to := w.byPath[r.To]
	t := w.languages[to.Tag]
	href := render.Escape(w.Options.Style.address(r.From, r.To))
	canonical := ""
	if w.base != "" {
		canonical = `<link rel="canonical" href="` + render.Escape(w.absolute(to)) + `">`
	}
	return []byte(`<!DOCTYPE html><html lang="` + render.Escape(t.Locale) + `"><head><meta charset="utf-8"><title>` + render.Escape(to.Title) +
		`</title><meta name="robots" content="noindex"><meta name="viewport" content="width=device-width, initial-scale=1">` +
		`<meta http-equiv="refresh" content="0; url=` + href + `">` + canonical + `</head><body><main><h1>` + render.Escape(Say(t.Face, "moved.title")) +
		`</h1><p><a href="` + href + `">` + render.Escape(to.Title) + "</a></p></main></body></html>\n")
}

// Passages are the permanent addresses of passages in a folder of files, one file
// after the other: p/k/index.html#k7m2qp shows where passage k7m2qp is in each
// language. (A server leads from /p/k7m2qp straight there.) One file holds the
// ids that begin with one letter.
func (w *Web) Passages() iter.Seq[Extra] {
	return func(yield func(Extra) bool) {
		byLetter := map[byte][]course.ID{}
		for id := range w.passages {
			byLetter[id[0]] = append(byLetter[id[0]], id)
		}
		ways := w.passageWays()
		for _, letter := range slices.Sorted(maps.Keys(byLetter)) {
			ids := byLetter[letter]
			slices.Sort(ids)
			if !yield(Extra{"p/" + string(letter) + "/index.html", w.passagePage("/p/"+string(letter)+"/", ids, ways)}) {
				return
			}
		}
	}
}

// passageWays are, for every language and page of it, the link from a page of
// passages, cut where the id stands.
func (w *Web) passageWays() [][][2]string {
	ways := make([][][2]string, len(w.tags))
	for i, tag := range w.tags {
		t := w.languages[tag]
		locale := render.Escape(t.Locale)
		open := ` <a lang="` + locale + `" hreflang="` + locale + `" href="`
		ways[i] = make([][2]string, len(t.pages))
		for _, p := range t.pages {
			if p.Page != nil {
				ways[i][p.place] = [2]string{open + render.Escape(Files.address("/p/a/", p.Path)) + "#", `">` + render.Escape(p.Title) + "</a>"}
			}
		}
	}
	return ways
}

func (w *Web) passagePage(from string, ids []course.ID, ways [][][2]string) []byte {
	t := w.languages[w.tags[0]]
	title := render.Escape(Say(t.Face, "passages.title"))
	b := make([]byte, 0, 1<<10+len(ids)*w.passageLine(ids, ways))
	b = append(b, `<!DOCTYPE html><html lang="`+render.Escape(t.Locale)+`"><head><meta charset="utf-8"><title>`+title+
		`</title><meta name="robots" content="noindex"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="`+
		relative(from, "/")+"assets/"+page.CSSName+`"></head><body class="passages"><main><h1>`+title+"</h1>\n<ul>\n"...)
	for _, id := range ids { // six letters and digits: nothing to escape
		b = append(append(append(append(append(b, `<li id="`...), id...), `"><code>`...), id...), "</code>"...)
		place := w.passages[id]
		for i := range w.tags {
			way := ways[i][place]
			b = append(append(append(b, way[0]...), id...), way[1]...)
		}
		b = append(b, "</li>\n"...)
	}
	return append(b, "</ul></main></body></html>\n"...)
}

// passageLine is about how many bytes a passage takes on a page of them.
func (w *Web) passageLine(ids []course.ID, ways [][][2]string) int {
	n := 60
	for i := range w.tags {
		way := ways[i][w.passages[ids[len(ids)/2]]]
		n += len(way[0]) + len(way[1]) + 30
	}
	return n
}

// Sitemap lists every page with its other languages (sitemaps.org, and the
// xhtml:link of its translations).
func (w *Web) Sitemap() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	for _, p := range w.pages {
		b.WriteString("<url><loc>" + render.Escape(w.absolute(p)) + "</loc>")
		for _, tag := range w.tags {
			b.WriteString(`<xhtml:link rel="alternate" hreflang="` + render.Escape(w.languages[tag].Locale) + `" href="` + render.Escape(w.absolute(w.Counterpart(p, tag))) + `"/>`)
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}

// Robots lets everyone in, and says where the sitemap is.
func (w *Web) Robots() []byte {
	s := "User-agent: *\nAllow: /\n"
	if w.base != "" {
		s += "Sitemap: " + w.base + "/sitemap.xml\n"
	}
	return []byte(s)
}
