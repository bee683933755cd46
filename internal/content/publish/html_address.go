package publish

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"atelier/internal/base/lang"
	"atelier/internal/content/course"
)

// Addresses in one document. An id occurs once in it, though a page has ids that every
// page has ("sources", "cite-1"), and a passage has the same id in every language:
//
//   - a page is known by its path: "/en/introduction/the-licence/";
//   - a passage, and what hangs on one, by its id; in a file of several languages, by the
//     path of the language before it: "/en/k7m2qp", "/fr/k7m2qp-2". The first language
//     needs no path;
//   - all else by the path of its page: "/en/introduction/the-licence/cite-1".
//
// The script takes the paths off again on the page that it shows, which then is that of
// the web edition; what is kept on the device goes by the ids of passages alone.

// anchors gives the ids of one page in the document.
type anchors struct {
	d    *document
	root string // before the ids of passages
	path string // before all others
}

func (d *document) anchors(p *WebPage) *anchors { return &anchors{d, d.root(p.Tag), p.Path} }

// root is what stands before the ids of passages of a language.
func (d *document) root(tag lang.Tag) string {
	if tag == d.w.tags[0] {
		return ""
	}
	return "/" + tag.Lower() + "/"
}

// id is the id in the document of an element of the page. The two that a skip link leads
// to are of the document.
func (a *anchors) id(id string) string { return a.on(a.path, id) }

func (a *anchors) on(path, id string) string {
	if a.ofPassage(id) {
		return a.root + id
	}
	return path + id
}

const idLength = 6 // of a passage

func (a *anchors) ofPassage(id string) bool {
	if len(id) < idLength || len(id) > idLength && id[idLength] != '-' {
		return false
	}
	_, ok := a.d.w.passages[course.ID(id[:idLength])]
	return ok
}

// href is an address as the document says it: those of Style Single, and fragments of the
// page itself.
func (a *anchors) href(href string) string {
	fragment, ok := strings.CutPrefix(href, "#")
	if !ok || fragment == "content" || fragment == "thread" || fragment == "" {
		return href
	}
	if !strings.HasPrefix(fragment, "/") {
		return "#" + a.id(fragment)
	}
	if path, id, ok := strings.Cut(fragment, "#"); ok {
		to := anchors{a.d, a.root, path}
		if p := a.d.w.byPath[path]; p != nil {
			to.root = a.d.root(p.Tag)
		}
		return "#" + to.id(id)
	}
	return href
}

// How an attribute speaks of ids.
type reference int

const (
	oneID reference = iota
	manyIDs
	address
	fieldName // the same in every language of a question
)

// references are the attributes that hold ids: those of HTML and ARIA, and those that the
// scripts of pages follow. single/ts/local.ts has the same list.
var references = map[string]reference{
	"id": oneID, "for": oneID, "list": oneID, "form": oneID, "popovertarget": oneID, "aria-activedescendant": oneID,
	"data-note": oneID, "data-results": oneID, "data-status": oneID, "data-more": oneID, "data-empty": oneID,
	"headers": manyIDs, "aria-labelledby": manyIDs, "aria-describedby": manyIDs, "aria-controls": manyIDs, "aria-owns": manyIDs,
	"aria-details": manyIDs, "aria-errormessage": manyIDs, "aria-flowto": manyIDs,
	"href": address, "xlink:href": address, "name": fieldName,
}

// rewrite appends a drawn page with its ids made those of the document. Nothing else
// changes by a byte.
func (a *anchors) rewrite(out, page []byte) []byte {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return append(out, z.Raw()...)
		case html.StartTagToken, html.SelfClosingTagToken:
			out = a.tag(out, z.Raw())
		default:
			out = append(out, z.Raw()...)
		}
	}
}

// tag appends one start tag. Templates write every value in double quotes.
func (a *anchors) tag(out, raw []byte) []byte {
	for {
		equals := bytes.Index(raw, []byte(`="`))
		if equals < 0 {
			return append(out, raw...)
		}
		name := raw[bytes.LastIndexAny(raw[:equals], " \n\t")+1 : equals]
		value := raw[equals+2:]
		end := bytes.IndexByte(value, '"')
		if end < 0 {
			return append(out, raw...)
		}
		out = append(out, raw[:equals+2]...)
		out = a.value(out, string(name), value[:end])
		raw = value[end:]
	}
}

func (a *anchors) value(out []byte, name string, value []byte) []byte {
	kind, ok := references[name]
	switch {
	case !ok:
		return a.paint(out, value)
	case len(value) == 0:
		return out
	case kind == address:
		return append(out, a.href(string(value))...)
	case kind == manyIDs:
		for i, id := range strings.Fields(string(value)) {
			if i > 0 {
				out = append(out, ' ')
			}
			out = append(out, a.id(id)...)
		}
		return out
	case kind == fieldName:
		return append(append(out, a.root...), value...)
	}
	return append(out, a.id(string(value))...)
}

// paint appends a value that may be a paint or a marker of a drawing: url(#id).
func (a *anchors) paint(out, value []byte) []byte {
	const open = "url(#"
	at := bytes.Index(value, []byte(open))
	end := bytes.IndexByte(value, ')')
	if at < 0 || end < at {
		return append(out, value...)
	}
	id := string(value[at+len(open) : end])
	return append(append(append(out, value[:at+len(open)]...), a.id(id)...), value[end:]...)
}
